### علبة الوارد: الجواب على المواطنين في الدردشة.

menu-inbox = المحادثات
inbox-lead = ما دامت هذه الصفحة مفتوحة، يُخبر المواطنون بأن هناك من يجيب.
inbox-mine = محادثاتك
inbox-mine-none = ليست لديك أي محادثة.
inbox-open = محادثة باللغة { $lang }، { $channel }
inbox-waiting = المنتظرون: { $count }
inbox-waiting-caption = الأطول انتظارا أولا
inbox-waiting-none = لا أحد ينتظر.
inbox-since = ينتظر منذ
inbox-minutes = { $minutes ->
        [zero] أقل من دقيقة
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $minutes } دقائق
       *[other] { $minutes } دقيقة
    }
inbox-lang = اللغة
inbox-channel = القناة
inbox-channel-web = دردشة الموقع
inbox-channel-telegram = تيليغرام
inbox-channel-whatsapp = واتساب
inbox-service = آخر خدمة
inbox-service-recover = استرجاع رقم
inbox-service-status = تتبع ملف
inbox-service-offices = البحث عن مكتب
inbox-service-privacy = معطياتي
inbox-service-messages = الرسائل
inbox-service-grievance = شكاية
inbox-service-update = تغيير المعطيات
inbox-service-guide = دليل
inbox-service-refer = توجيه
inbox-phone = الهاتف
inbox-do = الإجراء
inbox-claim = أخذ
inbox-off = أغادر مكاني
inbox-talk = محادثة
inbox-back = العودة إلى الصف
inbox-state = الحالة
inbox-state-waiting = في الانتظار
inbox-state-held = معك
inbox-state-returned = أعيدت إلى الشباك
inbox-state-closed = منتهية
inbox-state-expired = منتهية المدة
inbox-asked = وقت الطلب
inbox-lines = ما قيل
inbox-citizen = المواطن
inbox-counter = الشباك
inbox-lost = لم يمكن تسليم هذه الرسالة.
inbox-ready = أجوبة جاهزة
inbox-ready-none = لا شيء
inbox-text = جوابك
inbox-text-hint = لغة المواطن: { $lang }. لا تطلب أبدا رقما كاملا أو رمزا.
inbox-say = إرسال
inbox-empty = اكتب جوابا أو اختر واحدا.
inbox-long = الجواب طويل جدا.
inbox-refresh = عرض الرسائل الجديدة
inbox-end = تحويل أو إنهاء
inbox-return = إعادة إلى الشباك
inbox-return-what = يواصل المواطن مع القائمة.
inbox-close = إنهاء
inbox-close-what = قيل كل شيء، ويُخبر المواطن بذلك.
inbox-transfer = تحويل
inbox-to = إلى
inbox-to-queue = العودة إلى الصف
inbox-over = انتهت هذه المحادثة.
inbox-note-waiting = أُخبر بالانتظار
inbox-note-kept = أُخبر بأن كلامه محفوظ
inbox-note-claimed = أُخبر بوجود شخص
inbox-note-moved = أُخبر بأن شخصا آخر سيجيب
inbox-note-returned = أُخبر بأن الشباك يجيب من جديد
inbox-note-closed = أُخبر بانتهاء المحادثة
inbox-note-nobody-came = أُخبر بأن لا أحد تمكن من المجيء
inbox-note-silent = أُخبر بانتهاء المحادثة بعد صمت طويل
inbox-mark-claimed = أُخذت
inbox-mark-transferred = حُولت
inbox-mark-left = عاد المواطن إلى القائمة
inbox-mark-returned = أعيدت إلى الشباك
inbox-mark-closed = أُنهيت
inbox-mark-expired = انتهت مدتها

done-inbox-transferred = تم تحويل المحادثة.
done-inbox-returned = عاد المواطن إلى الشباك.
done-inbox-closed = انتهت المحادثة.
done-inbox-off = لم يعد المواطنون يُخبرون بوجودك.
