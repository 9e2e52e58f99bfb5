### Ce que le guichet dit au Maroc autrement que fr.ftl. Règles et budgets : docs/translate.md

language-ask = لغة / Langue
    .encoding = auto
recover-consent =
    Nous cherchons votre { $id_name } au RNP avec cette SIM ou votre reçu.
    Un code ira au téléphone inscrit. D'accord ?
recover-declined =
    D'accord. Rien n'a été demandé au RNP.
    Vous pouvez aussi aller à un bureau : c'est gratuit.
recover-papers =
    Au bureau, apportez votre CIN ou un acte de naissance.
    Sans papiers : venez avec 2 témoins inscrits au RNP.
    C'est gratuit.
status-what-rsu = S'inscrire au RSU
rsu-needs =
    Pour s'inscrire au RSU, il faut :
    - le numéro { $id_name } de chaque membre du ménage
    - une preuve d'adresse
    - un téléphone
    - vos revenus et dépenses
    C'est gratuit, à l'annexe, au caïdat ou sur rsu.ma
    Le RSU n'est pas l'aide : chaque programme a ses conditions.
office-commune =
    Tapez les premières lettres de votre commune, ou leurs touches.
    Exemple pour Rabat : RAB ou 722
privacy =
    Nous gardons votre langue, vos accords et la trace de vos demandes, pour vous servir et éviter la fraude.
    Vos réponses s'effacent à la fin, ou peu après une coupure.
    Votre { $id_name } ne va qu'au téléphone inscrit.
    Aucun agent ne demande vos codes. Ne les dites à personne.
    Loi 09-08 : pour voir vos données, les corriger ou refuser leur usage, appelez le { $hotline }.
status-what-household = Mon ménage (RSU)
household-unknown =
    Aucun ménage n'est trouvé.
    Pour l'inscrire, allez à un bureau ou sur rsu.ma
