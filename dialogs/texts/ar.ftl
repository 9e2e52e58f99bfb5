### الشباك بالعربية. القواعد والحدود والمراجعة: docs/translate.md
### Every text may use $id_name, $service_code, $short_code and $hotline.
### Right to left without control characters: $service_code stands on a line of its own, and $masked follows $id_name,
### whose Latin letters keep the stars between the digits in place.

# Months in dates are written as in this region.
locale = ar
# gsm7: sent without the accents that the GSM alphabet lacks. auto: sent as written.
encoding = auto

## القائمة واللغة

menu = اختر:
menu-recover = استرجاع { $id_name }
menu-status = ملفي ودعمي
menu-offices = مكتب قريب
menu-privacy = معطياتي
menu-language = اللغة / Langue
language-ask = اللغة / Langue / Language
    .encoding = auto
language-ar = العربية
language-fr = Français
language-en = English
language-so = Soomaali
language-aa = Qafar af
language-zgh = ⵜⴰⵎⴰⵣⵉⵖⵜ
language-zgh-Latn = Tamazight
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
slip-code = في الرمز 6 أرقام. اكتبه من جديد.
slip-no-back = تمت هذه الخطوة. لا رجوع عنها.
slip-commune = لم نجد المكان. أعد كتابة أول الحروف.
slip-too-long = النص طويل. اكتب أقل.
slip-number = اكتب { $number } للمتابعة أو 0 للرجوع.

## بالكلمات

slip-lost = لم أفهم. اختر من القائمة.
chat-help = اكتب رقما أو بضع كلمات. 0 للرجوع.
chat-stopped = انتهت هذه المحادثة. اكتب متى شئت.
assistant-said = { $said }
did-you-mean = هل تقصد:
mean-none = شيء آخر
heard-right = قلت: { $said }. هل هذا صحيح؟
heard-and = { $one }، { $more }
heard-date = التاريخ { $day }
heard-year = سنة { $year }
heard-place = في { $place }
heard-phone = الهاتف { $number }
heard-number = الرقم { $number }
heard-ending = الرقم الذي آخره { $ending }
heard-name = الاسم { $name }

## ما قد يحدث في كل مكان

busy =
    الخدمة لا تجيب الآن. لم يضع أي شيء.
    بعد بضع دقائق اطلب:
    { $service_code }
busy-texted =
    الخدمة لا تجيب الآن. لم يضع أي شيء.
    اكتب لنا من جديد بعد بضع دقائق.
moved =
    تم تحديث الخدمة. للبدء من جديد اطلب:
    { $service_code }
moved-texted =
    تم تحديث الخدمة.
    للبدء من جديد اكتب: القائمة
session-over =
    انتهت هذه الجلسة. اطلب من جديد:
    { $service_code }
session-over-texted =
    انتهت هذه المحادثة.
    للبدء من جديد اكتب: القائمة
wait =
    طلبك قيد المعالجة.
    بعد دقيقة اطلب من جديد:
    { $service_code }
wait-texted =
    طلبك قيد المعالجة.
    اكتب لنا من جديد بعد دقيقة.
come-again = حسنا. عد متى شئت.
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
locked-texted =
    محاولات كثيرة. لحمايتك، الخدمة مغلقة { $minutes ->
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $minutes } دقائق
       *[other] { $minutes } دقيقة
    }.
    بعد ذلك اكتب لنا من جديد.

## استرجاع الرقم

# Consent is one screen: with its options and the way back, one page of 66.
recover-consent = نطلب رقمك من السجل ونرسل رمزا. موافق؟
consent-yes = نعم
consent-no = لا
recover-declined =
    حسنا، لم نطلب شيئا من السجل.
    يمكنك أيضا زيارة مكتب مجانا.
