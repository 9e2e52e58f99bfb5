### review: pending
### کاؤنٹر اردو میں۔ Rules, budgets and review: docs/translate.md
### Every text may use $id_name, $service_code, $short_code and $hotline.
### Right to left without control characters: $service_code stands on a line of its own, and $masked follows $id_name,
### whose Latin letters keep the stars between the digits in place.

# Months in dates are written as in this region.
locale = ur-PK
# gsm7: sent without the accents that the GSM alphabet lacks. auto: sent as written.
encoding = auto

## مینو اور زبان

menu = ہماری خدمات
menu-recover = میرا { $id_name } نمبر
menu-status = اندراج اور امداد
menu-offices = قریبی دفتر
menu-privacy = میری معلومات
menu-language = زبان / Language
language-ask = اللغة / Langue / Language
    .encoding = auto
language-ar = العربية
language-fr = Français
language-en = English
language-so = Soomaali
language-aa = Qafar af
language-ur = اردو
language-zgh = ⵜⴰⵎⴰⵣⵉⵖⵜ
language-zgh-Latn = Tamazight
language-done = زبان بدل دی گئی۔
resume-offer = آپ کی ایک درخواست ادھوری ہے۔
resume-continue = جاری رکھیں
resume-again = نئے سرے سے

word-more = مزید
word-back = واپس
word-home = مینو

## کیا لکھنا ہے

slip-choice = { $least } سے { $most } تک نمبر لکھیں۔
slip-empty = کچھ نہیں ملا۔ جواب لکھیں۔
slip-receipt = رسید میں 29 ہندسے ہیں۔ آپ نے { $count } لکھے۔
slip-receipt-form = یہ نمبر ممکن نہیں۔ رسید کے 29 ہندسے دیکھیں۔
slip-code = کوڈ میں 6 ہندسے ہیں۔ پھر لکھیں۔
slip-no-back = یہ مرحلہ ہو چکا۔ واپسی نہیں۔ یہیں سے چلیں۔
slip-commune = جگہ نہیں ملی۔ پہلے حروف پھر لکھیں۔
slip-too-long = تحریر لمبی ہے۔ کم لکھیں۔
slip-number = آگے: { $number } لکھیں۔ واپس: 0

## الفاظ میں

slip-lost = سمجھ نہیں آیا۔ نیچے سے چنیں۔
chat-help = نمبر یا چند الفاظ لکھیں۔ واپس: 0
chat-stopped = یہ گفتگو ختم ہوئی۔ جب چاہیں پھر لکھیں۔
assistant-said = { $said }
did-you-mean = کیا آپ کا مطلب ہے:
mean-none = کچھ اور
heard-right = آپ نے کہا: { $said }۔ کیا درست ہے؟
heard-and = { $one }، { $more }
heard-date = تاریخ { $day }
heard-year = سال { $year }
heard-place = جگہ { $place }
heard-phone = فون { $number }
heard-number = نمبر { $number }
heard-ending = نمبر جس کے آخر میں { $ending }
heard-name = نام { $name }

## جو کہیں بھی ہو سکتا ہے

busy =
    سروس ابھی مصروف ہے، کچھ ضائع نہیں ہوا۔
    چند منٹ بعد ملائیں:
    { $service_code }
busy-texted =
    سروس ابھی مصروف ہے، کچھ ضائع نہیں ہوا۔
    چند منٹ بعد پھر لکھیں۔
moved =
    سروس نئی ہو گئی ہے۔ دوبارہ ملائیں:
    { $service_code }
moved-texted =
    سروس نئی ہو گئی ہے۔
    دوبارہ شروع کرنے کو لکھیں: مینو
session-over =
    یہ سیشن ختم ہو گیا۔ دوبارہ ملائیں:
    { $service_code }
session-over-texted =
    یہ بات چیت ختم ہو گئی۔
    دوبارہ شروع کرنے کو لکھیں: مینو
wait =
    آپ کی درخواست پر کام جاری ہے۔
    ایک منٹ بعد ملائیں:
    { $service_code }
wait-texted =
    آپ کی درخواست پر کام جاری ہے۔
    ایک منٹ بعد پھر لکھیں۔
come-again = ٹھیک ہے۔ جب چاہیں پھر آئیں۔
errand-promised =
    جواب میں کچھ وقت لگے گا۔
    ہم ایس ایم ایس بھیجیں گے۔
    حوالہ: { $ref }
errand-pending =
    درخواست { $ref } پر کام جاری ہے۔
    ہم ایس ایم ایس کریں گے۔
errand-failed = رجسٹری نے جواب نہیں دیا۔ پھر پوچھیں۔
errand-ready = درخواست { $ref } کا جواب:
make-sure = آگے بڑھنے کے لیے { $number } لکھیں
not-allowed =
    یہ خدمت اس فون سے ممکن نہیں۔
    دفتر جائیں یا { $hotline } پر کال کریں۔
