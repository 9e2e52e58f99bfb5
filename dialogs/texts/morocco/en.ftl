### What the counter says in Morocco otherwise than en.ftl. Rules and budgets: docs/translate.md

language-ask = لغة / Langue
    .encoding = auto
recover-consent =
    To find your { $id_name } we ask the RNP with this SIM or your receipt.
    A code goes to the enrolled phone. Do you agree?
recover-declined =
    All right. Nothing was asked of the RNP.
    You can also go to an office: it is free.
recover-papers =
    At the office, bring your CIN card or a birth certificate.
    No papers? Come with 2 witnesses registered in the RNP.
    It is free.
status-what-rsu = Register in the RSU
rsu-needs =
    To register in the RSU you need:
    - the { $id_name } number of each household member
    - a proof of address
    - a phone
    - your income and expenses
    It is free, at the annexe, the caidat or on rsu.ma
    The RSU is not the aid: each programme has its own conditions.
office-commune =
    Type the first letters of your commune, or their keys.
    Example for Rabat: RAB or 722
privacy =
    We keep your language, your consents and a record of your requests, to serve you and prevent fraud.
    Your answers are erased at the end, or soon after if you stop before.
    Your { $id_name } goes only to the enrolled phone.
    No agent asks for your codes. Tell them to nobody.
    Law 09-08: to see your data, correct it or refuse its use, call { $hotline }.
status-what-household = My household (RSU)
household-unknown =
    No household was found.
    To register it, go to an office or to rsu.ma