recover-way = كيف نجد رقمك؟
recover-way-sim = بهذه الشريحة
recover-way-receipt = بوصل التسجيل
recover-way-papers = لا شيء منهما
recover-receipt = اكتب أرقام وصل التسجيل، وعددها 29.
recover-digits = اكتب آخر أرقام رقمك، 4 على الأقل.
slip-last-digits = اكتب من 4 إلى 8 أرقام.
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
recover-code-texted =
    إن وجد تسجيل، يصل هاتفه المسجل رمز من 6 أرقام.
    اكتبه خلال { $minutes ->
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $minutes } دقائق
       *[other] { $minutes } دقيقة
    }.
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
recover-other =
    لم نجد شيئا بهذه الشريحة وهذه الأرقام.
    أرسل { $id_name } للبحث بطريقة أخرى.
recover-papers =
    أحضر إلى المكتب وثيقة هوية أو شهادة ميلاد.
    بدون أوراق: اسأل المكتب. مجانا.
papers-office = البحث عن مكتب
papers-end = إنهاء

sms-recover-number =
    { $id_name }: { $number }
    لا تعط رموزك لأي أحد.
    لم تطلبه؟ اتصل بالرقم { $hotline }
sms-recover-notice =
    تم استرجاع رقم { $id_name } الخاص بك من هاتف آخر باستعمال رمزك.
    لست صاحب الطلب؟ اتصل بالرقم { $hotline }
recover-other-number = رقم آخر
recover-lost = أي رقم فقدت؟
recover-lost-household = رقم أسرتي
recover-lost-consent = نطلبه من السجل ونرسل رمزا. موافق؟
recover-lost-sent =
    وجدنا الرقم.
    No: { $masked }
    نرسله كاملا إلى الهاتف المسجل.
recover-lost-none =
    لم نجد هذا الرقم.
    زر مكتبا أو اتصل بالرقم { $hotline }
papers-shared = هاتف الأسرة
recover-born = اكتب سنة ميلادك، 4 أرقام.
slip-born = اكتب سنة ميلادك، مثلا 1985.
sms-lost-household =
    رقم أسرتك: { $number }
    لا تعط رموزك لأي أحد.
    لم تطلبه؟ اتصل بالرقم { $hotline }
sms-lost-card =
    بطاقة { $name }: { $number }
    لا تعط رموزك لأي أحد.
    لم تطلبه؟ اتصل بالرقم { $hotline }
sms-lost-notice =
    تم استرجاع أحد أرقامك من هاتف آخر باستعمال رمزك.
    لست صاحب الطلب؟ اتصل بالرقم { $hotline }

## أين وصل ملفي

status-what = أي ملف؟
status-what-receipt = ملف { $id_name }
status-what-rsu = تسجيل أسرتي
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
status-issued-texted =
    رقم { $id_name } موجود.
    للحصول عليه اكتب: استرجاع
status-unknown =
    لم نجد شيئا بهذا الرقم.
    راجع أرقام الوصل (29) أو زر مكتبا.
rsu-needs =
    ما يلزم لتسجيل الأسرة:
    - رقم { $id_name } لكل أفراد الأسرة
    - ما يثبت العنوان
    - رقم هاتف
    - دخل ومصاريف الأسرة
    مجانا في المكتب.
    السجل ليس هو الدعم: لكل برنامج شروطه.
sms-errand = طلبك { $ref }:
status-what-helped = لشخص أساعده
help-who = من أنت لهذا الشخص؟
help-relative = قريب
help-agent = موظف
help-by = كيف يوافق هذا الشخص؟
help-by-code = رمز في هاتفه
help-by-receipt = هو معي بوصله
help-receipt = اكتب أرقام وصله (29). نسجل هاتفك كمساعد.
help-number = اكتب رقم { $id_name } لهذا الشخص.
helped-code =
    إن وجد تسجيل، يصل رمز إلى هاتفه.
    إن وافق يقوله لك. اكتبه خلال { $minutes ->
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $minutes } دقائق
       *[other] { $minutes } دقيقة
    }.
sms-helped =
    اطلع من يساعدك على الدعم برمزك (هاتف ينتهي بـ { $ending }).
    لم توافق؟ اتصل بالرقم { $hotline }