locked =
    بہت کوششیں۔ حفاظت کے لیے { $minutes ->
        [one] { $minutes } منٹ
       *[other] { $minutes } منٹ
    } بند ہے۔
    اس کے بعد ملائیں:
    { $service_code }
locked-texted =
    بہت کوششیں۔ حفاظت کے لیے { $minutes ->
        [one] { $minutes } منٹ
       *[other] { $minutes } منٹ
    } بند ہے۔
    اس کے بعد پھر لکھیں۔

## نمبر واپس پانا

# Consent is one screen: with its options and the way back, one page of 66.
recover-consent = رجسٹری میں نمبر ڈھونڈیں اور کوڈ بھیجیں؟
consent-yes = ہاں
consent-no = نہیں
recover-declined =
    ٹھیک ہے۔ رجسٹری سے کچھ نہیں پوچھا۔
    دفتر بھی جا سکتے ہیں، مفت۔
recover-way = آپ کا نمبر کیسے ڈھونڈیں؟
recover-way-sim = اس سم سے
recover-way-receipt = رسید سے
recover-way-papers = کچھ نہیں ہے
recover-receipt = رسید کے 29 ہندسے لکھیں۔
recover-digits = نمبر کے آخری ہندسے لکھیں، کم از کم 4۔
slip-last-digits = 4 سے 8 ہندسے لکھیں۔
recover-code =
    اگر اندراج ہے تو درج فون پر 6 ہندسوں کا کوڈ آئے گا۔
    اسے { $minutes ->
        [one] { $minutes } منٹ
       *[other] { $minutes } منٹ
    } میں لکھیں۔
    اسکرین بند ہو تو ملائیں:
    { $service_code }
recover-code-texted =
    اگر اندراج ہے تو درج فون پر 6 ہندسوں کا کوڈ آئے گا۔
    اسے { $minutes ->
        [one] { $minutes } منٹ
       *[other] { $minutes } منٹ
    } میں لکھیں۔
recover-code-again = پیغام کے 6 ہندسے لکھیں۔
slip-code-wrong = کوڈ غلط ہے۔ { $left ->
        [one] { $left } کوشش باقی ہے۔
       *[other] { $left } کوششیں باقی ہیں۔
    }
slip-code-expired = کوڈ پرانا ہے۔ اندراج ہوا تو نیا آئے گا۔
recover-locked =
    کئی غلط کوڈ۔ حفاظت کے لیے { $minutes ->
        [one] { $minutes } منٹ
       *[other] { $minutes } منٹ
    } بند ہے۔
    کاغذات لے کر دفتر بھی جا سکتے ہیں۔
recover-sent =
    نمبر مل گیا۔
    { $id_name }: { $masked }
    پورا نمبر درج فون پر بھیجا جائے گا۔
recover-other =
    اس سم اور ان ہندسوں سے کچھ نہیں ملا۔
    دوسرے طریقے کے لیے { $id_name } بھیجیں۔
recover-papers =
    دفتر میں شناختی کارڈ یا پیدائش سرٹیفکیٹ لائیں۔
    ورنہ 2 درج گواہ۔ مفت ہے۔
papers-office = دفتر ڈھونڈیں
papers-end = ختم

sms-recover-number =
    { $id_name }: { $number }
    اپنے کوڈ کسی کو نہ دیں۔
    آپ نے نہیں مانگا؟ { $hotline } پر کال کریں۔
sms-recover-notice =
    آپ کا { $id_name } نمبر دوسرے فون سے آپ کے کوڈ سے نکالا گیا۔
    آپ نہیں تھے؟ { $hotline } پر کال کریں۔
recover-other-number = دوسرا نمبر
recover-lost = کون سا نمبر گم ہوا؟
recover-lost-household = گھرانے کا نمبر
recover-lost-consent = رجسٹری میں ڈھونڈیں اور کوڈ بھیجیں؟
recover-lost-sent =
    نمبر مل گیا۔
    No: { $masked }
    پورا نمبر درج فون پر بھیجا جائے گا۔
recover-lost-none =
    ایسا کوئی نمبر نہیں ملا۔
    دفتر جائیں یا { $hotline } پر کال کریں۔
papers-shared = گھر کے فون سے
recover-born = پیدائش کا سال لکھیں، 4 ہندسے۔
slip-born = 4 ہندسے لکھیں، جیسے 1985۔
sms-lost-household =
    آپ کے گھرانے کا نمبر: { $number }
    اپنے کوڈ کسی کو نہ دیں۔
    آپ نے نہیں مانگا؟ { $hotline } پر کال کریں۔
sms-lost-card =
    آپ کا { $name } کارڈ: { $number }
    اپنے کوڈ کسی کو نہ دیں۔
    آپ نے نہیں مانگا؟ { $hotline } پر کال کریں۔
sms-lost-notice =
    آپ کا ایک نمبر دوسرے فون سے آپ کے کوڈ سے نکالا گیا۔
    آپ نہیں تھے؟ { $hotline } پر کال کریں۔

