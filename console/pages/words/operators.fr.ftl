### Les opérateurs, pour qui les gère.

menu-operators = Opérateurs
operator-new = Un nouvel opérateur s'ajoute en ligne de commande : guichet operator add. Son jeton y est montré, une seule fois.
operator-list = { $number ->
    [one] { $number } opérateur
   *[other] { $number } opérateurs
  }
operator-id = Opérateur
operator-roles = Rôles
operator-counter = Guichet
operator-areas = Zones
operator-everywhere = toutes
operator-access = Accès
operator-disabled = Terminé
operator-you = C'est vous
operator-disable = Mettre fin à l'accès
operator-disable-sure = Y mettre fin pour de bon
operator-disable-about = { $id } sort aussitôt de la console et de l'API, et ne pourra plus revenir avec ce compte.

done-operator-disabled = L'accès a pris fin.