## البحث عن مكتب

office-commune =
    اكتب أول حروف منطقتك أو أرقامها.
    مثال: BAL أو 225
office-commune-texted = اكتب اسم منطقتك أو أول حروفه.
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
    تمحى أجوبتك في النهاية. لا نطلب رموزك أبدا.
    رقمك يصل الهاتف المسجل فقط. لا تعط رموزك لأحد.
    لرؤية معطياتك أو تصحيحها: هاتف { $hotline }

## الإعلانات بالرسائل القصيرة

menu-messages = رسائلي
messages-are-on = نرسل إليك إعلانات.
messages-are-off = لا نرسل إليك إعلانات.
messages-off = أوقفوا الإرسال
messages-on = أريدها
messages-read = آخر إعلان
messages-check = هل الرسالة منكم؟
messages-keep = لا تغيير
announcement = إعلاننا بتاريخ { $day }: { $words }
announcement-none = لم نرسل إليك أي إعلان.
message-code = اكتب الأرقام الستة المكتوبة في الرسالة:
genuine-yes =
    نعم، هذا رمز إعلاننا بتاريخ { $day }.
    لا نطلب رمزك السري أبدا.
genuine-named =
    نعم، هذا رمز إعلاننا:
    { $title }
    { $day }
    لا نطلب رمزك السري أبدا.
genuine-no =
    لم نرسل رسالة بهذا الرمز. لا تجب عليها.
    اتصل بالرقم { $hotline }
messages-kept = لم يتغير شيء.
messages-stopped = توقفت الإعلانات. رموزك وأجوبتك تصلك دائما.
messages-started =
    ستصلك الإعلانات. لإيقافها اطلب:
    { $service_code }
messages-started-texted =
    ستصلك الإعلانات.
    لإيقافها اكتب: القائمة، ثم اختر: رسائلي
sms-stopped = توقفت الإعلانات. رموزك وأجوبتك تصلك دائما. للعودة أرسل START
sms-stopped-all = لن تصلك رسائل منا، إلا رموزك وأجوبة ما تطلبه. للعودة أرسل START
sms-started = ستصلك الإعلانات. لإيقافها أرسل STOP
sms-help =
    أرسل: رقمي، ملفي، مكتب، شكاية، معطياتي أو لغة.
    أو اطلب مجانا:
    { $service_code }

## الشكايات

menu-grievance = تقديم شكاية
listed = { $name }
case-what = الشكايات
case-new = شكاية جديدة
case-follow = تتبع شكايتي
case-private = التحدث مع شخص
case-group = ما الموضوع؟
case-category = بالتحديد:
case-for = لمن هذا الطلب؟
case-for-me = لي
case-for-other = لشخص آخر
case-wish = ماذا تطلب؟
case-wish-correct = تصحيح خطأ
case-wish-explain = توضيح
case-wish-call = اتصلوا بي
case-words = هل تضيف كلمات قليلة؟
case-words-send = لا، هذا كل شيء
case-words-add = نعم، أكتب
case-text = اكتب ما حدث في كلمات قليلة.
case-who = كيف تتابع الجواب؟
case-with-phone = بهذا الهاتف، برسالة
case-with-pin = دون اسم، برمز
case-pin-new = اختر 4 أرقام تفتح بها ملفك مع المرجع. لا تعطها لأحد.
case-opened =
    تم تسجيل طلبك.
    المرجع: { $ref }
    الجواب قبل { $day }
    ستصلك رسالة للتذكير.
case-opened-pin =
    تم التسجيل دون اسمك.
    المرجع: { $ref }
    احفظه مع أرقامك الأربعة.
    الجواب هنا قبل { $day }
case-same =
    لديك طلب مماثل.
    المرجع: { $ref }
    ما زال قيد المعالجة.