## میرا اندراج کہاں تک پہنچا

status-what = کیا دیکھنا ہے؟
status-what-receipt = { $id_name } کا اندراج
status-what-rsu = رجسٹری میں اندراج
status-receipt = رسید کے 29 ہندسے لکھیں۔
status-received =
    اندراج مل گیا۔ کام ابھی شروع نہیں ہوا۔
    رسید سنبھال کر رکھیں۔
status-processing =
    آپ کے اندراج پر کام جاری ہے۔
    رسید سنبھال کر رکھیں۔
status-rejected =
    آپ کا اندراج قبول نہیں ہوا۔
    رسید اور کاغذات لے کر دفتر جائیں۔ مفت ہے۔
status-issued =
    آپ کا { $id_name } نمبر موجود ہے۔
    پانے کے لیے ملا کر 1 لکھیں:
    { $service_code }
status-issued-texted =
    آپ کا { $id_name } نمبر موجود ہے۔
    پانے کے لیے لکھیں: RECOVER
status-unknown =
    اس نمبر سے کچھ نہیں ملا۔
    رسید کے ہندسے دیکھیں یا دفتر جائیں۔
rsu-needs =
    رجسٹری کے لیے چاہیے:
    - ہر فرد کا { $id_name } نمبر
    - پتے کا ثبوت
    - فون نمبر
    - آمدنی اور خرچ
    یہ دفتر میں مفت ہے۔
    رجسٹری امداد نہیں: ہر پروگرام کی اپنی شرطیں ہیں۔
sms-errand = آپ کی درخواست { $ref }:
status-what-helped = جس کی مدد کرتا ہوں
help-who = آپ اس شخص کے کیا ہیں؟
help-relative = رشتہ دار
help-agent = اہلکار
help-by = یہ شخص کیسے راضی ہے؟
help-by-code = اس کے فون پر کوڈ
help-by-receipt = ساتھ ہے، رسید کے ساتھ
help-receipt = اس کی رسید کے 29 ہندسے لکھیں۔ آپ کا فون درج ہوگا۔
help-number = اس شخص کا { $id_name } لکھیں۔
helped-code =
    اندراج ہوا تو اس کے فون پر کوڈ آئے گا۔
    راضی ہو تو بتائے گا۔ { $minutes ->
        [one] { $minutes } منٹ
       *[other] { $minutes } منٹ
    } میں لکھیں۔
sms-helped =
    آپ کے کوڈ سے کسی مددگار نے آپ کی امداد دیکھی (فون کے آخر میں { $ending })۔
    آپ راضی نہیں تھے؟ { $hotline } پر کال کریں۔

## دفتر ڈھونڈنا

office-commune =
    جگہ کے پہلے حروف یا ہندسے لکھیں۔
    جیسے: BAL یا 225
office-commune-texted = جگہ کا نام یا اس کے پہلے حروف لکھیں۔
office-which = کون سی جگہ؟
# Only the name: with the region a page of 66 would hold a single place. The profile keeps names unique.
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
    فون: { $phone }

## میری معلومات

privacy =
    زبان، رضامندی اور درخواستیں رکھتے ہیں۔
    آخر میں جواب مٹ جاتے ہیں۔
    کوڈ کسی کو نہ دیں۔
    نمبر صرف درج فون پر جاتا ہے۔
    دیکھنا یا درست کرانا: { $hotline }

## ایس ایم ایس اعلانات

menu-messages = میرے پیغامات
messages-are-on = ہم آپ کو اعلانات بھیجتے ہیں۔
messages-are-off = ہم آپ کو اعلانات نہیں بھیجتے۔
messages-off = بند کر دیں
messages-on = مجھے بھیجیں
messages-read = آخری اعلان پڑھیں
messages-check = کیا پیغام آپ کا ہے؟
messages-keep = ایسے ہی رہنے دیں
announcement = ہمارا اعلان، { $day }: { $words }
announcement-none = ہم نے آپ کو کوئی اعلان نہیں بھیجا۔
message-code = پیغام میں لکھے 6 ہندسے لکھیں:
genuine-yes =
    جی، یہ { $day } کے ہمارے اعلان کا کوڈ ہے۔
    ہم کبھی پن نہیں پوچھتے۔
genuine-named =
    جی، یہ ہمارے اعلان کا کوڈ ہے:
    { $title }
    { $day }
    ہم کبھی پن نہیں پوچھتے۔
genuine-no =
    یہ کوڈ ہمارے کسی پیغام کا نہیں۔ جواب نہ دیں۔
    پوچھیں: { $hotline }
messages-kept = کچھ نہیں بدلا۔
messages-stopped = اعلانات بند ہیں۔ کوڈ اور جواب آتے رہیں گے۔
messages-started =
    اعلانات آئیں گے۔ بند کرنے کو ملائیں:
    { $service_code }
