### Le guichet en français. Règles, budgets et relecture : docs/translate.md
### Chaque texte peut employer $id_name, $service_code, $short_code et $hotline.

# Les mois des dates s'écrivent comme dans cette région.
locale = fr-MA
# gsm7 : envoyé sans les accents que l'alphabet GSM n'a pas. auto : envoyé tel quel.
encoding = gsm7

## Menu et langue

menu = { $id_name } : que voulez-vous faire ?
menu-recover = Retrouver mon { $id_name }
menu-status = Où en est mon dossier
menu-offices = Trouver un bureau
menu-privacy = Mes données
menu-language = Changer de langue
language-ask = اللغة / Langue / Language
    .encoding = auto
language-ar = العربية
language-fr = Français
language-en = English
language-done = La langue est changée.
resume-offer = Vous aviez commencé une demande.
resume-continue = Continuer
resume-again = Recommencer

word-more = Suite
word-back = Retour
word-home = Menu

## Que taper

slip-choice = Tapez un numéro de { $least } à { $most }.
slip-empty = Rien n'est arrivé. Tapez votre réponse.
slip-receipt = Le reçu a 29 chiffres. Vous en avez tapé { $count }.
slip-receipt-form = Ce numéro est impossible. Vérifiez les 29 chiffres du reçu.
slip-code = Tapez les 6 chiffres du SMS.
slip-no-back = Cette étape est faite, retour impossible. Continuez ici.
slip-commune = Aucun lieu trouvé. Tapez encore les premières lettres.
slip-too-long = C'est trop long. Tapez moins de texte.
slip-number = Tapez { $number } pour continuer, ou 0 pour revenir.

## Ce qui peut arriver partout

busy =
    Le service ne répond pas en ce moment.
    Rien n'est perdu.
    Composez le { $service_code } dans quelques minutes.
moved =
    Le service vient d'être mis à jour.
    Pour recommencer, composez le { $service_code }
session-over =
    Cette session est terminée.
    Composez à nouveau le { $service_code }
wait =
    Votre demande est en cours.
    Composez à nouveau le { $service_code } dans une minute.
errand-promised =
    La réponse prend plus de temps.
    Nous vous l'enverrons par SMS.
    Référence : { $ref }
errand-pending =
    Votre demande { $ref } est toujours en cours.
    Nous vous répondrons par SMS.
errand-failed = Le registre n'a pas répondu. Merci de redemander.
errand-ready = Réponse à votre demande { $ref } :
make-sure = Pour continuer, tapez { $number }
not-allowed =
    Ce service n'est pas possible avec ce téléphone.
    Allez à un bureau ou appelez le { $hotline }.