case-reference = اكتب المرجع: 8 أرقام.
case-pin = اكتب الأرقام الأربعة التي اخترتها.
case-unknown =
    لا شيء يفتح بهذه الأرقام.
    راجعها أو استعمل هاتف الطلب.
slip-reference = في المرجع 8 أرقام. اكتبه من جديد.
slip-pin = اكتب 4 أرقام بالضبط.
slip-phone = رقم الهاتف غير ممكن. أعد كتابته.
case-said = الجواب: { $said }
case-asked = السؤال: { $said }
case-is-received = توصلنا بطلبك. الجواب قبل { $day }
case-is-open = طلبك مفتوح. الجواب قبل { $day }
case-is-in_progress = طلبك قيد المعالجة. الجواب قبل { $day }
case-is-waiting_citizen = ننتظر جوابك.
case-is-resolved = هناك جواب على طلبك.
case-is-closed = طلبك مغلق.
case-is-appealed = شخص آخر يراجع طلبك. الجواب قبل { $day }
case-is-escalated = الطلب لدى: { $owner }. الجواب قبل { $day }
case-is-referred = أحيل الطلب إلى: { $owner }. الجواب قبل { $day }
case-do-message = إضافة رسالة
case-do-answer = الإجابة
case-do-appeal = طلب مراجعة
case-do-reopen = إعادة الفتح
case-do-escalate = إلى جهة أعلى
case-do-withdraw = سحب الطلب
case-do-rate = إبداء الرأي
case-do-end = إنهاء
case-message = اكتب رسالتك في كلمات قليلة.
case-reason = قل لماذا في كلمات قليلة.
case-rate = هل يرضيك الجواب؟
case-star-5 = نعم، تماما
case-star-4 = نعم
case-star-3 = إلى حد ما
case-star-2 = قليلا
case-star-1 = لا
case-message-done = أضيفت رسالتك إلى الطلب.
case-answer-done = شكرا. أضيف جوابك إلى الطلب.
case-appeal-done = حسنا. شخص آخر سيراجع طلبك.
case-reopen-done = فتح طلبك من جديد.
case-escalate-done = حسنا. تتوصل الجهة المختصة بطلبك.
case-withdraw-done = تم سحب طلبك.
case-rate-done = شكرا على رأيك.
case-do-helped = هل حصلت على مساعدة؟
case-helped = هل حصلت على مساعدة؟
case-helped-yes = شكرا. تم إغلاق طلبك.
case-helped-no =
    شكرا لإخبارنا.
    طلبك مفتوح وسننظر فيه من جديد.
case-gone = لم يعد هذا ممكنا لهذا الطلب.
case-bye =
    شكرا. للمتابعة اطلب:
    { $service_code }
case-bye-texted = شكرا. للمتابعة اكتب: شكاية

sms-case-opened =
    توصلنا بطلبك { $ref }. الجواب قبل { $day }
    للمتابعة اطلب:
    { $service_code }
sms-slip =
    المرجع: { $ref }
    { $name }
    { $address }
    { $hours }
sms-slip-phone =
    المرجع: { $ref }
    { $name }
    { $address }
    { $hours }
    الهاتف: { $phone }
sms-slip-quiet = المرجع: { $ref }
sms-call =
    سجلنا طلبك { $ref }. سنتصل بك قبل { $day }
    للمتابعة اطلب:
    { $service_code }

## مساعدة ونصائح

menu-guide = مساعدة ونصائح
guide = مساعدة ونصائح
guide-page = { $words }

# In private: nothing here names the subject. The number is on the first screen.
private-what = شخص يستمع إليك مجانا: { $helpline }
private-call = اتصلوا بي
private-exit = خروج
private-phone = أي هاتف آمن للاتصال؟
private-this-phone = هذا الهاتف
private-other-phone = رقم آخر
private-number = اكتب هذا الرقم.
private-hours = في أي وقت؟
private-morning = صباحا
private-afternoon = بعد الزوال
private-evening = مساء
private-agreed = سيتصل بك شخص مختص، دون أي رسالة. موافق؟
private-agree = نعم، اتصلوا بي
private-noted = حسنا. شكرا.
private-harmless =
    للبحث عن مكتب مجانا اطلب:
    { $service_code }
