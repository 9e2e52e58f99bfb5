### What the counter says in Djibouti otherwise than aa.ftl. Rules and budgets: docs/translate.md

language-ask = Langue/Luqad/Af/اللغة
    .encoding = auto
recover-papers =
    Biiro ku waraqat hinnay PNSF buuk bey.
    Waraqat malitto? Tonnaah amo, koo catnah.
    Lakqo mali.
status-what-rsu = Diiwaanal culus
rsu-needs =
    Diiwaanal culsuh:
    - buxah mara luk amo
    - lito waraqat
    - qari arac
    - taliifoon
    Lakqo mali, biirol.
    Diiwaan cato hinna: inki programme isi sharti le.
office-commune =
    Ku magaalah naharsi xarfitte uktub, hinnay keenih furiyya.
    Balbala: BAL hinnay 225
office-commune-texted = Ku magaalah migaq hinnay naharsi xarfitte uktub.
