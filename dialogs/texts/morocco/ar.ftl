### What the counter says in Morocco otherwise than ar.ftl. Rules and budgets: docs/translate.md

# Months in dates are written as in this region: غشت، شتنبر، نونبر، دجنبر.
locale = ar-MA

language-ask = لغة / Langue
recover-declined =
    حسنا، لم نطلب شيئا من السجل الوطني.
    يمكنك أيضا زيارة مكتب مجانا.
recover-papers =
    أحضر إلى المكتب البطاقة الوطنية أو عقد الازدياد.
    أو شاهدين مسجلين. مجانا.
status-what-rsu = التسجيل في RSU
rsu-needs =
    ما يلزم للسجل الموحد:
    - رقم { $id_name } لكل أفراد الأسرة
    - ما يثبت العنوان
    - رقم هاتف
    - دخل ومصاريف الأسرة
    مجانا في الملحقة أو القيادة أو rsu.ma
    السجل ليس هو الدعم: لكل برنامج شروطه.
office-commune =
    اكتب أول حروف جماعتك أو أرقامها.
    مثال: رباط أو RAB أو 722
office-commune-texted = اكتب اسم جماعتك أو أول حروفه.
privacy =
    نحفظ لغتك وموافقتك وأثر طلباتك لخدمتك ومنع الغش.
    تمحى أجوبتك في النهاية. لا نطلب رموزك أبدا.
    رقمك يصل الهاتف المسجل فقط. لا تعط رموزك لأحد.
    القانون 09.08: لك الاطلاع والتصحيح. هاتف { $hotline }
status-what-household = أسرتي (السجل)
household-unknown =
    لم نجد أي أسرة.
    للتسجيل زر مكتبا أو rsu.ma