private-harmless-texted = للبحث عن مكتب اكتب: مكتب

## الأسرة والبرامج والبطائق

status-what-household = أسرتي
status-what-programmes = الدعم الذي أتلقى
status-what-card = بطاقة
status-of-then = السجل لا يجيب الآن. هذا جوابه في { $day }
status-see = عرض
prove-by = أولا رمز للتعرف عليك:
prove-by-number = برقم { $id_name }
prove-by-sim = بهذه الشريحة
prove-number = اكتب رقم { $id_name }
slip-identifier = رقم { $id_name } غير ممكن. راجعه.
prove-code =
    إن وجد تسجيل، يصل هاتفه المسجل رمز من 6 أرقام.
    اكتبه خلال { $minutes ->
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $minutes } دقائق
       *[other] { $minutes } دقيقة
    }.
household-undated =
    أسرتك: { $size ->
        [one] فرد واحد
        [two] فردان
        [few] { $size } أفراد
       *[other] { $size } فردا
    }.
household =
    أسرتك: { $size ->
        [one] فرد واحد
        [two] فردان
        [few] { $size } أفراد
       *[other] { $size } فردا
    }.
    آخر تحديث: { $updated }
household-band =
    أسرتك: { $size ->
        [one] فرد واحد
        [two] فردان
        [few] { $size } أفراد
       *[other] { $size } فردا
    }.
    آخر تحديث: { $updated }
    المستوى: { $band }
    حسب في { $day }
household-checked = من تحقق منها
household-sources = تم التحقق لدى:
household-source = { $name }: { $by }
household-correct =
    { $name }، تم التحقق لدى: { $by }.
    خطأ؟ زر الجهة ومعك { $papers }
household-unknown =
    لم نجد أي أسرة.
    للتسجيل زر مكتبا.
programmes = الدعم الخاص بك:
programmes-none = لم نجد أي دعم باسمك.
programme-enrolled = { $name }: نعم
programme-pending = { $name }: قيد الدرس
programme-refused = { $name }: لا
programme-suspended = { $name }: معلق
programme-ended = { $name }: انتهى
programme-covered = { $name }: نعم
programme-not-covered = { $name }: لا
programme-now-enrolled = { $name }: تم تسجيلك.
programme-now-pending = { $name }: طلبك قيد الدرس.
programme-now-refused = { $name }: لم يقبل الطلب. يمكنك تقديم شكاية هنا.
programme-now-suspended = { $name }: معلق مؤقتا. اتصل بالرقم { $hotline }
programme-now-ended = { $name }: انتهى.
programme-now-covered = { $name }: لديك تغطية.
programme-now-not-covered = { $name }: ليست لديك تغطية.
programme-why =
    { $name }:
    { $why }.
    غير موافق؟ قدم شكاية مجانا.
programme-next-payment = { $name }: الدفعة المقبلة مقررة في { $day }
programme-next-distribution = { $name }: التوزيع المقبل مقرر في { $day }
programme-next-review = { $name }: المراجعة المقبلة مقررة في { $day }
programme-next-until = { $name }: إلى غاية { $day }
card-number = اكتب رقم البطاقة. مكان الحرف اكتب *
card-number-texted = اكتب رقم البطاقة مع حرفها.
slip-card = رقم البطاقة غير ممكن. راجعه.
card-valid = بطاقة { $name }: صالحة.
card-valid-until = بطاقة { $name }: صالحة إلى { $day }
card-expired = بطاقة { $name }: انتهت مدتها.
card-blocked = بطاقة { $name }: موقوفة. زر مكتبا.
card-replaced = بطاقة { $name }: عوضت ببطاقة جديدة.
card-unknown = لم نجد بطاقة بهذا الرقم.
agent-pin = للموظفين: اكتب رمزك السري، 6 أرقام.
slip-agent-pin = الرمز السري 6 أرقام. اكتبه من جديد.
agent-card-valid =
    بطاقة { $name }: صالحة.
    { $initials }
