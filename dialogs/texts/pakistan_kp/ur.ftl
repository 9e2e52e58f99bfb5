### What the counter says in Khyber Pakhtunkhwa otherwise than ur.ftl. Rules and budgets: docs/translate.md

language-ask = زبان / Language
    .encoding = auto
rsu-needs =
    رجسٹری کے لیے چاہیے:
    - ہر بالغ کا { $id_name } نمبر
    - ہر بچے کا ب فارم
    - فون نمبر
    - آمدنی اور خرچ
    یہ دفتر میں مفت ہے۔
    رجسٹری امداد نہیں: ہر پروگرام کی اپنی شرطیں ہیں۔
office-commune =
    ضلع کے پہلے حروف یا ہندسے لکھیں۔
    جیسے MARDAN: MAR یا 627
office-commune-texted = ضلع کا نام یا اس کے پہلے حروف لکھیں۔
