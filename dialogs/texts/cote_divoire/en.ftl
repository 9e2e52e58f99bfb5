### What the counter says in Côte d'Ivoire otherwise than en.ftl. Rules and budgets: docs/translate.md

menu = Social services: what do you need?
language-ask = Langue / Language
    .encoding = auto
office-commune =
    Type the first letters of your commune, or their keys.
    Example for Abobo: ABO or 226
privacy =
    We keep your language, your consents and a record of your requests, to serve you and prevent fraud.
    Your answers are erased at the end, or soon after if you stop before.
    No agent asks for your codes. Tell them to nobody.
    Law 2013-450: to see your data, correct it or refuse its use, call { $hotline }.
sms-help = Text REFERRAL, OFFICE, COMPLAINT, DATA or LANGUAGE. Or dial { $service_code }. It is free.