agent-next = بطاقة أخرى
agent-bye = شكرا. لبطاقات أخرى اتصل من جديد.

## هويتي

data = معطياتي:
data-how = كيف تستعمل
data-usage = من استعمل رقمي
data-lock = إغلاق رقمي
data-unlock = فتح رقمي
data-alias = رقم مؤقت
data-lock-done = تم الإغلاق. لن يستعمل أحد هويتك ببصمة أو وجه أو معطيات.
data-unlock-done = تم الفتح.
data-alias-done = يصل الهاتف المسجل رقم مؤقت في رسالة.
data-refused = هذا غير ممكن حاليا. زر مكتبا أو اتصل بالرقم { $hotline }
data-usage-none = لم يستعمل أحد رقمك مؤخرا.
data-usage-line = { $day }: { $by }
data-usage-fine = كل شيء عادي
data-usage-done = حسنا. شكرا على التحقق.
data-learn = ساعدنا على الفهم
learn-is-on = نحتفظ برسائلك غير المفهومة دون أسماء ولا أرقام.
learn-is-off = هل نحتفظ برسائلك غير المفهومة؟ دون أسماء ولا أرقام.
learn-agree = نعم
learn-stop = إيقاف ومحو
learn-started = شكرا. يمكنك التوقف متى شئت.
learn-stopped = لم نعد نحتفظ بشيء. محونا ما سبق.
data-accounts = الحسابات المربوطة
accounts = أي حساب ليس لك؟
account-unlinked = تم فك الربط. لا تعط أحدا رمزا وصلك.
data-people = الأسر برقم هاتفي
people = أي أسرة ليست لك؟
people-none = لا توجد أسرة مسجلة بهذا الهاتف.
data-erase = محو ما تحفظون عني
erase-do = نعم، امحوا
erase-ask =
    نمحو المحادثات واللغة والموافقات.
    ونمحو التنبيهات والحسابات المربوطة.
    يبقى بالقانون: شكاياتك ورفضك،
    والرسائل لمدة، وأثر بلا رقم.
erase-ask-here =
    نمحو هذه المحادثة وكل ما يتبعها.
    تبقى بالقانون شكايتك وأثر بلا اسم.
erase-done = تم المحو. تبقى شكاياتك ورفضك للرسائل.
data-usage-odd = لم تكن أنت؟ أغلق رقمك هنا واتصل بالرقم { $hotline }
data-looked = من اطلع على ملفي
data-looked-none = لم يطلع أحد على ملفك مؤخرا.
data-looked-odd = هل يبدو هذا غير عادي؟ اتصل بالرقم { $hotline } أو قدم شكاية هنا.
sms-alias =
    رقم { $id_name } المؤقت: { $number }
    لم تطلبه؟ اتصل بالرقم { $hotline }

## تغيير معطياتي

menu-update = تغيير معطياتي
update-what = ماذا تغير؟
update-phone = اكتب رقم الهاتف الجديد.
update-family = ماذا حدث؟
update-birth = ولادة
update-death = وفاة
update-marriage = زواج
update-divorce = طلاق
update-arrival = انضم شخص
update-departure = غادر شخص
update-school = هذا الطفل:
update-enrolled = يدرس
update-left = لم يعد يدرس
update-sure =
    يذهب الطلب إلى: { $owner }
    لا يتغير شيء قبل التحقق.
update-send = إرسال
update-stop = لا ترسل شيئا
update-stopped = حسنا. لم نرسل شيئا.
update-child = أي طفل؟ اكتب 1 للأكبر، 2 للذي يليه، وهكذا.
update-another =
    لديك طلب مماثل: { $ref }
    هل هو نفس الطلب؟
