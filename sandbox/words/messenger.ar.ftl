### صفحة تطبيقات المراسلة؛ بقية كلماتها مع كلمات الهواتف.

messenger-telegram = تيليغرام
messenger-whatsapp = واتساب
messenger-people = الأشخاص
messenger-buttons = الأزرار
messenger-message = الرسالة
messenger-codes = رموز SMS تصل في صفحة أخرى:
