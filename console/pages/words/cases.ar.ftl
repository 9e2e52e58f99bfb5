### الملفات: قائمة الانتظار والملف والأعداد.

menu-cases = الملفات
menu-case-report = أعداد الملفات

case-filter = عرض
case-any = الكل
case-all = الكل، حتى ما تم البت فيه
case-waiting = في انتظار القرار
case-me = ملفاتي
case-nobody = لا أحد
case-late-only = المتأخرة فقط
case-late = متأخر
case-late-since = متأخر: كان الموعد { $day }.
case-list = { $number ->
    [zero] { $number } ملف
    [one] { $number } ملف
    [two] ملفان، الأقدم موعدا أولا
    [few] { $number } ملفات، الأقدم موعدا أولا
    [many] { $number } ملفا، الأقدم موعدا أولا
   *[other] { $number } ملف، الأقدم موعدا أولا
  }
case-none = لا يوجد ملف بهذه المواصفات.

case-title = الملف { $ref }
case-ref = المرجع
case-promised = الموعد
case-opened = تاريخ الفتح
case-state = الحالة
case-kind = النوع
case-category = الموضوع
case-place = المكان
case-programme = البرنامج
case-assignee = لدى
case-owner = الجهة
case-level = درجة القرار
case-phone = الهاتف (محجوب)
case-channel = وصل عبر
case-lang = اللغة
case-said = ما كتبه المعني بالأمر
case-said-nothing = لا شيء: فتح الملف بالاختيارات فقط.
case-desired = المطلوب
case-wish-correct = التصحيح
case-wish-explain = توضيح
case-wish-call = مكالمة
case-for = لمن
case-for-other = شخص آخر
case-question = سؤال مطروح على المواطن
case-moves = ما يمكنك فعله
case-no-moves = لا شيء في هذه اللحظة.
case-history = السجل
case-public = يمكن للمواطن قراءته

case-state-received = تم التوصل به
case-state-open = مفتوح
case-state-in-progress = قيد المعالجة
case-state-waiting-citizen = في انتظار المواطن
case-state-resolved = تم البت فيه
case-state-closed = مغلق
case-state-appealed = قيد إعادة النظر
case-state-escalated = لدى السلطة المختصة
case-state-referred = محال
case-kind-grievance = شكاية
case-kind-update = تغيير معطيات
case-kind-referral = توجيه
case-kind-callback = معاودة الاتصال
case-channel-ussd = USSD
case-channel-sms = رسالة قصيرة
case-channel-web = محادثة الموقع
case-channel-telegram = Telegram
case-channel-whatsapp = WhatsApp
case-by-citizen = المواطن
case-by-system = النظام

case-event-opened = فتح الملف
case-event-message = رسالة من المواطن
case-event-answered = أجاب المواطن
case-event-appealed = طلب المواطن إعادة النظر
case-event-escalated = إلى السلطة المختصة
case-event-withdrawn = سحبه المواطن
case-event-rated = تقييم المواطن (من 1 إلى 5)
case-event-reopened = أعاد المواطن فتحه
case-event-assigned = أسند إلى
case-event-asked = سؤال إلى المواطن
case-event-note = ملاحظة
case-event-upheld = القرار: المواطن على حق
case-event-rejected = القرار: رفض الطلب
case-event-referred = أحيل على
case-event-closed = أغلق الملف
case-event-untouched = لم ينظر فيه أحد في الوقت المحدد
case-event-near = اقترب الموعد
case-event-overdue = انقضى الموعد
case-event-reminded = تم تذكير المواطن
case-event-unanswered = لم يجب المواطن؛ المعالجة مستمرة
case-event-followed = سئل المواطن هل حصل على مساعدة
case-event-helped = حصل المواطن على مساعدة
case-event-not-helped = لم يحصل المواطن على مساعدة

case-move-take = أخذ هذا الملف
case-move-assign = إسناده إلى موظف
case-move-ask = سؤال المواطن
case-move-note = كتابة ملاحظة
case-move-tell = إخبار المواطن
case-move-resolve = البت في الملف
case-move-refer = إحالته على جهة
case-move-hand-up = رفعه إلى السلطة المختصة
case-move-close = إغلاق الملف
case-to = إلى من
case-body = أي جهة
case-text-ask = السؤال
case-text-note = الملاحظة
case-text-tell = الرسالة
case-text-resolve = الجواب
case-text-hand-up = السبب
case-about-take = سيكون القرار بيدك.
case-about-ask = يقرأ المواطن هذا. يتوقف الأجل إلى أن يجيب. لا تطلب أبدا رمزا أو رقما سريا.
case-about-note = للزملاء فقط. لا يراه المواطن.
case-about-tell = يقرأ المواطن هذا، وتخبره رسالة قصيرة بوجود جديد.
case-about-resolve = يقرأ المواطن هذا. بين ما تقرر ولماذا، بكلمات بسيطة.
case-about-hand-up = يقرأ المواطن هذا. تصبح السلطة المختصة هي من يقرر.
case-about-close = تم البت فيه ولن يتبعه شيء. يتم إخبار المواطن.
case-upheld = هل المواطن على حق؟
case-upheld-yes = نعم
case-upheld-no = لا

case-needed = المرجو ملء هذه الخانة.
case-needed-upheld = المرجو تحديد هل المواطن على حق.
case-too-long = النص طويل جدا: 1000 حرف على الأكثر.
case-unknown = لا يمكن هذا الاختيار. اختر من جديد.
case-decided-before = سبق لك البت في هذا الملف: يجب أن يعيد النظر فيه شخص آخر.
case-no-day = أدخل تاريخا مثل 2026-11-30.

done-case-take = الملف الآن لديك.
done-case-assign = تم إسناد الملف.
done-case-ask = تم طرح السؤال على المواطن.
done-case-note = تم تسجيل الملاحظة.
done-case-tell = تم إخبار المواطن.
done-case-resolve = تم البت في الملف وإخبار المواطن.
done-case-refer = تمت الإحالة وإخبار المواطن.
done-case-hand-up = الملف لدى السلطة المختصة وتم إخبار المواطن.
done-case-close = تم إغلاق الملف.

case-group-by = العد حسب
case-by-category = الموضوع
case-by-state = الحالة
case-by-place = المكان
case-by-programme = البرنامج
case-by-channel = قناة الوصول
case-by-satisfaction = الرضا (من 1 إلى 5)
case-by-helped = هل نفعت الإحالة
case-helped-yes = نعم
case-helped-no = لا
case-helped-unanswered = بلا جواب
case-group-other = الباقي مجموعا
case-group-unknown = غير محدد
case-since = فتحت من
case-until = فتحت إلى
case-count = عد
case-counts = الملفات المفتوحة
case-number = عدد الملفات
case-no-counts = لا توجد مجموعة كبيرة بما يكفي لعرضها.
case-k = لا تعرض أبدا مجموعات تقل عن خمسة: قد تدل على شخص بعينه.