messages-started-texted =
    اعلانات آئیں گے۔
    بند کرنے کو لکھیں: مینو، پھر: میرے پیغامات
sms-stopped = اعلانات بند ہیں۔ کوڈ اور جواب آتے رہیں گے۔ دوبارہ پانے کے لیے لکھیں START
sms-stopped-all = آپ کے کوڈ اور جوابات کے سوا کوئی پیغام نہیں آئے گا۔ دوبارہ پانے کے لیے لکھیں START
sms-started = اعلانات آئیں گے۔ بند کرنے کے لیے لکھیں STOP
sms-help =
    لکھیں: STATUS, OFFICE, COMPLAINT, DATA
    یا مفت ملائیں:
    { $service_code }

## شکایات

menu-grievance = شکایت کریں
listed = { $name }
case-what = شکایات
case-new = نئی شکایت
case-follow = شکایت کا حال
case-private = کسی سے بات کریں
case-group = کس بارے میں؟
case-category = ٹھیک سے بتائیں:
case-for = یہ کس کے لیے ہے؟
case-for-me = میرے لیے
case-for-other = کسی اور کے لیے
case-wish = آپ کیا چاہتے ہیں؟
case-wish-correct = غلطی کی درستی
case-wish-explain = وضاحت
case-wish-call = مجھے کال کریں
case-words = کچھ اور لکھنا ہے؟
case-words-send = نہیں، بس اتنا
case-words-add = ہاں، لکھنا ہے
case-text = کیا ہوا؟ چند الفاظ میں لکھیں۔
case-who = جواب کیسے دیکھیں گے؟
case-with-phone = اسی فون سے (SMS)
case-with-pin = بغیر نام، کوڈ سے
case-pin-new = 4 ہندسے چنیں۔ حوالے کے ساتھ یہی کام آئیں گے۔
case-opened =
    آپ کی بات درج ہو گئی۔
    حوالہ: { $ref }
    جواب { $day } تک۔
    یاد دہانی کا پیغام آئے گا۔
case-opened-pin =
    بغیر نام کے درج ہو گیا۔
    حوالہ: { $ref }
    اسے 4 ہندسوں کے ساتھ رکھیں۔
    جواب یہاں { $day } تک۔
case-same =
    ایسی درخواست پہلے سے ہے۔
    حوالہ: { $ref }
    اس پر کام جاری ہے۔
case-reference = حوالہ لکھیں: 8 ہندسے۔
case-pin = اپنے چنے ہوئے 4 ہندسے لکھیں۔
case-unknown =
    ان ہندسوں سے کچھ نہیں کھلا۔
    دیکھ لیں یا درخواست والے فون سے آئیں۔
slip-reference = حوالے میں 8 ہندسے ہیں۔ پھر لکھیں۔
slip-pin = 4 ہندسے لکھیں۔
slip-phone = یہ فون نمبر ممکن نہیں۔ پھر لکھیں۔
case-said = جواب: { $said }
case-asked = سوال: { $said }
case-is-received = درخواست مل گئی۔ جواب { $day } تک
case-is-open = درخواست کھلی ہے۔ جواب { $day } تک
case-is-in_progress = کام جاری ہے۔ جواب { $day } تک
case-is-waiting_citizen = ہمیں آپ کے جواب کا انتظار ہے۔
case-is-resolved = آپ کی درخواست کا جواب آ گیا۔
case-is-closed = آپ کی درخواست بند ہے۔
case-is-appealed = کوئی اور پھر دیکھ رہا ہے۔ جواب { $day } تک
case-is-escalated =
    اب ان کے پاس: { $owner }
    جواب { $day } تک
case-is-referred =
    بھیج دی گئی: { $owner }
    جواب { $day } تک
case-do-message = پیغام لکھیں
case-do-answer = جواب دیں
case-do-appeal = پھر دیکھا جائے
case-do-reopen = دوبارہ کھولیں
case-do-escalate = اوپر بھیجیں
case-do-withdraw = واپس لیں
case-do-rate = رائے دیں
case-do-end = ختم
case-message = اپنا پیغام چند الفاظ میں لکھیں۔
case-reason = وجہ چند الفاظ میں لکھیں۔
case-rate = کیا آپ جواب سے مطمئن ہیں؟
case-star-5 = بہت مطمئن
case-star-4 = مطمئن
case-star-3 = درمیانہ
case-star-2 = کم
case-star-1 = بالکل نہیں
case-message-done = آپ کا پیغام درخواست میں شامل ہو گیا۔
case-answer-done = شکریہ۔ جواب درخواست میں شامل ہو گیا۔
case-appeal-done = ٹھیک ہے۔ کوئی اور آپ کی درخواست دیکھے گا۔
case-reopen-done = آپ کی درخواست پھر کھل گئی۔
case-escalate-done = ٹھیک ہے۔ مجاز ادارے کو درخواست مل رہی ہے۔
case-withdraw-done = آپ کی درخواست واپس لے لی گئی۔
case-rate-done = رائے کا شکریہ۔
case-do-helped = مدد ملی یا نہیں
case-helped = کیا آپ کو مدد ملی؟
case-helped-yes = شکریہ۔ آپ کی درخواست بند ہو گئی۔
case-helped-no =
    بتانے کا شکریہ۔
    درخواست کھلی ہے، دوبارہ دیکھی جائے گی۔