update-same = نفس الطلب
update-new = طلب آخر
update-clash =
    هناك طلب آخر من هذا النوع: { $ref }
    لتغييره، اسحبه أولا: تقديم شكاية، تتبع شكايتي
update-language-done =
    سنكتب لك من الآن بهذه اللغة.
    لا يتغير شيء آخر في ملفك.
update-opened =
    توصلنا بطلبك: { $ref }
    أحضر إلى مكتب: { $papers }
    الجواب قبل { $day }
sms-update-phone =
    طلب تغيير الهاتف في ملفك ({ $ref }).
    لم تطلبه؟ اتصل بالرقم { $hotline }

## التوجيه

menu-refer = البحث عن مساعدة
refer-need = ماذا تحتاج؟
refer-place = أي مصلحة؟
refer-show =
    { $name }
    { $address }
    { $hours }
refer-show-phone =
    { $name }
    { $address }
    { $hours }
    هاتف: { $phone }
refer-slip = وصل برسالة
refer-call = اتصلوا بي
refer-none =
    لا نعرف مصلحة قريبة من هناك.
    اتصل بالرقم { $hotline }
refer-slip-done =
    قدم هذا المرجع: { $ref }
    ستصلك رسالة للتذكير.
refer-call-done =
    سجلنا طلبك: { $ref }
    سيتصل بك مساعد اجتماعي قبل { $day }

## أخبار الطلب

sms-case-question =
    الطلب { $ref }: لدينا سؤال. للجواب اطلب:
    { $service_code }
sms-case-reminder =
    الطلب { $ref }: ننتظر جوابك. اطلب:
    { $service_code }
sms-case-note =
    الطلب { $ref }: هناك جديد. للقراءة اطلب:
    { $service_code }
sms-case-answer =
    الطلب { $ref }: هناك جواب. للقراءة أو المراجعة اطلب:
    { $service_code }
sms-case-referred =
    الطلب { $ref }: أحيل إلى المصلحة المختصة. للتتبع اطلب:
    { $service_code }
sms-case-late =
    الطلب { $ref }: تأخر الجواب. يمكنك التوجه إلى جهة أعلى:
    { $service_code }
sms-case-escalated =
    الطلب { $ref }: هو لدى الجهة المختصة. للتتبع اطلب:
    { $service_code }
sms-case-closed =
    الطلب { $ref }: تم إغلاقه. لإبداء رأيك اطلب:
    { $service_code }
sms-case-helped =
    الطلب { $ref }: هل حصلت على مساعدة؟
    أجب 1 نعم، 2 لا. أو اطلب:
    { $service_code }

## إثبات في المكتب، الشريحة، أخبار الأسرة

prove-by-agent = في مكتب مع موظف
agent-code =
    أعط الموظف هذا الرمز: { $code }
    صالح { $minutes ->
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $minutes } دقائق
       *[other] { $minutes } دقيقة
    }.
agent-done = انتهى
slip-agent-waits = لم ينته الموظف بعد.
prove-by-link = برابط على هذا الهاتف
prove-link =
    افتح هذا الرابط وأثبت هويتك ثم ارجع إلى هنا.
    يصلح مرة واحدة خلال { $minutes } دقيقة.
    { $url }
link-done = تم ذلك
link-code = رمز برسالة بدل الرابط
link-again = رابط جديد
link-seen =
    اكتب الأرقام الستة التي أظهرتها لك الصفحة.
    لا تعطها لأحد.
slip-link-waits = لم يتأكد ذلك بعد.
agent-not-proved =
    لم يتمكن الموظف من التعرف عليك.
    أعد المحاولة أو تعال بأوراقك.
recover-new-sim =
    هذه الشريحة جديدة جدا. لحمايتك استعمل الوصل أو زر مكتبا.
watch-start = أخبروني برسالة
watch-stop = لا تخبروني
watch-started = حسنا. ستصلك رسالة عند كل جديد.
watch-stopped = حسنا. لن تصلك رسائل عن أسرتك.
watch-impossible = هذا غير ممكن لأسرتك.
sms-change =
    هناك جديد في ملف أسرتك. للقراءة أو التوقف اطلب:
    { $service_code }
