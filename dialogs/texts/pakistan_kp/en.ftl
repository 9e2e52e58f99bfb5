### What the counter says in Khyber Pakhtunkhwa otherwise than en.ftl. Rules and budgets: docs/translate.md

menu = One window: what do you need?
language-ask = زبان / Language
    .encoding = auto
status-what = What do you want to see?
rsu-needs =
    To be in the registry you need:
    - the CNIC of each adult
    - the B-Form of each child
    - a phone
    - what you earn and spend
    It is free, at an office.
    The registry is not the aid: each programme has its own conditions.
office-commune =
    Type the first letters of your district, or their keys.
    Example for Mardan: MAR or 627
office-commune-texted = Write the name of your district, or its first letters.
privacy =
    We keep your language, your consents and a record of your requests, to serve you and prevent fraud.
    Your answers are erased at the end, or soon after if you stop before.
    Your programmes are shown after a code only. Tell your codes to nobody.
    To see your data, correct it or refuse its use, call { $hotline }.
sms-help = Text STATUS, OFFICE, COMPLAINT, DATA or LANGUAGE. Or dial { $service_code }. It is free.