case-gone = اس درخواست کے لیے اب یہ ممکن نہیں۔
case-bye =
    شکریہ۔ حال جاننے کے لیے ملائیں:
    { $service_code }
case-bye-texted = شکریہ۔ حال جاننے کے لیے لکھیں: شکایت

sms-case-opened =
    آپ کی درخواست { $ref } مل گئی۔ جواب { $day } تک۔
    حال جاننے کے لیے ملائیں:
    { $service_code }
sms-slip =
    حوالہ: { $ref }
    { $name }
    { $address }
    { $hours }
sms-slip-phone =
    حوالہ: { $ref }
    { $name }
    { $address }
    { $hours }
    فون: { $phone }
sms-slip-quiet = حوالہ: { $ref }
sms-call =
    درج ہو گیا: { $ref }۔ { $day } تک کال آئے گی۔
    حال جاننے کے لیے ملائیں:
    { $service_code }

## مدد اور مشورہ

menu-guide = مدد اور مشورہ
guide = مدد اور مشورہ
guide-page = { $words }

# In private: nothing here names the subject. The number is on the first screen.
private-what = کوئی آپ کی بات مفت سنے گا: { $helpline }
private-call = مجھے کال کریں
private-exit = باہر
private-phone = کس فون پر کال محفوظ ہے؟
private-this-phone = اسی فون پر
private-other-phone = دوسرے نمبر پر
private-number = وہ نمبر لکھیں۔
private-hours = کس وقت؟
private-morning = صبح
private-afternoon = دوپہر کے بعد
private-evening = شام
private-agreed = تربیت یافتہ فرد کال کرے گا، پیغام نہیں۔ ٹھیک؟
private-agree = ہاں، کال کریں
private-noted = ٹھیک ہے۔ شکریہ۔
private-harmless =
    دفتر ڈھونڈنے کے لیے مفت ملائیں:
    { $service_code }
private-harmless-texted = دفتر ڈھونڈنے کے لیے لکھیں: دفتر

## گھرانہ، پروگرام، کارڈ

status-what-household = میرا گھرانہ
status-what-programmes = میری امداد
status-what-card = کارڈ
status-of-then = رجسٹری کا جواب نہیں۔ یہ { $day } کا ہے۔
status-see = دکھائیں
prove-by = پہلے کوڈ، کہ آپ ہی ہیں:
prove-by-number = { $id_name } نمبر سے
prove-by-sim = اس سم سے
prove-number = اپنا { $id_name } نمبر لکھیں
slip-identifier = یہ { $id_name } نمبر ممکن نہیں۔ دیکھیں۔
prove-code =
    اگر اندراج ہے تو درج فون پر 6 ہندسوں کا کوڈ آئے گا۔
    اسے { $minutes ->
        [one] { $minutes } منٹ
       *[other] { $minutes } منٹ
    } میں لکھیں۔
household-undated =
    آپ کا گھرانہ: { $size ->
        [one] { $size } فرد
       *[other] { $size } افراد
    }۔
household =
    آپ کا گھرانہ: { $size ->
        [one] { $size } فرد
       *[other] { $size } افراد
    }۔
    آخری تبدیلی: { $updated }
household-band =
    آپ کا گھرانہ: { $size ->
        [one] { $size } فرد
       *[other] { $size } افراد
    }۔
    آخری تبدیلی: { $updated }
    درجہ: { $band }
    حساب: { $day }
household-checked = کس نے جانچا
household-sources = جانچنے والے:
household-source = { $name }: { $by }
household-correct =
    { $name }: { $by } نے جانچا۔
    غلطی؟ وہاں لائیں: { $papers }
household-unknown =
    کوئی گھرانہ نہیں ملا۔
    اندراج کے لیے دفتر جائیں۔
programmes = آپ کی امداد:
programmes-none = آپ کے نام کوئی امداد نہیں ملی۔
programme-enrolled = { $name }: ہاں
programme-pending = { $name }: جاری
programme-refused = { $name }: نہیں
programme-suspended = { $name }: رکی ہوئی
programme-ended = { $name }: ختم
programme-covered = { $name }: ہاں
programme-not-covered = { $name }: نہیں
programme-now-enrolled = { $name }: آپ شامل ہیں۔
programme-now-pending = { $name }: درخواست دیکھی جا رہی ہے۔
programme-now-refused = { $name }: قبول نہیں ہوئی۔ یہاں شکایت کر سکتے ہیں۔
programme-now-suspended = { $name }: رکی ہوئی ہے۔ { $hotline } پر کال کریں۔
programme-now-ended = { $name }: ختم ہو گئی۔
programme-now-covered = { $name }: آپ شامل ہیں۔
programme-now-not-covered = { $name }: آپ شامل نہیں ہیں۔
programme-why =
    { $name }:
    { $why }۔
    متفق نہیں؟ مفت شکایت کریں۔
