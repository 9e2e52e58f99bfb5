### Ce que le guichet dit à Djibouti autrement que fr.ftl. Règles et budgets : docs/translate.md

language-ask = Langue/Luqad/Af/اللغة
    .encoding = auto
recover-consent =
    Nous cherchons votre { $id_name } au Registre Social avec cette SIM ou votre reçu.
    Un code ira au téléphone inscrit. D'accord ?
recover-declined =
    D'accord. Rien n'a été demandé au Registre Social.
    Vous pouvez aussi aller à un guichet social : c'est gratuit.
recover-other =
    Rien trouvé avec cette SIM et ces chiffres.
    Envoyez RECUP pour chercher autrement.
recover-papers =
    Au guichet social, apportez vos papiers ou le livret PNSF.
    Sans papiers : venez quand même, on vous aide.
    C'est gratuit.
status-what-rsu = S'inscrire au Registre Social
rsu-needs =
    Pour s'inscrire au Registre Social :
    - venez avec les membres du ménage
    - les papiers que vous avez
    - votre adresse
    - un téléphone
    C'est gratuit, au guichet social.
    Le registre n'est pas l'aide : chaque programme a ses conditions.
office-commune =
    Tapez les premières lettres de votre commune ou ville, ou leurs touches.
    Exemple pour Balbala : BAL ou 225
office-commune-texted = Écrivez le nom de votre commune ou ville, ou ses premières lettres.
sms-help = Envoyez RECUP, STATUT, BUREAU, PLAINTE, DONNEES ou LANGUE. Ou composez le { $service_code }. C'est gratuit.
household-unknown =
    Aucun ménage n'est trouvé.
    Pour l'inscrire, allez à un guichet social.
