### Ce que le guichet dit en Côte d'Ivoire autrement que fr.ftl. Règles et budgets : docs/translate.md

menu = Services sociaux : que cherchez-vous ?
language-ask = Langue / Language
    .encoding = auto
office-commune =
    Tapez les premières lettres de votre commune, ou leurs touches.
    Exemple pour Abobo : ABO ou 226
privacy =
    Nous gardons votre langue, vos accords et la trace de vos demandes, pour vous servir et éviter la fraude.
    Vos réponses s'effacent à la fin, ou peu après une coupure.
    Aucun agent ne demande vos codes. Ne les dites à personne.
    Loi 2013-450 : pour voir vos données, les corriger ou refuser leur usage, appelez le { $hotline }.
sms-help = Envoyez ORIENTATION, BUREAU, PLAINTE, DONNEES ou LANGUE. Ou composez le { $service_code }. C'est gratuit.