programme-next-payment = { $name }: اگلی رقم { $day } کو
programme-next-distribution = { $name }: اگلی تقسیم { $day } کو
programme-next-review = { $name }: اگلا جائزہ { $day } کو
programme-next-until = { $name }: { $day } تک
card-number = کارڈ نمبر لکھیں۔ حرف کی جگہ * لکھیں
card-number-texted = کارڈ نمبر حرف سمیت لکھیں۔
slip-card = یہ کارڈ نمبر ممکن نہیں۔ دیکھ لیں۔
card-valid = { $name } کارڈ: درست ہے۔
card-valid-until = { $name } کارڈ: { $day } تک درست
card-expired = { $name } کارڈ: مدت ختم ہو گئی۔
card-blocked = { $name } کارڈ: بند ہے۔ دفتر جائیں۔
card-replaced = { $name } کارڈ: نیا جاری ہو چکا ہے۔
card-unknown = اس نمبر کا کوئی کارڈ نہیں ملا۔
agent-pin = اہلکار: اپنا پن لکھیں، 6 ہندسے۔
slip-agent-pin = پن کے 6 ہندسے ہیں۔ پھر لکھیں۔
agent-card-valid =
    { $name } کارڈ: درست ہے۔
    { $initials }
agent-next = اور کارڈ
agent-bye = شکریہ۔ مزید کارڈوں کے لیے پھر ملائیں۔

## میری شناخت

data = میری معلومات:
data-how = کیسے استعمال ہوتی ہیں
data-usage = میرا نمبر کس نے دیکھا
data-lock = میرا نمبر بند کریں
data-unlock = میرا نمبر کھولیں
data-alias = عارضی نمبر
data-lock-done = نمبر بند ہے۔ اب کوئی خود کو آپ ثابت نہیں کر سکتا۔
data-unlock-done = نمبر کھل گیا۔
data-alias-done = عارضی نمبر درج فون پر بھیجا جا رہا ہے۔
data-refused = ابھی یہ ممکن نہیں۔ دفتر جائیں یا { $hotline } پر کال کریں۔
data-usage-none = حال میں کسی نے آپ کا نمبر نہیں دیکھا۔
data-usage-line = { $day }: { $by }
data-usage-fine = سب ٹھیک ہے
data-usage-done = اچھا۔ دیکھنے کا شکریہ۔
data-learn = سمجھنے میں مدد
learn-is-on = جو سمجھ نہ آئے وہ نام اور نمبر کے بغیر رکھا جاتا ہے۔
learn-is-off = کیا نہ سمجھے گئے پیغام رکھیں؟ نام اور نمبر کے بغیر۔
learn-agree = ہاں، رکھیں
learn-stop = بند اور حذف
learn-started = شکریہ۔ جب چاہیں بند کریں۔
learn-stopped = اب کچھ نہیں رکھا جاتا۔ پرانا حذف ہوا۔
data-accounts = جڑے ہوئے اکاؤنٹ
accounts = کون سا اکاؤنٹ آپ کا نہیں؟
account-unlinked = اکاؤنٹ الگ ہو گیا۔ SMS کا کوڈ کسی کو نہ دیں۔
data-people = میرے فون پر گھرانے
people = کون سا گھرانہ آپ کا نہیں؟
people-none = اس فون پر کوئی گھرانہ درج نہیں۔
data-erase = میرا ڈیٹا مٹائیں
erase-do = مٹا دیں
erase-ask =
    گفتگو، زبان، رضامندی، اطلاعات،
    اکاؤنٹ، جملے مٹیں گے۔
    رہے گا: شکایات، انکار،
    SMS کچھ مدت، بے نمبر نشان۔
erase-ask-here =
    یہ گفتگو اور اس کا سب کچھ مٹے گا۔
    قانوناً شکایت اور بے نام نشان رہے گا۔
erase-done = مٹا دیا گیا۔ شکایات اور SMS سے انکار باقی ہیں۔
data-usage-odd = آپ نہیں تھے؟ نمبر یہاں بند کریں اور { $hotline } پر کال کریں۔
data-looked = میری فائل کس نے دیکھی
data-looked-none = حال میں کسی نے آپ کی فائل نہیں دیکھی۔
data-looked-odd = ٹھیک نہیں لگتا؟ { $hotline } پر کال کریں یا یہاں شکایت کریں۔
sms-alias =
    آپ کا عارضی { $id_name } نمبر: { $number }
    آپ نہیں تھے؟ { $hotline } پر کال کریں۔

## معلومات بدلنا

