### Le cadre de chaque page : entrée et sortie, menu, erreurs.

console = Console Guichet
skip = Aller au contenu
menu = Menu
language = Langue
home = Accueil
home-nothing = Vos rôles n'ouvrent aucune page ici. Adressez-vous à la personne qui gère les opérateurs.
sign-in = Se connecter
sign-out = Se déconnecter
sign-in-openid-button = Se connecter avec le compte professionnel
sign-in-wrong = Ce jeton n'est pas valable. Vérifiez que vous l'avez collé en entier.
sign-in-openid = Votre compte professionnel n'a pas pu être confirmé. Réessayez.
sign-in-stranger = Ce compte n'est pas celui d'un opérateur. Adressez-vous à la personne qui gère les opérateurs.
signed-in = Vous êtes connecté
go-on = Continuer
token = Jeton d'opérateur
token-hint = 43 caractères, tels que vous les avez reçus. Nous ne le demandons jamais par téléphone.
pages = Pages
next = Page suivante
faults = À corriger
yes = Oui
no = Non
pending = Langues à relire
pending-why = Aucun locuteur n'a encore vérifié ce que les citoyens lisent dans ces langues.

done-left = Vous n'êtes pas connecté, ou votre absence a été longue. Connectez-vous.
done-signed-out = Vous êtes déconnecté.

error-title = Ce n'est pas possible
error-400 = Nous n'avons pas pu lire ce qui a été envoyé.
error-403 = Vos rôles ne le permettent pas, ou la page est restée ouverte trop longtemps. Revenez en arrière, rechargez-la et réessayez.
error-404 = Il n'y a rien ici.
error-405 = Cette page ne s'utilise pas ainsi.
error-409 = Quelqu'un a été plus rapide : la situation n'est plus celle que montrait la page. Rechargez-la.
error-413 = C'est trop volumineux.
error-429 = Trop de demandes. Attendez un instant.
error-500 = C'est notre faute. Quelqu'un s'en occupera.
error-503 = Rien ne peut être enregistré en ce moment. Réessayez dans un instant.
