### What the counter says in Djibouti otherwise than ar.ftl. Rules and budgets: docs/translate.md

# Months in dates are written as in this region.
locale = ar-DJ

language-ask = Langue/Luqad/Af/اللغة
    .encoding = auto
recover-declined =
    حسنا، لم نطلب شيئا من السجل الاجتماعي.
    يمكنك أيضا زيارة مكتب مجانا.
recover-papers =
    أحضر أوراقك أو دفتر PNSF إلى المكتب.
    بدون أوراق: تعال، نساعدك. مجانا.
status-what-rsu = التسجيل في السجل
rsu-needs =
    للتسجيل في السجل الاجتماعي:
    - تعال مع أفراد الأسرة
    - ما لديك من أوراق
    - عنوانك
    - رقم هاتف
    مجانا في المكتب الاجتماعي.
    السجل ليس هو المساعدة: لكل برنامج شروطه.
office-commune =
    اكتب أول حروف مدينتك أو أرقامها.
    مثال: BAL أو 225
office-commune-texted = اكتب اسم مدينتك أو أول حروفه.
recover-other =
    لم نجد شيئا بهذه الشريحة وهذه الأرقام.
    أرسل رقمي للبحث بطريقة أخرى.