menu-update = معلومات بدلیں
update-what = کیا بدلنا ہے؟
update-phone = نیا فون نمبر لکھیں۔
update-family = کیا ہوا؟
update-birth = پیدائش
update-death = وفات
update-marriage = شادی
update-divorce = طلاق
update-arrival = کوئی آیا
update-departure = کوئی چلا گیا
update-school = یہ بچہ:
update-enrolled = اسکول جاتا ہے
update-left = اسکول نہیں جاتا
update-sure =
    درخواست جائے گی: { $owner }
    جانچ سے پہلے کچھ نہیں بدلے گا۔
update-send = بھیجیں
update-stop = نہ بھیجیں
update-stopped = ٹھیک ہے۔ کچھ نہیں بھیجا گیا۔
update-child = کون سا بچہ؟ سب سے بڑے کے لیے 1 لکھیں، اگلے کے لیے 2۔
update-another =
    ایسی درخواست پہلے سے ہے: { $ref }
    کیا یہ وہی ہے؟
update-same = وہی ہے
update-new = یہ دوسری ہے
update-clash =
    اس طرح کی ایک اور درخواست کھلی ہے: { $ref }
    بدلنے کے لیے پہلے اسے واپس لیں: شکایت کریں، شکایت کا حال
update-language-done =
    اب ہم اس زبان میں لکھیں گے۔
    فائل میں اور کچھ نہیں بدلے گا۔
update-opened =
    درخواست ملی: { $ref }
    دفتر لائیں: { $papers }
    جواب { $day } تک
sms-update-phone =
    آپ کی فائل میں فون بدلنے کی درخواست آئی ({ $ref })۔
    آپ نہیں تھے؟ { $hotline } پر کال کریں۔

## رہنمائی

menu-refer = مدد ڈھونڈیں
refer-need = آپ کو کیا چاہیے؟
refer-place = کون سی خدمت؟
refer-show =
    { $name }
    { $address }
    { $hours }
refer-show-phone =
    { $name }
    { $address }
    { $hours }
    فون: { $phone }
refer-slip = پرچی ایس ایم ایس پر
refer-call = مجھے کال کریں
refer-none =
    وہاں قریب کوئی خدمت معلوم نہیں۔
    { $hotline } پر کال کریں۔
refer-slip-done =
    یہ حوالہ دکھائیں: { $ref }
    یاد دہانی کا پیغام آئے گا۔
refer-call-done =
    درج ہو گیا: { $ref }
    سماجی کارکن { $day } تک کال کرے گا۔

## درخواست کی خبر

sms-case-question =
    درخواست { $ref }: ہمارا ایک سوال ہے۔ جواب کے لیے ملائیں:
    { $service_code }
sms-case-reminder =
    درخواست { $ref }: آپ کے جواب کا انتظار ہے۔ ملائیں:
    { $service_code }
sms-case-note =
    درخواست { $ref }: نئی خبر ہے۔ پڑھنے کے لیے ملائیں:
    { $service_code }
sms-case-answer =
    درخواست { $ref }: جواب آ گیا۔ پڑھنے یا پھر دیکھے جانے کے لیے ملائیں:
    { $service_code }
sms-case-referred =
    درخواست { $ref }: متعلقہ محکمے کو بھیج دی گئی۔ حال کے لیے ملائیں:
    { $service_code }
sms-case-late =
    درخواست { $ref }: جواب میں دیر ہے۔ اوپر بھیجنے کے لیے ملائیں:
    { $service_code }
sms-case-escalated =
    درخواست { $ref }: مجاز ادارے کے پاس ہے۔ حال کے لیے ملائیں:
    { $service_code }
sms-case-closed =
    درخواست { $ref }: بند ہو گئی۔ رائے دینے کے لیے ملائیں:
    { $service_code }
sms-case-helped =
    درخواست { $ref }: کیا آپ کو مدد ملی؟
    جواب دیں: 1 ہاں، 2 نہیں۔ یا ملائیں:
    { $service_code }

## کاؤنٹر پر ثبوت، سم، گھرانے کی خبر

prove-by-agent = دفتر میں اہلکار سے
agent-code =
    اہلکار کو یہ کوڈ بتائیں: { $code }
    یہ { $minutes ->
        [one] { $minutes } منٹ
       *[other] { $minutes } منٹ
    } کام کرے گا۔
agent-done = ہو گیا
slip-agent-waits = اہلکار نے ابھی کام پورا نہیں کیا۔
prove-by-link = اس فون پر لنک سے
prove-link =
    یہ لنک کھولیں، ثابت کریں آپ کون ہیں،
    پھر یہاں واپس آئیں۔
    یہ ایک بار، { $minutes } منٹ تک چلتا ہے۔
    { $url }
link-done = ہو گیا
link-code = اس کے بجائے SMS کا کوڈ
link-again = نیا لنک
link-seen =
    صفحے پر دکھائے گئے 6 ہندسے لکھیں۔
    کسی کو نہ دیں۔
