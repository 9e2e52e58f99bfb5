### الموظفون، لمن يدير حساباتهم.

menu-operators = الموظفون
operator-new = يضاف الموظف الجديد من سطر الأوامر: guichet operator add. هناك يظهر رمزه مرة واحدة.
operator-list = { $number ->
    [zero] { $number } موظف
    [one] { $number } موظف
    [two] موظفان
    [few] { $number } موظفين
    [many] { $number } موظفا
   *[other] { $number } موظف
  }
operator-id = الموظف
operator-roles = الأدوار
operator-counter = الشباك
operator-areas = المناطق
operator-everywhere = الكل
operator-access = الولوج
operator-disabled = انتهى
operator-you = هذا أنت
operator-disable = إنهاء الولوج
operator-disable-sure = إنهاؤه نهائيا
operator-disable-about = يخرج { $id } فورا من اللوحة ومن الواجهة البرمجية، ولا يمكنه العودة بهذا الحساب.

done-operator-disabled = انتهى الولوج.
