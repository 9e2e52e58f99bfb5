### Le guichet en français. Règles, budgets et relecture : docs/translate.md
### Chaque texte peut employer $id_name, $service_code, $short_code et $hotline.

# Les mois des dates s'écrivent comme dans cette région.
locale = fr
# gsm7 : envoyé sans les accents que l'alphabet GSM n'a pas. auto : envoyé tel quel.
encoding = gsm7

## Menu et langue

menu = { $id_name } : que voulez-vous faire ?
menu-recover = Retrouver mon { $id_name }
menu-status = Mon dossier, mes aides
menu-offices = Trouver un bureau
menu-privacy = Mes données
menu-language = Changer de langue
language-ask = اللغة / Langue / Language
    .encoding = auto
language-ar = العربية
language-fr = Français
language-en = English
language-so = Soomaali
language-aa = Qafar af
language-zgh = ⵜⴰⵎⴰⵣⵉⵖⵜ
language-zgh-Latn = Tamazight
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
slip-code = Le code a 6 chiffres. Tapez-le encore.
slip-no-back = Cette étape est faite, retour impossible. Continuez ici.
slip-commune = Aucun lieu trouvé. Tapez encore les premières lettres.
slip-too-long = C'est trop long. Tapez moins de texte.
slip-number = Tapez { $number } pour continuer, ou 0 pour revenir.

## En mots

slip-lost = Je n'ai pas compris. Choisissez.
chat-help = Tapez un numéro ou dites-le en quelques mots. 0 pour revenir.
chat-stopped = Cette conversation est finie. Écrivez quand vous voulez.
assistant-said = { $said }
did-you-mean = Vouliez-vous dire :
mean-none = Autre chose
heard-right = Vous avez dit : { $said }. C'est juste ?
heard-and = { $one }, { $more }
heard-date = date { $day }
heard-year = année { $year }
heard-place = à { $place }
heard-phone = téléphone { $number }
heard-number = numéro { $number }
heard-ending = numéro finissant par { $ending }
heard-name = nom { $name }

## Ce qui peut arriver partout

busy =
    Le service ne répond pas en ce moment.
    Rien n'est perdu.
    Composez le { $service_code } dans quelques minutes.
busy-texted =
    Le service ne répond pas en ce moment.
    Rien n'est perdu.
    Écrivez de nouveau dans quelques minutes.
moved =
    Le service vient d'être mis à jour.
    Pour recommencer, composez le { $service_code }
moved-texted =
    Le service vient d'être mis à jour.
    Pour recommencer, écrivez MENU.
session-over =
    Cette session est terminée.
    Composez à nouveau le { $service_code }
session-over-texted =
    Cette conversation est terminée.
    Pour recommencer, écrivez MENU.
wait =
    Votre demande est en cours.
    Composez à nouveau le { $service_code } dans une minute.
wait-texted =
    Votre demande est en cours.
    Écrivez de nouveau dans une minute.