slip-link-waits = ابھی تصدیق نہیں ہوئی۔
agent-not-proved =
    اہلکار آپ کو پہچان نہیں سکا۔
    پھر کوشش کریں یا کاغذات لائیں۔
recover-new-sim =
    یہ سم بہت نئی ہے۔ حفاظت کے لیے رسید یا دفتر۔
watch-start = پیغام سے بتائیں
watch-stop = اب نہ بتائیں
watch-started = ٹھیک ہے۔ نئی خبر پر پیغام آئے گا۔
watch-stopped = ٹھیک ہے۔ گھرانے پر پیغام نہیں آئے گا۔
watch-impossible = آپ کے گھرانے کے لیے یہ ممکن نہیں۔
sms-change =
    آپ کے گھرانے کی نئی خبر ہے۔ پڑھنے یا روکنے کے لیے ملائیں:
    { $service_code }
sms-proof-done = ایک اہلکار نے ابھی آپ کی شناخت جانچی۔ آپ نہیں تھے؟ { $hotline } پر کال کریں۔
sms-proof-exception = دو اہلکاروں نے ابھی آپ کی شناخت کی تصدیق کی۔ آپ نہیں تھے؟ { $hotline } پر کال کریں۔
sms-proof-link = ابھی لنک سے آپ کی شناخت جانچی گئی۔ آپ نہیں تھے؟ { $hotline } پر کال کریں۔

## چیٹ میں کسی شخص سے بات

menu-human = کسی شخص سے بات کریں
human-offer =
    یہاں ایک شخص لکھ کر جواب دے سکتا ہے۔
    { $before ->
        [0] آپ سے پہلے کوئی نہیں۔
       *[other] آپ سے پہلے منتظر: { $before }
    }
    وہ یہاں لکھا ہوا پڑھے گا۔ انتظار کریں گے؟
human-seen =
    کیا وہ پچھلی سروس اور آپ کے فون نمبر کا
    آخری حصہ بھی دیکھ سکتا ہے؟
human-waiting =
    { $before ->
        [0] قطار میں آپ پہلے ہیں۔
       *[other] آپ سے پہلے منتظر: { $before }
    }
    یہاں لکھیں، سب پڑھا جائے گا۔
    واپسی کے لیے لکھیں: مینو
human-shut =
    یہاں جواب: { $hours }
    تعطیل کے سوا۔ آپ کیا چاہیں گے؟
human-nobody = ابھی کوئی جواب نہیں دے سکتا۔ کیا چاہیں گے؟
human-long = بہت لوگ منتظر ہیں: { $before }۔ کیا چاہیں گے؟
human-call = مجھے کال کریں
human-write = پیغام چھوڑیں
human-phone = کس نمبر پر کال کریں؟
human-call-done =
    درج ہو گیا: { $ref }
    { $day } تک کال آئے گی۔
human-kept = یہ جواب دینے والے کے لیے محفوظ ہے۔ آپ سے پہلے منتظر: { $before }
human-claimed =
    اب آپ ایک شخص سے بات کر رہے ہیں۔
    واپسی کے لیے لکھیں: مینو
human-moved = دوسرا شخص جواب دے گا۔ یہیں رہیں۔
human-returned = آپ کو خودکار کاؤنٹر پر واپس کیا گیا۔
human-closed = بات ختم ہوئی۔ اب پھر خودکار کاؤنٹر ہے۔
human-nobody-came =
    وقت پر کوئی نہ آ سکا، معذرت۔
    اب پھر خودکار کاؤنٹر ہے۔
human-silent = دیر تک پیغام نہ آیا، بات ختم ہوئی۔ اب پھر خودکار کاؤنٹر ہے۔
slip-counter = اب پھر خودکار کاؤنٹر ہے۔
## چیٹ

phone-ask = اس کے لیے آپ کا فون نمبر چاہیے۔
phone-link = میرا فون جوڑیں
phone-number = اپنا موبائل نمبر لکھیں۔ اس پر کوڈ آئے گا۔
phone-code = { $phone } پر آئے 6 ہندسے لکھیں۔
slip-mobile = اس ملک کا موبائل نمبر لکھیں۔
slip-phone-code = کوڈ پرانا ہے۔ نیا بھیجا گیا ہے۔
sms-phone-code = { $code } آپ کا فون ہماری چیٹ سے جوڑتا ہے۔ آپ نے نہیں مانگا؟ کسی کو نہ بتائیں۔
data-link = میرا فون جوڑیں
data-unlink = میرا فون الگ کریں
data-link-done = آپ کا فون اس چیٹ سے جڑ گیا۔
data-unlink-done = آپ کا فون اس چیٹ سے الگ ہو گیا۔
word-choose = چنیں
chat-words-only = میں صرف نئے پیغام پڑھتا ہوں، الفاظ یا نمبر۔
chat-old-button = یہ بٹن پرانا ہے۔ اس کا جواب دیں:
chat-alone = مجھے اکیلے میں لکھیں، گروپ میں نہیں۔
