### الشباك بالعربية. القواعد والحدود والمراجعة: docs/translate.md
### Every text may use $id_name, $service_code, $short_code and $hotline.
### Right to left without control characters: $service_code stands on a line of its own, and $masked follows $id_name,
### whose Latin letters keep the stars between the digits in place.

# Months in dates are written as in this region: غشت، شتنبر، نونبر، دجنبر.
locale = ar-MA
# gsm7: sent without the accents that the GSM alphabet lacks. auto: sent as written.
encoding = auto

## القائمة واللغة

menu = خدماتنا
menu-recover = استرجاع { $id_name }
menu-status = تتبع ملفي
menu-offices = مكتب قريب
menu-privacy = معطياتي
menu-language = اللغة / Langue
language-ask = اللغة / Langue / Language
    .encoding = auto
language-ar = العربية
language-fr = Français
language-en = English
language-done = تم تغيير اللغة.
resume-offer = لديك طلب لم يكتمل.
resume-continue = متابعة الطلب
resume-again = البدء من جديد

word-more = المزيد
word-back = رجوع
word-home = القائمة

## ماذا تكتب

slip-choice = اكتب رقما من { $least } إلى { $most }.
slip-empty = لم يصل شيء. اكتب جوابك.
slip-receipt = في الوصل 29 رقما. كتبت { $count }.
slip-receipt-form = هذا الرقم غير ممكن. راجع أرقام الوصل (29).
slip-code = اكتب أرقام الرمز الستة.
slip-no-back = تمت هذه الخطوة. لا رجوع عنها.
slip-commune = لم نجد المكان. أعد كتابة أول الحروف.
slip-too-long = النص طويل. اكتب أقل.
slip-number = اكتب { $number } للمتابعة أو 0 للرجوع.

## ما قد يحدث في كل مكان

busy =
    الخدمة لا تجيب الآن. لم يضع أي شيء.
    بعد بضع دقائق اطلب:
    { $service_code }
moved =
    تم تحديث الخدمة. للبدء من جديد اطلب:
    { $service_code }
session-over =
    انتهت هذه الجلسة. اطلب من جديد:
    { $service_code }
wait =
    طلبك قيد المعالجة.
    بعد دقيقة اطلب من جديد:
    { $service_code }
errand-promised =
    الجواب يحتاج وقتا أطول.
    سنرسله في رسالة قصيرة.
    مرجع الطلب: { $ref }
errand-pending =
    طلبك { $ref } ما زال قيد المعالجة.
    سنجيبك برسالة قصيرة.
errand-failed = لم يجب السجل. أعد الطلب من فضلك.
errand-ready = جواب طلبك { $ref }:
make-sure = للمتابعة اكتب { $number }
not-allowed =
    هذه الخدمة غير ممكنة بهذا الهاتف.
    زر مكتبا أو اتصل بالرقم { $hotline }
locked =
    محاولات كثيرة. لحمايتك، الخدمة مغلقة { $minutes ->
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $minutes } دقائق
       *[other] { $minutes } دقيقة
    }.
    بعد ذلك اطلب:
    { $service_code }

## استرجاع الرقم

# Consent is one screen: with its options and the way back, one page of 66.
recover-consent = نبحث عن رقمك في السجل الوطني ونرسل رمزا. موافق؟
consent-yes = نعم
consent-no = لا
recover-declined =
    حسنا، لم نطلب شيئا من السجل الوطني.
    يمكنك أيضا زيارة مكتب مجانا.
recover-way = كيف نجد رقمك؟
recover-way-sim = بهذه الشريحة
recover-way-receipt = بوصل التسجيل
recover-way-papers = لا شيء منهما
recover-receipt = اكتب أرقام وصل التسجيل، وعددها 29.
recover-code =
    إن وجد تسجيل، يصل هاتفه المسجل رمز من 6 أرقام.
    اكتبه خلال { $minutes ->
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $minutes } دقائق
       *[other] { $minutes } دقيقة
    }.
    إن أغلقت الشاشة اطلب:
    { $service_code }
recover-code-again = اكتب الأرقام الستة الواردة في الرسالة.
slip-code-wrong = الرمز خاطئ. { $left ->
        [zero] لم تبق أي محاولة.
        [one] بقيت محاولة واحدة.
        [two] بقيت محاولتان.
        [few] بقيت { $left } محاولات.
       *[other] بقيت { $left } محاولة.
    }