locked =
    Trop d'essais. Pour vous protéger, c'est bloqué { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    Ensuite, composez le { $service_code }

## Retrouver son numéro

recover-consent =
    Pour trouver votre { $id_name }, nous demandons au RNP avec cette SIM ou votre reçu.
    Un code ira au téléphone inscrit. D'accord ?
consent-yes = Oui
consent-no = Non
recover-declined =
    D'accord. Rien n'a été demandé au RNP.
    Vous pouvez aussi aller à un bureau : c'est gratuit.
recover-way = Comment retrouver votre { $id_name } ?
recover-way-sim = Avec cette SIM
recover-way-receipt = Avec mon reçu
recover-way-papers = Je n'ai ni l'un ni l'autre
recover-receipt = Tapez les 29 chiffres de votre reçu d'inscription.
recover-code =
    Si l'inscription existe, un code de 6 chiffres arrive par SMS au téléphone inscrit.
    Tapez ce code. Il est bon { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    Si l'écran se ferme, composez le { $service_code } et continuez.
recover-code-again = Tapez le code de 6 chiffres du SMS.
slip-code-wrong = Ce code est faux. { $left ->
        [one] Il reste { $left } essai.
       *[other] Il reste { $left } essais.
    }
slip-code-expired = Code trop ancien. Si l'inscription existe, un nouveau code est envoyé.
recover-locked =
    Trop de codes faux. Pour vous protéger, c'est bloqué { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    Vous pouvez aussi aller à un bureau avec vos papiers.
recover-sent =
    Trouvé. Votre { $id_name } : { $masked }
    Le numéro complet part par SMS au téléphone inscrit.
recover-papers =
    Au bureau, apportez votre CIN ou un acte de naissance.
    Sans papiers : venez avec 2 témoins inscrits au RNP.
    C'est gratuit.
papers-office = Trouver un bureau
papers-end = Terminer

sms-recover-number =
    Votre { $id_name } : { $number }
    Ne dites jamais vos codes, à personne.
    Ce n'est pas vous ? Appelez le { $hotline }.
sms-recover-notice =
    Votre numéro { $id_name } a été retrouvé depuis un autre téléphone, avec votre code.
    Ce n'est pas vous ? Appelez le { $hotline }.

## Où en est mon dossier

status-what = Quel dossier ?
status-what-receipt = Mon inscription { $id_name }
status-what-rsu = S'inscrire au RSU
status-receipt = Tapez les 29 chiffres de votre reçu d'inscription.
status-received =
    Votre inscription est bien reçue.
    Elle n'est pas encore traitée. Gardez votre reçu.
status-processing =
    Votre inscription est en cours de traitement.
    Gardez votre reçu.
status-rejected =
    Votre inscription n'a pas pu être acceptée.
    Retournez au bureau avec le reçu et vos papiers. C'est gratuit.
status-issued =
    Votre { $id_name } existe.
    Pour le recevoir, composez le { $service_code } puis tapez 1.
status-unknown =
    Rien n'est trouvé sous ce numéro.
    Vérifiez les 29 chiffres du reçu, ou allez à un bureau.
rsu-needs =
    Pour s'inscrire au RSU, il faut :
    - le numéro { $id_name } de chaque membre du ménage
    - une preuve d'adresse
    - un téléphone
    - vos revenus et dépenses
    C'est gratuit, à l'annexe, au caïdat ou sur rsu.ma
    Le RSU n'est pas l'aide : chaque programme a ses conditions.
sms-errand = Votre demande { $ref } :

## Trouver un bureau

office-commune =
    Tapez les premières lettres de votre commune, ou leurs touches.
    Exemple pour Rabat : RAB ou 722
office-which = Quel lieu ?
office-commune-option = { $name } ({ $region })
office-option = { $name }
office-show =
    { $name }
    { $address }
    { $hours }
office-show-phone =
    { $name }
    { $address }
    { $hours }
    Tél. { $phone }

## Mes données

privacy =
    Nous gardons votre langue, vos accords et la trace de vos demandes, pour vous servir et éviter la fraude.
    Vos réponses s'effacent à la fin de l'appel, ou peu après une coupure.
    Votre { $id_name } ne va qu'au téléphone inscrit.
    Aucun agent ne demande vos codes. Ne les dites à personne.
    Loi 09-08 : pour voir vos données, les corriger ou refuser leur usage, appelez le { $hotline }.

## Annonces par SMS

menu-messages = Mes SMS
messages-are-on = Nous vous envoyons des annonces par SMS.
messages-are-off = Nous ne vous envoyons pas d'annonces par SMS.
messages-off = Ne plus en recevoir
messages-on = En recevoir
messages-keep = Ne rien changer
messages-kept = Rien n'a changé.
messages-stopped = Plus d'annonces par SMS. Vos codes et vos réponses arrivent toujours.
messages-started = Vous recevrez les annonces par SMS. Pour arrêter, composez { $service_code }
sms-stopped = Plus d'annonces. Vos codes et vos réponses arrivent toujours. Pour en recevoir à nouveau : START.
sms-started = Vous recevrez les annonces par SMS. Pour arrêter, envoyez STOP.
sms-help = Envoyez { $id_name }, STATUT, BUREAU, DONNEES ou LANGUE. Ou composez { $service_code }. C'est gratuit.
