### صفحة الهواتف: ما يحيط بالشاشات، وما يفعله بها المشغلون.

title = الهواتف · العرض التجريبي للشباك
brand = الشباك
tagline = على كل هاتف
lead = اطلب { $code } ثم أجب بالأزرار.
language = اللغة
phones = الهواتف
invented = كل الأشخاص والأرقام من نسج الخيال. لا يصل شيء من هنا إلى هاتف حقيقي.

add-phone = إضافة هاتف
add = إضافة
number = الرقم
number-typed = رقم مكتوب
number-another = رقم آخر…
number-here = هذا الهاتف موجود في الصفحة.
number-wrong = اكتب الرقم مع رمز البلد، مثلا { $example }.
remove = إزالة
remove-phone = إزالة { $name }

## الهاتف، ومفاتيح لوحة المفاتيح التي تقوم مقام أزراره.

screen = الشاشة
time-left = ما بقي من وقت الجلسة
handset-keys = أزرار الهاتف
keypad = لوحة الأرقام
redial = أعد الطلب
send = إرسال
delete = مسح
call = اتصال
end = إنهاء
star = * نجمة
hash = # مربع
keys-type = للكتابة
key-enter = Enter
keys-enter = للاتصال أو الإرسال
key-backspace = Backspace
keys-backspace = للمسح
key-escape = Esc
keys-escape = للإنهاء، على الهاتف المحدد

## الشاشة حين لا تتكلم الخدمة.

state-idle = جاهز
state-waiting = جار الإرسال…
state-open = الجلسة مفتوحة
state-over = انتهت الجلسة
dial = اطلب
code = الرمز
answer = الجواب
code-first = اكتب رمزا أولا.
answer-first = اكتب جوابا أولا.
hung-up = أنهيت الجلسة.
timed-out = لم يصل جواب في الوقت: انتهت الجلسة. اطلب من جديد.
no-session = لا توجد جلسة هنا لدى المشغل. اطلب من جديد.
not-shown = لم يتمكن المشغل من عرض هذه الشاشة: { $why }
why-no-answer = لم تجب الخدمة في الوقت.
why-unreachable = تعذر الوصول إلى الخدمة.
why-bad-prefix = لم تقل الخدمة هل تستمر الجلسة.
why-bad-encoding = جواب الخدمة غير مقروء.
why-no-service = لا توجد خدمة بهذا الرمز.
why-no-session = انتهت الجلسة.
why-session-timeout = طالت الجلسة أكثر من اللازم.
why-busy = الجواب السابق ما زال في الطريق.
away = العرض التجريبي لا يجيب. هل ما زال يعمل؟
away-long = العرض التجريبي لا يجيب. هل ما زال يعمل؟ تعيد هذه الصفحة المحاولة كل ثانيتين.
refused = لم يتمكن العرض التجريبي من فعل ذلك ({ $why }). اطلب من جديد.
unreadable = قدم العرض التجريبي جوابا لا تستطيع هذه الصفحة قراءته.

## الرسائل.

messages = الرسائل
messages-of = رسائل { $name }
messages-none = لا رسائل بعد. هنا تصل الرموز والتأكيدات.
message-new = رسالة جديدة إلى { $name } من { $sender }: { $text }
use-code = استعمال الرمز
use-this-code = استعمال الرمز { $code }

## طرق المشغلين.

operator = المشغل
profile-africastalking = Africa’s Talking
profile-open = يرسل أول طلب مرتين
profile-after = يرسل كل طلب مرتين، الواحد بعد الآخر
profile-together = يرسل كل طلب مرتين في الوقت نفسه
profile-late = يعيد إرسال طلبات سابقة، متأخرة
profile-silent = لا يخبر أبدا بانتهاء الجلسة
profile-hasty = جلسات من 20 ثانية
profile-short = جلسات من 30 ثانية، والجواب في 15
profile-patient = جلسات من 120 ثانية، والجواب في 30
profile-last = آخر إدخال فقط
profile-last-late = آخر إدخال فقط، طلبات مكررة ومتأخرة
profile-numbered = آخر إدخال فقط، طلبات مرقمة
profile-numbered-late = آخر إدخال فقط، طلبات مرقمة ومكررة ومتأخرة
profile-no-arabic = يسقط الحروف العربية
profile-ascii = يضع ? مكان حروف مثل é
profile-small = هواتف تعرض 160 حرفا ويكتب فيها 80
profile-old = هواتف تعرض 160 حرفا ويكتب فيها 90، بلا عربية
profile-worst = كل ما يمكن أن يتعطل