come-again = D'accord. Revenez quand vous voulez.
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
locked-texted =
    Trop d'essais. Pour vous protéger, c'est bloqué { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    Ensuite, écrivez de nouveau.

## Retrouver son numéro

recover-consent =
    Nous cherchons votre { $id_name } au registre avec cette SIM ou votre reçu.
    Un code ira au téléphone inscrit. D'accord ?
consent-yes = Oui
consent-no = Non
recover-declined =
    D'accord. Rien n'a été demandé au registre.
    Vous pouvez aussi aller à un bureau : c'est gratuit.
recover-way = Comment retrouver votre { $id_name } ?
recover-way-sim = Avec cette SIM
recover-way-receipt = Avec mon reçu
recover-way-papers = Je n'ai ni l'un ni l'autre
recover-receipt = Tapez les 29 chiffres de votre reçu d'inscription.
recover-digits = Tapez les derniers chiffres de votre { $id_name }, 4 au moins.
slip-last-digits = Tapez de 4 à 8 chiffres.
recover-code =
    Si l'inscription existe, un code de 6 chiffres arrive par SMS au téléphone inscrit.
    Tapez ce code. Il est bon { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    Si l'écran se ferme, composez le { $service_code } et continuez.
recover-code-texted =
    Si l'inscription existe, un code de 6 chiffres arrive par SMS au téléphone inscrit.
    Écrivez-le ici. Il est bon { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
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
recover-other =
    Rien trouvé avec cette SIM et ces chiffres.
    Envoyez { $id_name } pour chercher autrement.
recover-papers =
    Au bureau, apportez une pièce d'identité ou un acte de naissance.
    Sans papiers : demandez au bureau comment faire.
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
recover-other-number = Autre numéro
recover-lost = Quel numéro avez-vous perdu ?
recover-lost-household = Mon numéro de ménage
recover-lost-consent =
    Nous demandons ce numéro au registre.
    Un code ira au téléphone inscrit. D'accord ?
recover-lost-sent =
    Trouvé : { $masked }
    Le numéro complet part par SMS au téléphone inscrit.
recover-lost-none =
    Aucun numéro de ce genre n'est trouvé.
    Allez à un bureau ou appelez le { $hotline }.
papers-shared = Le téléphone de la famille
recover-born = Tapez votre année de naissance, 4 chiffres.
slip-born = Tapez votre année de naissance, par exemple 1985.
sms-lost-household =
    Votre numéro de ménage : { $number }
    Ne dites jamais vos codes, à personne.
    Ce n'est pas vous ? Appelez le { $hotline }.
sms-lost-card =
    Votre carte { $name } : { $number }
    Ne dites jamais vos codes, à personne.
    Ce n'est pas vous ? Appelez le { $hotline }.
sms-lost-notice =
    Un de vos numéros a été retrouvé depuis un autre téléphone, avec votre code.
    Ce n'est pas vous ? Appelez le { $hotline }.

## Où en est mon dossier

status-what = Quel dossier ?
status-what-receipt = Mon inscription { $id_name }
status-what-rsu = Inscrire mon ménage
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
status-issued-texted =
    Votre { $id_name } existe.
    Pour le recevoir, écrivez RECUP.
status-unknown =
    Rien n'est trouvé sous ce numéro.
    Vérifiez les 29 chiffres du reçu, ou allez à un bureau.
rsu-needs =
    Pour inscrire votre ménage, il faut :
    - le numéro { $id_name } de chaque membre du ménage
    - une preuve d'adresse
    - un téléphone
    - vos revenus et dépenses
    C'est gratuit, dans un bureau.
    Le registre n'est pas l'aide : chaque programme a ses conditions.
sms-errand = Votre demande { $ref } :
status-what-helped = Pour une personne que j'aide
help-who = Qui êtes-vous pour cette personne ?
help-relative = Un proche
help-agent = Un agent
help-by = Comment cette personne donne-t-elle son accord ?
help-by-code = Un code sur son téléphone
help-by-receipt = Elle est là, avec son reçu
help-receipt = Tapez les 29 chiffres du reçu de la personne. Ce téléphone est noté comme celui qui aide.
help-number = Tapez le numéro { $id_name } de la personne.
helped-code =
    Si l'inscription existe, un code arrive par SMS au téléphone de la personne.
    Si elle est d'accord, elle vous le dit. Tapez-le dans { $minutes ->
        [one] { $minutes } minute
       *[other] les { $minutes } minutes
    }.
sms-helped =
    Avec votre code, une personne qui vous aide a vu vos aides (téléphone finissant par { $ending }).
    Vous n'étiez pas d'accord ? Appelez le { $hotline }.

## Trouver un bureau

office-commune =
    Tapez les premières lettres de votre commune, ou leurs touches.
    Exemple : BAL ou 225
office-commune-texted = Écrivez le nom de votre commune, ou ses premières lettres.
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
    Vos réponses s'effacent à la fin, ou peu après une coupure.
    Votre { $id_name } ne va qu'au téléphone inscrit.
    Aucun agent ne demande vos codes. Ne les dites à personne.
    Pour voir vos données, les corriger ou refuser leur usage, appelez le { $hotline }.

## Annonces par SMS

menu-messages = Mes SMS
messages-are-on = Nous vous envoyons des annonces par SMS.
messages-are-off = Nous ne vous envoyons pas d'annonces par SMS.
messages-off = Ne plus en recevoir
messages-on = En recevoir
messages-read = Lire la dernière annonce
messages-check = Ce SMS vient-il de vous ?
messages-keep = Ne rien changer
announcement = Notre annonce du { $day } : { $words }
announcement-none = Nous ne vous avons envoyé aucune annonce.
message-code = Tapez les 6 chiffres écrits dans le SMS :
genuine-yes = Oui, c'est le code de notre annonce du { $day }. Nous ne demandons jamais votre code secret.
genuine-named = Oui, c'est le code de : { $title }, { $day }. Nous ne demandons jamais votre code secret.
genuine-no = Nous n'avons envoyé aucun message avec ce code. N'y répondez pas, n'ouvrez aucun lien. Appelez le { $hotline }
messages-kept = Rien n'a changé.
messages-stopped = Plus d'annonces par SMS. Vos codes et vos réponses arrivent toujours.
messages-started = Vous recevrez les annonces par SMS. Pour arrêter, composez le { $service_code }
messages-started-texted = Vous recevrez les annonces par SMS. Pour arrêter : MENU, puis Mes SMS.
sms-stopped = Plus d'annonces. Vos codes et vos réponses arrivent toujours. Pour en recevoir à nouveau : START.
sms-stopped-all = Plus aucun message de notre part, sauf vos codes et les réponses que vous demandez. Pour revenir : START.
sms-started = Vous recevrez les annonces par SMS. Pour arrêter, envoyez STOP.
sms-help = Envoyez { $id_name }, STATUT, BUREAU, PLAINTE, DONNEES ou LANGUE. Ou composez le { $service_code }. C'est gratuit.

## Réclamations

menu-grievance = Faire une réclamation
listed = { $name }
case-what = Réclamation :
case-new = Faire une réclamation
case-follow = Suivre ma réclamation
case-private = Parler à quelqu'un
case-group = De quoi s'agit-il ?
case-category = Plus précisément :
case-for = C'est pour qui ?
case-for-me = Pour moi
case-for-other = Pour une autre personne
case-wish = Que demandez-vous ?
case-wish-correct = Corriger une erreur
case-wish-explain = Une explication
case-wish-call = Qu'on m'appelle
case-words = Voulez-vous ajouter quelques mots ?
case-words-send = Non, c'est tout
case-words-add = Oui, écrire
case-text = Écrivez ce qui s'est passé, en peu de mots.
case-who = Comment suivre la réponse ?
case-with-phone = Avec ce téléphone (SMS)
case-with-pin = Sans nom, par code
case-pin-new = Choisissez 4 chiffres. Avec la référence, ils ouvriront votre dossier. Gardez-les pour vous.
case-opened =
    C'est enregistré.
    Référence : { $ref }
    Réponse avant le { $day }.
    Un SMS vous le rappelle.
case-opened-pin =
    C'est enregistré, sans votre nom.
    Référence : { $ref }
    Notez-la avec vos 4 chiffres.
    Réponse avant le { $day }, ici.
case-same =
    Vous avez déjà une demande pareille.
    Référence : { $ref }
    Elle suit son cours.
case-reference = Tapez la référence : 8 chiffres.
case-pin = Tapez les 4 chiffres que vous aviez choisis.
case-unknown =
    Rien ne s'ouvre avec ces chiffres.
    Vérifiez-les, ou utilisez le téléphone de la demande.
slip-reference = La référence a 8 chiffres. Tapez-la encore.
slip-pin = Tapez exactement 4 chiffres.
slip-phone = Ce numéro de téléphone est impossible. Tapez-le encore.
case-said = Réponse : { $said }
case-asked = Question : { $said }
case-is-received = Votre demande est reçue. Réponse avant le { $day }.
case-is-open = Votre demande est ouverte. Réponse avant le { $day }.
case-is-in_progress = Quelqu'un s'occupe de votre demande. Réponse avant le { $day }.
case-is-waiting_citizen = Nous attendons votre réponse.
case-is-resolved = Une réponse est donnée.
case-is-closed = Votre demande est fermée.
case-is-appealed = Une autre personne réexamine votre demande. Réponse avant le { $day }.
case-is-escalated = Votre demande est chez : { $owner }. Réponse avant le { $day }.
case-is-referred = Votre demande est transmise à : { $owner }. Réponse avant le { $day }.
case-do-message = Ajouter un message
case-do-answer = Répondre
case-do-appeal = Demander un réexamen
case-do-reopen = Rouvrir
case-do-escalate = Aller plus haut
case-do-withdraw = Retirer ma demande
case-do-rate = Donner mon avis
case-do-end = Terminer
case-message = Écrivez votre message, en peu de mots.
case-reason = Dites pourquoi, en peu de mots.
case-rate = La réponse vous convient-elle ?
case-star-5 = Tout à fait
case-star-4 = Plutôt oui
case-star-3 = Moyennement
case-star-2 = Plutôt non
case-star-1 = Pas du tout
case-message-done = Votre message est joint à la demande.
case-answer-done = Merci. Votre réponse est jointe à la demande.
case-appeal-done = C'est noté. Une autre personne réexaminera votre demande.
case-reopen-done = Votre demande est rouverte.
case-escalate-done = C'est noté. L'autorité compétente reçoit votre demande.
case-withdraw-done = Votre demande est retirée.
case-rate-done = Merci de votre avis.
case-do-helped = Dire si j'ai eu de l'aide
case-helped = Avez-vous eu de l'aide ?
case-helped-yes = Merci. Votre demande est fermée.
case-helped-no = Merci de l'avoir dit. Votre demande reste ouverte : quelqu'un la reprend.
case-gone = Ce n'est plus possible pour cette demande.
case-bye = Merci. Pour suivre, composez le { $service_code }
case-bye-texted = Merci. Pour suivre, écrivez PLAINTE.

sms-case-opened =
    Votre demande { $ref } est reçue. Réponse avant le { $day }.
    Pour suivre : { $service_code }
sms-slip =
    Référence : { $ref }
    { $name }
    { $address }
    { $hours }
sms-slip-phone =
    Référence : { $ref }
    { $name }
    { $address }
    { $hours }
    Tél. { $phone }
sms-slip-quiet = Référence : { $ref }
sms-call =
    C'est noté : { $ref }. Nous vous appelons avant le { $day }.
    Pour suivre : { $service_code }

## Aide et conseils

menu-guide = Aide et conseils
guide = Aide et conseils
guide-page = { $words }

# En privé : rien ici ne nomme le sujet. Le numéro est sur le premier écran.
private-what = Une personne vous écoute, gratuitement : { $helpline }
private-call = Qu'on m'appelle
private-exit = Quitter
private-phone = Sur quel téléphone appeler sans risque ?
private-this-phone = Celui-ci
private-other-phone = Un autre numéro
private-number = Tapez ce numéro.
private-hours = À quel moment ?
private-morning = Le matin
private-afternoon = L'après-midi
private-evening = Le soir
private-agreed = Une personne formée appellera. Aucun SMS ne sera envoyé. D'accord ?
private-agree = Oui, appelez-moi
private-noted = C'est noté. Merci.
private-harmless =
    Pour trouver un bureau, composez le { $service_code }
    C'est gratuit.
private-harmless-texted = Pour trouver un bureau, écrivez BUREAU.

## Ménage, programmes, cartes

status-what-household = Mon ménage
status-what-programmes = Mes aides
status-what-card = Une carte
status-of-then = Le registre ne répond pas en ce moment. Voici sa réponse du { $day }.
status-see = Voir
prove-by = D'abord, un code pour vous reconnaître :
prove-by-number = Avec mon { $id_name }
prove-by-sim = Avec cette SIM
prove-number = Tapez votre { $id_name }.
slip-identifier = Ce numéro { $id_name } est impossible. Vérifiez-le.
prove-code =
    Si l'inscription existe, un code de 6 chiffres arrive par SMS au téléphone inscrit.
    Tapez-le dans { $minutes ->
        [one] { $minutes } minute
       *[other] les { $minutes } minutes
    }.
household-undated =
    Votre ménage : { $size ->
        [one] { $size } personne
       *[other] { $size } personnes
    }.
household =
    Votre ménage : { $size ->
        [one] { $size } personne
       *[other] { $size } personnes
    }.
    Mis à jour le { $updated }.
household-band =
    Votre ménage : { $size ->
        [one] { $size } personne
       *[other] { $size } personnes
    }.
    Mis à jour le { $updated }.
    Niveau : { $band }, calculé le { $day }.
household-checked = Qui l'a vérifié
household-sources = Vérifié par :
household-source = { $name } : { $by }
household-correct =
    { $name }, vérifié par : { $by }.
    Une erreur ? Allez-y avec { $papers }, ou demandez ici le changement.
household-unknown =
    Aucun ménage n'est trouvé.
    Pour l'inscrire, allez à un bureau.
programmes = Vos aides :
programmes-none = Aucune aide n'est trouvée à votre nom.
programme-enrolled = { $name } : oui
programme-pending = { $name } : en cours
programme-refused = { $name } : non
programme-suspended = { $name } : en pause
programme-ended = { $name } : terminé
programme-covered = { $name } : oui
programme-not-covered = { $name } : non
programme-now-enrolled = { $name } : votre inscription est faite.
programme-now-pending = { $name } : votre demande est à l'étude.
programme-now-refused = { $name } : la demande n'est pas acceptée. Vous pouvez réclamer ici.
programme-now-suspended = { $name } : c'est en pause. Appelez le { $hotline }.
programme-now-ended = { $name } : c'est terminé.
programme-now-covered = { $name } : vous avez cette couverture.
programme-now-not-covered = { $name } : vous n'avez pas cette couverture.
programme-why =
    { $name } :
    { $why }.
    Pas d'accord ? Faites une réclamation, c'est gratuit.
programme-next-payment = { $name } : prochain paiement prévu le { $day }.
programme-next-distribution = { $name } : prochaine distribution prévue le { $day }.
programme-next-review = { $name } : prochain examen prévu le { $day }.
programme-next-until = { $name } : jusqu'au { $day }.
card-number = Tapez le numéro de la carte. Pour une lettre, tapez *
card-number-texted = Écrivez le numéro de la carte, avec sa lettre.
slip-card = Ce numéro de carte est impossible. Vérifiez-le.
card-valid = Carte { $name } : valable.
card-valid-until = Carte { $name } : valable jusqu'au { $day }.
card-expired = Carte { $name } : date dépassée.
card-blocked = Carte { $name } : bloquée. Allez à un bureau.
card-replaced = Carte { $name } : remplacée par une nouvelle.
card-unknown = Aucune carte n'est trouvée sous ce numéro.
agent-pin = Agents : tapez votre code PIN, 6 chiffres.
slip-agent-pin = Le code PIN a 6 chiffres. Tapez-le encore.
agent-card-valid = Carte { $name } : valable. { $initials }
agent-next = Une autre carte
agent-bye = Merci. Pour vérifier d'autres cartes, rappelez.

## Mon identité

data = Mes données :
data-how = Comment elles servent
data-usage = Qui a utilisé mon { $id_name }
data-lock = Bloquer mon { $id_name }
data-unlock = Débloquer mon { $id_name }
data-alias = Un numéro provisoire
data-lock-done = C'est bloqué. Personne ne peut plus prouver être vous par empreinte, visage ou données.
data-unlock-done = C'est débloqué.
data-alias-done = Un numéro provisoire part par SMS au téléphone inscrit.
data-refused = Ce n'est pas possible pour le moment. Allez à un bureau ou appelez le { $hotline }.
data-usage-none = Personne n'a utilisé votre { $id_name } ces derniers temps.
data-usage-line = { $day } : { $by }
data-usage-fine = Tout est normal
data-usage-done = Bien. Merci d'avoir vérifié.
data-learn = Nous aider à comprendre
learn-is-on = Vos messages non compris sont gardés, sans noms ni numéros.
learn-is-off = Garder vos messages que nous ne comprenons pas, sans noms ni numéros ?
learn-agree = Oui, les garder
learn-stop = Arrêter et effacer
learn-started = Merci. Vous pouvez arrêter quand vous voulez.
learn-stopped = Rien n'est plus gardé. Ce qui l'était est effacé.
data-accounts = Comptes reliés
accounts = Ces comptes parlent pour ce téléphone. Lequel n'est pas à vous ?
account-unlinked = Il ne parle plus pour ce téléphone. Ne donnez jamais un code reçu par SMS.
data-people = Ménages liés à ce téléphone
people = Inscrits avec ce téléphone (chef, personnes, commune). Lequel n'est pas à vous ?
people-none = Aucun ménage n'est inscrit avec ce téléphone.
data-erase = Effacer ce que vous gardez
erase-do = Effacer
erase-ask =
    Nous effaçons tout ce qui tient à ce téléphone : conversations, langue, accords, alertes, comptes reliés, phrases gardées.
    La loi oblige à garder vos réclamations, vos refus, les SMS un temps fixé, et une trace sans numéro.
erase-ask-here =
    Nous effaçons cette discussion et tout ce qui en dépend.
    La loi oblige à garder une réclamation faite ici, et une trace sans nom.
erase-done = C'est effacé. Vos réclamations et vos refus de SMS restent.
data-usage-odd = Ce n'était pas vous ? Bloquez votre { $id_name } ici et appelez le { $hotline }.
data-looked = Qui a vu mon dossier
data-looked-none = Personne n'a vu votre dossier ces derniers temps.
data-looked-odd = Cela ne vous semble pas normal ? Appelez le { $hotline }, ou faites une réclamation ici.
sms-alias =
    Votre numéro { $id_name } provisoire : { $number }
    Ce n'est pas vous ? Appelez le { $hotline }.

## Changer mes données

menu-update = Changer mes données
update-what = Que faut-il changer ?
update-phone = Tapez le nouveau numéro de téléphone.
update-family = Que s'est-il passé ?
update-birth = Une naissance
update-death = Un décès
update-marriage = Un mariage
update-divorce = Un divorce
update-arrival = Quelqu'un est arrivé
update-departure = Quelqu'un est parti
update-school = Cet enfant :
update-enrolled = va à l'école
update-left = ne va plus à l'école
update-sure = La demande ira à : { $owner }. Rien ne change avant son contrôle.
update-send = Envoyer
update-stop = Ne rien envoyer
update-stopped = D'accord. Rien n'est envoyé.
update-child = Quel enfant ? Tapez 1 pour l'aîné, 2 pour le suivant, etc.
update-another =
    Vous avez déjà une demande pareille : { $ref }
    Est-ce la même ?
update-same = La même
update-new = Une autre
update-clash =
    Une autre demande de ce genre est ouverte : { $ref }
    Pour la remplacer, retirez-la d'abord : Faire une réclamation, Suivre ma réclamation.
update-language-done = Nous vous écrivons désormais dans cette langue. Rien d'autre ne change dans votre dossier.
update-opened =
    Demande reçue : { $ref }
    Apportez à un bureau : { $papers }.
    Réponse avant le { $day }.
sms-update-phone =
    Un changement de téléphone est demandé pour votre dossier ({ $ref }).
    Ce n'est pas vous ? Appelez le { $hotline }.

## Orientation

menu-refer = Trouver de l'aide
refer-need = De quoi avez-vous besoin ?
refer-place = Quel service ?
refer-show =
    { $name }
    { $address }
    { $hours }
refer-show-phone =
    { $name }
    { $address }
    { $hours }
    Tél. { $phone }
refer-slip = Un bon par SMS
refer-call = Qu'on m'appelle
refer-none =
    Aucun service n'est connu près de là.
    Appelez le { $hotline }.
refer-slip-done =
    Montrez cette référence : { $ref }
    Un SMS vous la rappelle.
refer-call-done =
    C'est noté : { $ref }
    Un travailleur social appelle avant le { $day }.

## Nouvelles d'une demande

sms-case-question = Demande { $ref } : nous avons une question. Répondez par le { $service_code }
sms-case-reminder = Demande { $ref } : notre question attend votre réponse. Composez le { $service_code }
sms-case-note = Demande { $ref } : il y a du nouveau. Pour lire : { $service_code }
sms-case-answer = Demande { $ref } : une réponse est donnée. Pour lire, demander un réexamen ou donner votre avis : { $service_code }
sms-case-referred = Demande { $ref } : elle est transmise au service compétent. Pour suivre : { $service_code }
sms-case-late = Demande { $ref } : la réponse prend du retard. Vous pouvez aller plus haut : { $service_code }
sms-case-escalated = Demande { $ref } : elle est chez l'autorité compétente. Pour suivre : { $service_code }
sms-case-closed = Demande { $ref } : elle est fermée. Pour donner votre avis : { $service_code }
sms-case-helped = Demande { $ref } : avez-vous eu de l'aide ? Répondez 1 pour oui, 2 pour non, ou composez le { $service_code }

## Preuve au guichet, SIM, nouvelles du ménage

prove-by-agent = Au bureau, avec un agent
agent-code =
    Dites ce code à l'agent : { $code }
    Il est bon { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
agent-done = C'est fait
slip-agent-waits = L'agent n'a pas encore fini.
prove-by-link = Par un lien, sur ce téléphone
prove-link =
    Ouvrez ce lien, prouvez qui vous êtes,
    puis revenez ici.
    Il sert une seule fois, pendant { $minutes } minutes.
    { $url }
link-done = C'est fait
link-code = Plutôt un code par SMS
link-again = Un nouveau lien
link-seen =
    Tapez les 6 chiffres que la page vous a montrés.
    Ne les donnez à personne.
slip-link-waits = Ce n'est pas encore confirmé.
agent-not-proved =
    L'agent n'a pas pu vous reconnaître.
    Vous pouvez recommencer, ou venir avec vos papiers.
recover-new-sim =
    Cette SIM est trop récente. Pour vous protéger, utilisez votre reçu ou allez à un bureau.
watch-start = Me prévenir par SMS
watch-stop = Ne plus me prévenir
watch-started = C'est noté. Un SMS vous dira quand il y a du nouveau.
watch-stopped = C'est noté. Plus de SMS sur votre ménage.
watch-impossible = Ce n'est pas possible pour votre ménage.
sms-change = Il y a du nouveau pour votre ménage. Pour lire ou arrêter ces SMS : { $service_code }
sms-proof-done = Un agent vient de vérifier votre identité. Ce n'était pas vous ? Appelez le { $hotline }.
sms-proof-exception = Deux agents viennent de confirmer votre identité. Ce n'était pas vous ? Appelez le { $hotline }.
sms-proof-link = Votre identité vient d'être vérifiée par un lien. Ce n'était pas vous ? Appelez le { $hotline }.

## Parler à une personne, dans le chat

menu-human = Parler à quelqu'un
human-offer =
    Une personne peut vous répondre ici, par écrit. { $before ->
        [0] Personne n'attend avant vous.
        [one] { $before } personne attend avant vous.
       *[other] { $before } personnes attendent avant vous.
    }
    Elle lira ce que vous écrivez ici. Voulez-vous l'attendre ?
human-seen =
    Peut-elle voir aussi le dernier service utilisé et la fin de votre numéro de téléphone ?
human-waiting =
    { $before ->
        [0] Vous êtes au début de la file.
        [one] { $before } personne attend avant vous.
       *[other] { $before } personnes attendent avant vous.
    }
    Écrivez ici : tout sera lu. MENU pour revenir au guichet.
human-shut =
    On vous répond ici : { $hours }, sauf jours fériés.
    En attendant, que préférez-vous ?
human-nobody = Personne ne peut répondre en ce moment. Que préférez-vous ?
human-long = Trop de monde attend : { $before }. Que préférez-vous ?
human-call = Qu'on m'appelle
human-write = Laisser un message
human-phone = Quel numéro faut-il appeler ?
human-call-done =
    C'est noté : { $ref }
    On vous appelle avant le { $day }.
human-kept = C'est gardé pour la personne qui vous répondra. Attendent avant vous : { $before }.
human-claimed = Vous parlez maintenant avec une personne. MENU pour revenir au guichet.
human-moved = Une autre personne va vous répondre. Restez ici.
human-returned = La personne vous rend au guichet automatique.
human-closed = La personne a terminé. Vous êtes de nouveau avec le guichet automatique.
human-nobody-came = Personne n'a pu venir à temps, et nous le regrettons. Vous êtes de nouveau avec le guichet automatique.
human-silent = Sans message depuis longtemps, l'échange est terminé. Vous êtes de nouveau avec le guichet automatique.
slip-counter = Vous êtes de nouveau avec le guichet automatique.
## Messageries

phone-ask = Il faut votre numéro de téléphone.
phone-link = Relier mon téléphone
phone-number = Tapez votre numéro de mobile. Il reçoit un code par SMS.
phone-code = Tapez les 6 chiffres envoyés par SMS au { $phone }.
slip-mobile = Tapez un numéro de mobile de ce pays.
slip-phone-code = Code trop ancien. Un nouveau est envoyé.
sms-phone-code = { $code } relie votre téléphone à une discussion avec nous. Vous ne l'avez pas demandé ? Ne le dites à personne.
data-link = Relier mon téléphone
data-unlink = Ne plus relier mon téléphone
data-link-done = Votre téléphone est relié à cette discussion.
data-unlink-done = Votre téléphone n'est plus relié à cette discussion.
word-choose = Choisir
chat-words-only = Je lis seulement les nouveaux messages, en mots ou en chiffres.
chat-old-button = Ce bouton est ancien. Répondez à ceci :
chat-alone = Écrivez-moi en privé, pas dans un groupe.
