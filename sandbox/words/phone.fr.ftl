### La page des téléphones : ce qui entoure les écrans, et ce qu’un opérateur leur fait.

title = Téléphones · Démonstration de Guichet
brand = Guichet
tagline = sur tous les téléphones
lead = Composez le { $code }, puis répondez avec les touches.
language = Langue
phones = Téléphones
invented = Les personnes et les numéros sont inventés. Rien d’ici n’arrive sur un vrai téléphone.

add-phone = Ajouter un téléphone
add = Ajouter
number = Numéro
number-typed = Numéro saisi
number-another = Autre numéro…
number-here = Ce téléphone est déjà sur la page.
number-wrong = Écrivez le numéro avec l’indicatif du pays, par exemple { $example }.
remove = Retirer
remove-phone = Retirer { $name }

## Le téléphone, et les touches du clavier qui font la même chose.

screen = Écran
time-left = Temps restant de la session
handset-keys = Touches du téléphone
keypad = Clavier
redial = Bis
send = Envoyer
delete = Effacer
call = Appel
end = Fin
star = * étoile
hash = # dièse
keys-type = saisir
key-enter = Entrée
keys-enter = appeler ou envoyer
key-backspace = Retour arrière
keys-backspace = effacer
key-escape = Échap
keys-escape = finir, sur le téléphone sélectionné

## L’écran, là où le service ne parle pas.

state-idle = Prêt
state-waiting = Envoi…
state-open = Session en cours
state-over = Terminé
dial = Composez
code = Code
answer = Réponse
code-first = Tapez d’abord un code.
answer-first = Tapez d’abord une réponse.
hung-up = Vous avez mis fin à la session.
timed-out = Pas de réponse à temps : la session est finie. Recomposez.
no-session = L’opérateur n’a pas de session ici. Recomposez.
not-shown = L’opérateur n’a pas pu afficher cet écran : { $why }
why-no-answer = le service n’a pas répondu à temps.
why-unreachable = le service est injoignable.
why-bad-prefix = le service n’a pas dit si la session continue.
why-bad-encoding = la réponse du service est illisible.
why-no-service = il n’y a pas de service à ce code.
why-no-session = la session est finie.
why-session-timeout = la session a trop duré.
why-busy = la réponse précédente est encore en route.
away = La démonstration ne répond pas. Tourne-t-elle encore ?
away-long = La démonstration ne répond pas. Tourne-t-elle encore ? Cette page réessaie toutes les deux secondes.
refused = La démonstration n’a pas pu le faire ({ $why }). Recomposez.
unreadable = La démonstration a donné une réponse que cette page ne sait pas lire.

## Les messages.

messages = Messages
messages-of = Messages de { $name }
messages-none = Aucun message pour l’instant. Les codes et les confirmations arrivent ici.
message-new = Nouveau message pour { $name }, de { $sender } : { $text }
use-code = Utiliser le code
use-this-code = Utiliser le code { $code }

## Les manières des opérateurs.

operator = Opérateur
profile-africastalking = Africa’s Talking
profile-open = Le premier échange deux fois
profile-after = Chaque échange deux fois, l’un après l’autre
profile-together = Chaque échange deux fois, en même temps
profile-late = D’anciens échanges reviennent, en retard
profile-silent = Ne dit jamais qu’une session est finie
profile-hasty = Sessions de 20 secondes
profile-short = Sessions de 30 secondes, réponse en 15
profile-patient = Sessions de 120 secondes, réponse en 30
profile-last = La dernière saisie seulement
profile-last-late = La dernière saisie seulement, échanges doublés et en retard
profile-numbered = La dernière saisie seulement, échanges numérotés
profile-numbered-late = La dernière saisie seulement, échanges numérotés, doublés et en retard
profile-no-arabic = Perd les lettres arabes
profile-ascii = Met ? à la place des lettres accentuées
profile-small = Téléphones de 160 caractères, 80 à saisir
profile-old = Téléphones de 160 caractères, 90 à saisir, sans arabe
profile-worst = Tout ce qui peut mal tourner