sms-proof-done = تحقق موظف الآن من هويتك. لم تكن أنت؟ اتصل بالرقم { $hotline }
sms-proof-exception = أكد موظفان الآن هويتك. لم تكن أنت؟ اتصل بالرقم { $hotline }
sms-proof-link = تم الآن التحقق من هويتك برابط. لم تكن أنت؟ اتصل بالرقم { $hotline }

## التحدث مع شخص في الدردشة

menu-human = التحدث مع شخص
human-offer =
    يمكن لشخص أن يجيبك هنا كتابة.
    { $before ->
        [0] لا أحد ينتظر قبلك.
        [one] شخص واحد ينتظر قبلك.
        [two] شخصان ينتظران قبلك.
        [few] { $before } أشخاص ينتظرون قبلك.
       *[other] { $before } شخصا ينتظرون قبلك.
    }
    سيقرأ ما تكتبه هنا. هل تنتظر؟
human-seen =
    هل يرى أيضا آخر خدمة استعملتها
    ونهاية رقم هاتفك؟
human-waiting =
    { $before ->
        [0] أنت الأول في الصف.
        [one] شخص واحد ينتظر قبلك.
        [two] شخصان ينتظران قبلك.
        [few] { $before } أشخاص ينتظرون قبلك.
       *[other] { $before } شخصا ينتظرون قبلك.
    }
    اكتب هنا، كل شيء سيقرأ.
    للرجوع إلى الشباك اكتب: القائمة
human-shut =
    نجيبك هنا: { $hours }
    ما عدا أيام العطل. ماذا تفضل؟
human-nobody = لا أحد يستطيع الجواب الآن. ماذا تفضل؟
human-long = المنتظرون كثيرون: { $before }. ماذا تفضل؟
human-call = اتصلوا بي
human-write = أترك رسالة
human-phone = بأي رقم نتصل؟
human-call-done =
    سجلنا طلبك: { $ref }
    سنتصل بك قبل { $day }
human-kept = حفظنا كلامك للشخص الذي سيجيبك. المنتظرون قبلك: { $before }.
human-claimed =
    أنت تتحدث الآن مع شخص.
    للرجوع إلى الشباك اكتب: القائمة
human-moved = سيجيبك شخص آخر. ابق هنا.
human-returned = أعادك الشخص إلى الشباك الآلي.
human-closed = أنهى الشخص المحادثة. أنت من جديد مع الشباك الآلي.
human-nobody-came =
    لم يتمكن أحد من المجيء في الوقت، ونعتذر.
    أنت من جديد مع الشباك الآلي.
human-silent = انتهت المحادثة بعد صمت طويل. أنت من جديد مع الشباك الآلي.
slip-counter = أنت من جديد مع الشباك الآلي.
## المحادثات

phone-ask = نحتاج إلى رقم هاتفك.
phone-link = ربط هاتفي
phone-number = اكتب رقم هاتفك المحمول. يصله رمز في رسالة.
phone-code = اكتب الأرقام الستة المرسلة إلى { $phone }.
slip-mobile = اكتب رقم هاتف محمول من هذا البلد.
slip-phone-code = الرمز قديم. نرسل رمزا جديدا.
sms-phone-code = { $code } يربط هاتفك بمحادثة معنا. لم تطلبه؟ لا تخبر به أحدا.
data-link = ربط هاتفي
data-unlink = فك ربط هاتفي
data-link-done = تم ربط هاتفك بهذه المحادثة.
data-unlink-done = لم يعد هاتفك مربوطا بهذه المحادثة.
word-choose = اختيار
chat-words-only = أقرأ الرسائل الجديدة فقط، بالكلمات أو الأرقام.
chat-old-button = هذا الزر قديم. أجب عن هذا:
chat-alone = اكتب لي على انفراد، وليس في مجموعة.