slip-code-expired = الرمز قديم. إن وجد تسجيل، نرسل رمزا جديدا.
recover-locked =
    رموز خاطئة كثيرة. الخدمة مغلقة { $minutes ->
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $minutes } دقائق
       *[other] { $minutes } دقيقة
    } لحمايتك.
    يمكنك أيضا زيارة مكتب بأوراقك.
recover-sent =
    وجدنا رقمك.
    { $id_name }: { $masked }
    نرسله كاملا إلى الهاتف المسجل.
recover-papers =
    أحضر إلى المكتب البطاقة الوطنية أو عقد الازدياد.
    أو شاهدين مسجلين. مجانا.
papers-office = البحث عن مكتب
papers-end = إنهاء

sms-recover-number =
    { $id_name }: { $number }
    لا تعط رموزك لأي أحد.
    لم تطلبه؟ اتصل بالرقم { $hotline }
sms-recover-notice =
    تم استرجاع رقم { $id_name } الخاص بك من هاتف آخر باستعمال رمزك.
    لست صاحب الطلب؟ اتصل بالرقم { $hotline }

## أين وصل ملفي

status-what = أي ملف؟
status-what-receipt = ملف { $id_name }
status-what-rsu = السجل الاجتماعي الموحد
status-receipt = اكتب أرقام وصل التسجيل، وعددها 29.
status-received =
    توصلنا بتسجيلك ولم تبدأ معالجته بعد.
    احتفظ بالوصل.
status-processing =
    تسجيلك قيد المعالجة.
    احتفظ بالوصل.
status-rejected =
    لم يقبل تسجيلك.
    عد إلى المكتب مع الوصل وأوراقك. مجانا.
status-issued =
    رقم { $id_name } موجود.
    للحصول عليه اكتب 1 بعد طلب:
    { $service_code }
status-unknown =
    لم نجد شيئا بهذا الرقم.
    راجع أرقام الوصل (29) أو زر مكتبا.
rsu-needs =
    ما يلزم للسجل الموحد:
    - رقم { $id_name } لكل أفراد الأسرة
    - ما يثبت العنوان
    - رقم هاتف
    - دخل ومصاريف الأسرة
    مجانا في الملحقة أو القيادة أو rsu.ma
    السجل ليس هو الدعم: لكل برنامج شروطه.
sms-errand = طلبك { $ref }:

## البحث عن مكتب

office-commune =
    اكتب أول حروف جماعتك أو أرقامها.
    مثال: رباط أو RAB أو 722
office-which = أي مكان؟
# Only the name: with the region an Arabic page would hold a single place. The profile keeps names unique.
office-commune-option = { $name }
office-option = { $name }
office-show =
    { $name }
    { $address }
    { $hours }
office-show-phone =
    { $name }
    { $address }
    { $hours }
    هاتف: { $phone }

## معطياتي

privacy =
    نحفظ لغتك وموافقتك وأثر طلباتك لخدمتك ومنع الغش.
    تمحى أجوبتك بعد المكالمة. لا نطلب رموزك أبدا.
    رقمك يصل الهاتف المسجل فقط. لا تعط رموزك لأحد.
    القانون 09.08: لك الاطلاع والتصحيح. هاتف { $hotline }

## الإعلانات بالرسائل القصيرة

menu-messages = رسائلي
messages-are-on = نرسل إليك إعلانات.
messages-are-off = لا نرسل إليك إعلانات.
messages-off = أوقفوا الإرسال
messages-on = أريد الإعلانات
messages-keep = لا تغيير
messages-kept = لم يتغير شيء.
messages-stopped = توقفت الإعلانات. رموزك وأجوبتك تصلك دائما.
messages-started =
    ستصلك الإعلانات. لإيقافها اطلب:
    { $service_code }
sms-stopped = توقفت الإعلانات. رموزك وأجوبتك تصلك دائما. للعودة أرسل START
sms-started = ستصلك الإعلانات. لإيقافها أرسل STOP
sms-help =
    أرسل: رقمي، ملفي، مكتب، معطياتي أو لغة.
    أو اطلب مجانا:
    { $service_code }
