### review: pending
### The counter in Standard Moroccan Tamazight, in Tifinagh. Rules, budgets and review: docs/translate.md
### Every text may use $id_name, $service_code, $short_code and $hotline.
### zgh-Latn.ftl says the same, letter by letter, for phones that do not show Tifinagh: change both.

# Months in dates are written as in this region.
locale = zgh
# gsm7: sent without the accents that the GSM alphabet lacks. auto: sent as written.
encoding = auto

## ⵓⵎⵓⵖ ⴷ ⵜⵓⵜⵍⴰⵢⵜ

menu = ⵜⵉⵏⵓⴼⴰ ⵏⵏⵖ
menu-recover = ⴰⴼ { $id_name } ⵉⵏⵓ
menu-status = ⴰⵣⵎⵎⴻⵎ ⵉⵏⵓ
menu-offices = ⴰⴼ ⴰⵙⵉⵔⴰ
menu-privacy = ⵉⵙⴼⴽⴰ ⵉⵏⵓ
menu-language = ⵜⵓⵜⵍⴰⵢⵜ / Langue
language-ask = Langue / Language
    .encoding = auto
language-ar = العربية
language-fr = Français
language-en = English
language-so = Soomaali
language-aa = Qafar af
language-ur = اردو
language-zgh = ⵜⴰⵎⴰⵣⵉⵖⵜ
language-zgh-Latn = Tamazight
language-done = ⵜⵏⴼⵍ ⵜⵓⵜⵍⴰⵢⵜ.
resume-offer = ⵉⵍⵍⴰ ⴽⵔⴰ ⵓⵔ ⵉⵙⵎⵉⴷ.
resume-continue = ⴽⵎⵍ
resume-again = ⵣⵡⵓⵔ ⵙ ⵜⴰⵣⵡⴰⵔⴰ

word-more = ⵓⴳⴰⵔ
word-back = ⴰⵖⵓⵍ
word-home = ⵓⵎⵓⵖ

## ⵎⴰⵢⴷ ⵏⵜⵜⴰⵔⴰ

slip-choice = ⴰⵔⴰ ⵓⵟⵟⵓⵏ ⴳⵔ { $least } ⴷ { $most }.
slip-empty = ⵓⵔ ⴷ ⵢⵉⵡⴹ ⵡⴰⵍⵓ. ⴰⵔⴰ ⵜⴰⵎⵔⴰⵔⵓⵜ ⵏⵏⴽ.
slip-receipt = ⴳ ⵜⵜⵓⵚⵉⵍ 29 ⵏ ⵉⵣⵡⵉⵍⵏ. ⵜⵓⵔⵉⴷ { $count }.
slip-receipt-form = ⵓⵟⵟⵓⵏ ⴰⴷ ⵓⵔ ⵉⴳⵉ ⵡⴰⴷ. ⵥⵔ 29 ⵏ ⵉⵣⵡⵉⵍⵏ.
slip-code = ⴳ ⵜⴰⵏⴳⴰⵍⵜ 6 ⵏ ⵉⵣⵡⵉⵍⵏ. ⴰⵔⴰ ⴷⴰⵖ.
slip-no-back = ⵉⴼⵓⴽⴽ ⵓⵙⵡⵉⵔ ⴰⴷ. ⴽⵎⵍ ⵣⵖ ⴷⴰ.
slip-commune = ⵓⵔ ⵉⵜⵜⵢⴰⴼ ⵓⴷⵖⴰⵔ. ⴰⵔⴰ ⴷⴰⵖ.
slip-too-long = ⵉⵖⵣⵣⵉⴼ ⵓⴹⵔⵉⵙ. ⴰⵔⴰ ⴷⵔⵓⵙ.
slip-number = ⴰⵔⴰ { $number } ⴰⴷ ⵜⴽⵎⵍⴷ, ⵏⵖ 0.

## ⵙ ⵉⵡⴰⵍⵉⵡⵏ

slip-lost = ⵓⵔ ⴼⵀⵉⵎⵖ. ⵙⵜⵉ.
chat-help = ⴰⵔⴰ ⵓⵟⵟⵓⵏ ⵏⵖ ⵉⵎⵉⴽ ⵏ ⵉⵡⴰⵍⵉⵡⵏ. 0 ⵉ ⵡⴰⵖⵓⵍ.
chat-stopped = ⵉⴼⵓⴽⴽ ⵓⵎⵙⴰⵡⴰⵍ ⴰⴷ. ⴰⵔⴰ ⴷⴰⵖ ⵎⴰ ⵜⵔⵉⴷ.
assistant-said = { $said }
did-you-mean = ⵉⵙ ⵜⵔⵉⴷ ⴰⴷ ⵜⵉⵏⵉⴷ:
mean-none = ⵜⴰⵢⴷ
heard-right = ⵜⵏⵏⵉⴷ: { $said }. ⵉⵙ ⵉⵖⵓⴷ?
heard-and = { $one }, { $more }
heard-date = ⴰⵣⵎⵣ { $day }
heard-year = ⴰⵙⴻⴳⴳⵯⴰⵙ { $year }
heard-place = ⴳ { $place }
heard-phone = ⵜⵉⵍⵉⴼⵓⵏ { $number }
heard-number = ⵓⵟⵟⵓⵏ { $number }
heard-ending = ⵓⵟⵟⵓⵏ ⵉⵜⵜⴳⵉⵔⵉⵏ ⵙ { $ending }
heard-name = ⵉⵙⵎ { $name }

## ⵎⴰⵢⴷ ⵉⵣⵎⵔⵏ ⴰⴷ ⵢⵉⵍⵉ

busy =
    ⵜⴰⵏⴰⴼⵓⵜ ⵓⵔ ⴷⴰ ⵜⵜⵔⴰⵔⴰ ⵖⵉⵍⴰ.
    ⵓⵔ ⵉⵊⵍⵉ ⵡⴰⵍⵓ.
    ⴷⴻⴼⴼⵉⵔ ⵉⵎⵉⴽ ⵙⵉⵡⵍ ⵙ { $service_code }
busy-texted =
    ⵜⴰⵏⴰⴼⵓⵜ ⵓⵔ ⴷⴰ ⵜⵜⵔⴰⵔⴰ ⵖⵉⵍⴰ.
    ⵓⵔ ⵉⵊⵍⵉ ⵡⴰⵍⵓ.
    ⴷⴻⴼⴼⵉⵔ ⵉⵎⵉⴽ ⴰⵔⴰ ⴷⴰⵖ.
moved =
    ⵜⵏⴼⵍ ⵜⵏⴰⴼⵓⵜ.
    ⵉ ⵓⵣⵡⵓⵔ ⵙⵉⵡⵍ ⵙ { $service_code }
moved-texted =
    ⵜⵏⴼⵍ ⵜⵏⴰⴼⵓⵜ.
    ⵉ ⵓⵣⵡⵓⵔ ⴰⵔⴰ ⵓⵎⵓⵖ.
session-over =
    ⵉⴼⵓⴽⴽ ⵓⵎⵙⴰⵡⴰⵍ ⴰⴷ.
    ⵙⵉⵡⵍ ⴷⴰⵖ ⵙ { $service_code }
session-over-texted =
    ⵉⴼⵓⴽⴽ ⵓⵎⵙⴰⵡⴰⵍ ⴰⴷ.
    ⵉ ⵓⵣⵡⵓⵔ ⴰⵔⴰ ⵓⵎⵓⵖ.
wait =
    ⴰⵙⵓⵜⵔ ⵏⵏⴽ ⵉⵍⵍⴰ ⴳ ⵜⵡⵓⵔⵉ.
    ⴷⴻⴼⴼⵉⵔ ⵉⵎⵉⴽ ⵙⵉⵡⵍ ⵙ { $service_code }
wait-texted =
    ⴰⵙⵓⵜⵔ ⵏⵏⴽ ⵉⵍⵍⴰ ⴳ ⵜⵡⵓⵔⵉ.
    ⴷⴻⴼⴼⵉⵔ ⵉⵎⵉⴽ ⴰⵔⴰ ⴷⴰⵖ.
come-again = ⵜⴰⵏⵎⵎⵉⵔⵜ.
errand-promised =
    ⵜⴰⵎⵔⴰⵔⵓⵜ ⵔⴰ ⵜⵎⴰⵟⵍ ⵉⵎⵉⴽ.
    ⵔⴰ ⴽ ⵜⵜ ⵏⴰⵣⵏ ⵙ SMS.
    ⴰⵙⴰⵖⵓⵍ: { $ref }
errand-pending =
    ⴰⵙⵓⵜⵔ ⵏⵏⴽ { $ref } ⵉⵍⵍⴰ ⴳ ⵜⵡⵓⵔⵉ.
    ⵔⴰ ⴽ ⵏⵔⴰⵔ ⵙ SMS.
errand-failed = ⵓⵔ ⵉⵔⵓⵔⴰ ⵓⵣⵎⵎⴻⵎ. ⵙⵓⵜⵔ ⴷⴰⵖ.
errand-ready = ⵜⴰⵎⵔⴰⵔⵓⵜ ⵉ ⵓⵙⵓⵜⵔ { $ref }:
make-sure = ⴰⴷ ⵜⴽⵎⵍⴷ ⴰⵔⴰ { $number }
not-allowed =
    ⵜⴰⵏⴰⴼⵓⵜ ⴰⴷ ⵓⵔ ⵜⵣⵎⵔ ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⴰⴷ.
    ⴷⴷⵓ ⵙ ⵓⵙⵉⵔⴰ ⵏⵖ ⵙⵉⵡⵍ ⵙ { $hotline }
locked =
    ⴳⴳⵓⵜⵏⵜ ⵜⵉⵔⵎⵉⵜⵉⵏ. ⵉ ⵓⵃⵔⴰⵣ ⵏⵏⴽ ⵜⵔⴳⵍ { $minutes ->
        [1] ⵢⴰⵜ ⵏ ⵜⵓⵙⴷⵉⴷⵜ
       *[other] { $minutes } ⵏ ⵜⵓⵙⴷⵉⴷⵉⵏ
    }.
    ⴷⴻⴼⴼⵉⵔ ⵉⵙ ⵙⵉⵡⵍ ⵙ { $service_code }
locked-texted =
    ⴳⴳⵓⵜⵏⵜ ⵜⵉⵔⵎⵉⵜⵉⵏ. ⵉ ⵓⵃⵔⴰⵣ ⵏⵏⴽ ⵜⵔⴳⵍ { $minutes ->
        [1] ⵢⴰⵜ ⵏ ⵜⵓⵙⴷⵉⴷⵜ
       *[other] { $minutes } ⵏ ⵜⵓⵙⴷⵉⴷⵉⵏ
    }.
    ⴷⴻⴼⴼⵉⵔ ⵉⵙ ⴰⵔⴰ ⴷⴰⵖ.

## ⴰⵔⴰⵔⴰⵏ ⵏ ⵡⵓⵟⵟⵓⵏ

recover-consent = ⴰⴷ ⵏⵔⵣⵓ ⵅⴼ ⵓⵟⵟⵓⵏ, ⵏⴰⵣⵏ ⵜⴰⵏⴳⴰⵍⵜ. ⵡⴰⵅⵅⴰ?
consent-yes = ⵢⴰⵀ
consent-no = ⵓⵀⵓ
recover-declined =
    ⵡⴰⵅⵅⴰ. ⵓⵔ ⵏⵙⵓⵜⵔ ⵡⴰⵍⵓ ⵉ ⵓⵣⵎⵎⴻⵎ.
    ⵜⵣⵎⵔⴷ ⴰⴷ ⵜⴷⴷⵓⴷ ⵙ ⵓⵙⵉⵔⴰ, ⵡⴰⵔ ⴰⵜⵉⴳ.
recover-way = ⵎⴰⵎⴽ ⵙ ⵔⴰ ⵜ ⵏⴰⴼ?
recover-way-sim = ⵙ SIM ⴰⴷ
recover-way-receipt = ⵙ ⵜⵜⵓⵚⵉⵍ ⵉⵏⵓ
recover-way-papers = ⵓⵔ ⴷⴰⵔⵉ ⵡⴰⵍⵓ
recover-receipt = ⴰⵔⴰ 29 ⵏ ⵉⵣⵡⵉⵍⵏ ⵏ ⵜⵜⵓⵚⵉⵍ.
recover-digits = ⴰⵔⴰ 4 ⵏ ⵉⵣⵡⵉⵍⵏ ⵉⵎⴳⴳⵓⵔⴰ ⵏⵖ ⵓⴳⴰⵔ.
slip-last-digits = ⴰⵔⴰ ⴳⵔ 4 ⴷ 8 ⵏ ⵉⵣⵡⵉⵍⵏ.
recover-code =
    ⵉⵖ ⵉⵍⵍⴰ ⵓⵣⵎⵎⴻⵎ, ⵜⴰⵡⴹ ⵜⴰⵏⴳⴰⵍⵜ ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵏⵏⵙ.
    ⴰⵔⴰ 6 ⵏ ⵉⵣⵡⵉⵍⵏ ⵏⵏⵙ ⴳ { $minutes ->
        [1] ⵢⴰⵜ ⵏ ⵜⵓⵙⴷⵉⴷⵜ
       *[other] { $minutes } ⵏ ⵜⵓⵙⴷⵉⴷⵉⵏ
    }.
    ⵉⵖ ⵜⵔⴳⵍ ⵙⵉⵡⵍ ⵙ { $service_code }
recover-code-texted =
    ⵉⵖ ⵉⵍⵍⴰ ⵓⵣⵎⵎⴻⵎ, ⵜⴰⵡⴹ ⵜⴰⵏⴳⴰⵍⵜ ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵏⵏⵙ.
    ⴰⵔⴰ 6 ⵏ ⵉⵣⵡⵉⵍⵏ ⵏⵏⵙ ⴳ { $minutes ->
        [1] ⵢⴰⵜ ⵏ ⵜⵓⵙⴷⵉⴷⵜ
       *[other] { $minutes } ⵏ ⵜⵓⵙⴷⵉⴷⵉⵏ
    }.
recover-code-again = ⴰⵔⴰ 6 ⵏ ⵉⵣⵡⵉⵍⵏ ⵏ ⵜⴰⵏⴳⴰⵍⵜ.
slip-code-wrong = ⵓⵔ ⵜⴳⵉ ⵜⴰⵏⴳⴰⵍⵜ ⴰⴷ. { $left ->
        [1] ⵜⵇⵇⵉⵎⴰ ⵢⴰⵜ ⵏ ⵜⵉⵔⵎⵉⵜ.
       *[other] ⵇⵇⵉⵎⵏⵜ { $left } ⵏ ⵜⵉⵔⵎⵉⵜⵉⵏ.
    }
slip-code-expired = ⵜⵇⴷⵎ ⵜⴰⵏⴳⴰⵍⵜ. ⵉⵖ ⵉⵍⵍⴰ ⵓⵣⵎⵎⴻⵎ, ⵜⵍⵍⴰ ⵜⴰⵎⴰⵢⵏⵓⵜ.
recover-locked =
    ⴳⴳⵓⵜⵏⵜ ⵜⵉⵏⴳⴰⵍⵉⵏ ⵓⵔ ⵉⵃⵍⵉⵏ. ⵜⵔⴳⵍ { $minutes ->
        [1] ⵢⴰⵜ ⵏ ⵜⵓⵙⴷⵉⴷⵜ
       *[other] { $minutes } ⵏ ⵜⵓⵙⴷⵉⴷⵉⵏ
    }.
    ⵜⵣⵎⵔⴷ ⴰⴷ ⵜⴷⴷⵓⴷ ⵙ ⵓⵙⵉⵔⴰ ⵙ ⵜⵉⴼⵔⴰⵜⵉⵏ ⵏⵏⴽ.
recover-sent =
    ⵏⵓⴼⴰ ⵓⵟⵟⵓⵏ. { $id_name }: { $masked }
    ⵔⴰ ⵏⴰⵣⵏ ⴽⵓⵍⵍⵓ ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵉⵣⵎⵎⴻⵎⵏ.
recover-other =
    ⵓⵔ ⵏⵓⴼⵉ ⵡⴰⵍⵓ ⵙ SIM ⴰⴷ ⴷ ⵉⵣⵡⵉⵍⵏ ⴰⴷ.
    ⴰⵣⵏ { $id_name } ⵉ ⵜⵖⴰⵔⴰⵙⵜ ⵢⴰⴹⵏ.
recover-papers =
    ⵙ ⵓⵙⵉⵔⴰ ⴰⵡⵉ ⵜⴰⴽⴰⵕⴹⴰ ⵏⵖ ⴰⵔⵔⴰ ⵏ ⵜⵍⴰⵍⵉⵜ.
    ⵡⴰⵔ ⵜⵉⴼⵔⴰⵜⵉⵏ: ⵙⵇⵙⴰ ⴰⵙⵉⵔⴰ. ⵡⴰⵔ ⴰⵜⵉⴳ.
papers-office = ⴰⴼ ⴰⵙⵉⵔⴰ
papers-end = ⴼⵓⴽⴽ

sms-recover-number =
    { $id_name }: { $number }
    ⴰⴷ ⵓⵔ ⵜⴰⴽⴽⴰⴷ ⵜⵉⵏⴳⴰⵍⵉⵏ ⵏⵏⴽ ⵉ ⵢⴰⵏ.
    ⵓⵔⴷ ⵛⴳⴳ? ⵙⵉⵡⵍ ⵙ { $hotline }
sms-recover-notice =
    ⵉⵜⵜⵢⴰⴼ ⵓⵟⵟⵓⵏ ⵏⵏⴽ { $id_name } ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵢⴰⴹⵏ ⵙ ⵜⴰⵏⴳⴰⵍⵜ ⵏⵏⴽ.
    ⵓⵔⴷ ⵛⴳⴳ? ⵙⵉⵡⵍ ⵙ { $hotline }
recover-other-number = ⵓⵟⵟⵓⵏ ⵢⴰⴹⵏ
recover-lost = ⵎⴰⵏ ⵓⵟⵟⵓⵏ ⴰⴽ ⵉⵊⵍⴰⵏ?
recover-lost-household = ⵓⵟⵟⵓⵏ ⵏ ⵜⴰⵡⵊⴰ
recover-lost-consent = ⵏⵙⵓⵜⵔ ⵜ ⵉ ⵓⵣⵎⵎⴻⵎ, ⵏⴰⵣⵏ ⵜⴰⵏⴳⴰⵍⵜ. ⵡⴰⵅⵅⴰ?
recover-lost-sent =
    ⵏⵓⴼⴰ ⵜ: { $masked }
    ⵔⴰ ⵏⴰⵣⵏ ⴽⵓⵍⵍⵓ ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵉⵣⵎⵎⴻⵎⵏ.
recover-lost-none =
    ⵓⵔ ⵉⵜⵜⵢⴰⴼ ⵓⵟⵟⵓⵏ ⴰⴷ.
    ⴷⴷⵓ ⵙ ⵓⵙⵉⵔⴰ ⵏⵖ ⵙⵉⵡⵍ ⵙ { $hotline }
papers-shared = ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵏ ⵜⴰⵡⵊⴰ
recover-born = ⴰⵔⴰ ⴰⵙⴳⴳⵯⴰⵙ ⵏ ⵜⵍⴰⵍⵉⵜ, 4 ⵏ ⵉⵣⵡⵉⵍⵏ.
slip-born = ⴰⵔⴰ 4 ⵏ ⵉⵣⵡⵉⵍⵏ, ⵣⵓⵏ 1985.
sms-lost-household =
    ⵓⵟⵟⵓⵏ ⵏ ⵜⴰⵡⵊⴰ ⵏⵏⴽ: { $number }
    ⴰⴷ ⵓⵔ ⵜⴰⴽⴽⴰⴷ ⵜⵉⵏⴳⴰⵍⵉⵏ ⵏⵏⴽ ⵉ ⵢⴰⵏ.
    ⵓⵔⴷ ⵛⴳⴳ? ⵙⵉⵡⵍ ⵙ { $hotline }
sms-lost-card =
    ⵜⴰⴽⴰⵕⴹⴰ { $name }: { $number }
    ⴰⴷ ⵓⵔ ⵜⴰⴽⴽⴰⴷ ⵜⵉⵏⴳⴰⵍⵉⵏ ⵏⵏⴽ ⵉ ⵢⴰⵏ.
    ⵓⵔⴷ ⵛⴳⴳ? ⵙⵉⵡⵍ ⵙ { $hotline }
sms-lost-notice =
    ⵉⵜⵜⵢⴰⴼ ⵢⴰⵏ ⵓⵟⵟⵓⵏ ⵏⵏⴽ ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵢⴰⴹⵏ ⵙ ⵜⴰⵏⴳⴰⵍⵜ ⵏⵏⴽ.
    ⵓⵔⴷ ⵛⴳⴳ? ⵙⵉⵡⵍ ⵙ { $hotline }

## ⵎⴰⵏⵉ ⵉⵍⵍⴰ ⵓⵣⵎⵎⴻⵎ ⵉⵏⵓ

status-what = ⵎⴰⵏ ⴰⵣⵎⵎⴻⵎ?
status-what-receipt = ⴰⵣⵎⵎⴻⵎ { $id_name }
status-what-rsu = ⴰⵣⵎⵎⴻⵎ ⵏ ⵜⴰⵡⵊⴰ
status-receipt = ⴰⵔⴰ 29 ⵏ ⵉⵣⵡⵉⵍⵏ ⵏ ⵜⵜⵓⵚⵉⵍ.
status-received =
    ⵢⵉⵡⴹ ⴷ ⵓⵣⵎⵎⴻⵎ ⵏⵏⴽ. ⵓⵔ ⵜⴰ ⴱⴷⵓⵏ ⴳ ⵉⵙ.
    ⵃⴹⵓ ⵜⵜⵓⵚⵉⵍ.
status-processing =
    ⴰⵣⵎⵎⴻⵎ ⵏⵏⴽ ⵉⵍⵍⴰ ⴳ ⵜⵡⵓⵔⵉ.
    ⵃⴹⵓ ⵜⵜⵓⵚⵉⵍ.
status-rejected =
    ⵓⵔ ⵉⵜⵜⵓⵇⴱⴰⵍ ⵓⵣⵎⵎⴻⵎ ⵏⵏⴽ.
    ⴰⵖⵓⵍ ⵙ ⵓⵙⵉⵔⴰ ⵙ ⵜⵜⵓⵚⵉⵍ ⴷ ⵜⵉⴼⵔⴰⵜⵉⵏ. ⵡⴰⵔ ⴰⵜⵉⴳ.
status-issued =
    ⵉⵍⵍⴰ { $id_name } ⵏⵏⴽ.
    ⴰⴷ ⵜⵜ ⵜⴰⵡⵉⴷ ⵙⵉⵡⵍ ⵙ { $service_code } ⵜⴰⵔⴰⴷ 1.
status-issued-texted =
    ⵉⵍⵍⴰ { $id_name } ⵏⵏⴽ.
    ⴰⴷ ⵜⵜ ⵜⴰⵡⵉⴷ ⴰⵔⴰ RECUP.
status-unknown =
    ⵓⵔ ⵉⵜⵜⵢⴰⴼ ⵡⴰⵍⵓ ⵙ ⵓⵟⵟⵓⵏ ⴰⴷ.
    ⵥⵔ ⵉⵣⵡⵉⵍⵏ ⵏ ⵜⵜⵓⵚⵉⵍ ⵏⵖ ⴷⴷⵓ ⵙ ⵓⵙⵉⵔⴰ.
rsu-needs =
    ⵉ ⵓⵣⵎⵎⴻⵎ ⵏ ⵜⴰⵡⵊⴰ ⵉⵇⵇⴰⵏⴷ:
    - { $id_name } ⵏ ⴽⵓ ⵢⴰⵏ
    - ⴰⵔⵔⴰ ⵏ ⵜⴰⵏⵙⴰ
    - ⴰⵜⵉⵍⵉⴼⵓⵏ
    - ⵎⴰⵢⴷ ⵜⴽⵛⵛⵎⵎ ⴷ ⵎⴰⵢⴷ ⵜⵙⵙⵓⴼⵖⵎ
    ⵡⴰⵔ ⴰⵜⵉⴳ, ⴳ ⵓⵙⵉⵔⴰ.
    ⴰⵣⵎⵎⴻⵎ ⵓⵔⴷ ⵜⵉⵡⵉⵙⵉ: ⴽⵓ ⴰⵖⴰⵡⴰⵙ ⵙ ⵜⴼⴰⴷⵉⵡⵉⵏ ⵏⵏⵙ.
sms-errand = ⴰⵙⵓⵜⵔ ⵏⵏⴽ { $ref }:
status-what-helped = ⵉ ⵢⴰⵏ ⴰⴷ ⵜⵜⴰⵡⵙⵖ
help-who = ⵎⴰⴷ ⵜⴳⵉⴷ ⵉ ⵓⴼⴳⴰⵏ ⴰⴷ?
help-relative = ⴰⵎⴷⴷⴰⴽⴽⵯⵍ
help-agent = ⴰⵙⵡⵓⵔⵉ
help-by = ⵎⴰⵎⴽ ⵙ ⵉⵇⴱⵍ?
help-by-code = ⵜⴰⵏⴳⴰⵍⵜ ⴳ ⵓⵜⵉⵍⵉⴼⵓⵏ
help-by-receipt = ⵉⵍⵍⴰ ⴷⵉⵢⵉ ⵙ ⵜⵜⵓⵚⵉⵍ
help-receipt = ⴰⵔⴰ 29 ⵏ ⵉⵣⵡⵉⵍⵏ ⵏ ⵜⵜⵓⵚⵉⵍ ⵏⵏⵙ. ⵏⴰⵔⴰ ⴰⵜⵉⵍⵉⴼⵓⵏ ⴰⴷ.
help-number = ⴰⵔⴰ { $id_name } ⵏⵏⵙ.
helped-code =
    ⵉⵖ ⵉⵍⵍⴰ ⵓⵣⵎⵎⴻⵎ, ⵜⴰⵡⴹ ⵜⴰⵏⴳⴰⵍⵜ ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵏⵏⵙ.
    ⵉⵖ ⵉⵇⴱⵍ ⵉⵏⵉ ⴰⴽ ⵜⵜ. ⴰⵔⴰ ⵜⵜ ⴳ { $minutes ->
        [1] ⵢⴰⵜ ⵏ ⵜⵓⵙⴷⵉⴷⵜ
       *[other] { $minutes } ⵏ ⵜⵓⵙⴷⵉⴷⵉⵏ
    }.
sms-helped =
    ⵙ ⵜⴰⵏⴳⴰⵍⵜ ⵏⵏⴽ ⵉⵥⵔⴰ ⵢⴰⵏ ⴰ ⴽ ⵉⵜⵜⴰⵡⵙⵏ ⵜⵉⵡⵉⵙⵉ ⵏⵏⴽ (ⵜⵉⵍⵉⴼⵓⵏ { $ending }).
    ⵓⵔ ⵜⵇⴱⵉⵍⴷ? ⵙⵉⵡⵍ ⵙ { $hotline }

## ⴰⴼ ⴰⵙⵉⵔⴰ

office-commune =
    ⴰⵔⴰ ⵉⵙⴽⴽⵉⵍⵏ ⵉⵣⵡⵓⵔⴰ ⵏ ⵜⵖⵉⵡⴰⵏⵜ ⵏⵖ ⵓⵟⵟⵓⵏⵏ ⵏⵏⵙⵏ.
    ⵣⵓⵏ RAB ⵏⵖ 722
office-commune-texted = ⴰⵔⴰ ⵉⵙⵎ ⵏ ⵜⵖⵉⵡⴰⵏⵜ ⵏⵖ ⵉⵙⴽⴽⵉⵍⵏ ⵏⵏⵙ ⵉⵣⵡⵓⵔⴰ.
office-which = ⵎⴰⵏ ⴰⴷⵖⴰⵔ?
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
    ⵜⵉⵍⵉⴼⵓⵏ: { $phone }

## ⵉⵙⴼⴽⴰ ⵉⵏⵓ

privacy =
    ⵏⵜⵜⵃⴹⵓ ⵜⵓⵜⵍⴰⵢⵜ ⵏⵏⴽ, ⵜⵉⵇⴱⵉⵍⵉⵏ ⵏⵏⴽ ⴷ ⵉⵙⵓⵜⵔⵏ ⵏⵏⴽ.
    ⴷⴰ ⵜⵜⵓⵙⴼⴰⴹⵏⵜ ⵜⵎⵔⴰⵔⵓⵜⵉⵏ ⵏⵏⴽ ⴳ ⵓⴳⴰⵔⴰ ⵏ ⵓⵎⵙⴰⵡⴰⵍ.
    ⵓⵟⵟⵓⵏ ⴷⴰ ⵉⵜⵜⴷⴷⵓ ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵉⵣⵎⵎⴻⵎⵏ ⵖⴰⵙ.
    ⴰⴷ ⵓⵔ ⵜⴰⴽⴽⴰⴷ ⵜⵉⵏⴳⴰⵍⵉⵏ ⵏⵏⴽ ⵉ ⵢⴰⵏ.
    ⴰⴷ ⵜⵥⵔⴷ ⵉⵙⴼⴽⴰ ⵏⵏⴽ: { $hotline }

## ⵜⵉⵍⵖⴰ ⵙ SMS

menu-messages = SMS ⵉⵏⵓ
messages-are-on = ⴷⴰ ⴽ ⵏⵜⵜⴰⵣⵏ ⵜⵉⵍⵖⴰ ⵙ SMS.
messages-are-off = ⵓⵔ ⴷⴰ ⴽ ⵏⵜⵜⴰⵣⵏ ⵜⵉⵍⵖⴰ ⵙ SMS.
messages-off = ⵙⴱⴷⴷ ⵜⵏⵜ
messages-on = ⴰⵣⵏ ⵉ ⵜⵏⵜ
messages-read = ⵖⵔ ⵜⴰⵎⴳⴳⴰⵔⵓⵜ
messages-check = ⵉⵙ ⵜⵓⵣⵏⵎ SMS ⴰⴷ?
messages-keep = ⴰⵊⵊ ⵜⵏⵜ ⴰⵎⵎ ⵉⴽⴽⴰ
announcement = ⵜⵉⵍⵖⴰ ⵏⵏⵖ, { $day }: { $words }
announcement-none = ⵓⵔ ⴰⴽ ⵏⵓⵣⵉⵏ ⵜⵉⵍⵖⴰ.
message-code = ⴰⵔⴰ 6 ⵉⵡⵓⵟⵟⵓⵏ ⵏ SMS:
genuine-yes =
    ⵢⴰⵀ, ⵜⵉⵏⴳⵉⵍⵜ ⵏ ⵜⵉⵍⵖⴰ ⵏⵏⵖ, { $day }.
    ⵓⵔ ⴷⴰ ⴽ ⵏⵙⵇⵙⴰ ⴱⴷⴷⴰ ⴼ PIN ⵏⵏⴽ.
genuine-named =
    ⵢⴰⵀ, ⵜⵉⵏⴳⵉⵍⵜ ⵏ:
    { $title }
    { $day }
    ⵓⵔ ⴷⴰ ⴽ ⵏⵙⵇⵙⴰ ⴱⴷⴷⴰ ⴼ PIN ⵏⵏⴽ.
genuine-no =
    ⵓⵔ ⵏⵓⵣⵉⵏ ⵜⴰⴱⵔⴰⵜ ⵙ ⵜⵉⵏⴳⵉⵍⵜ ⴰⴷ.
    ⴰⴷ ⴰⵙ ⵓⵔ ⵜⵔⴰⵔⵜ.
    ⵙⵉⵡⵍ ⵙ { $hotline }
messages-kept = ⵓⵔ ⵉⵏⴼⵍ ⵡⴰⵍⵓ.
messages-stopped = ⴱⴷⴷⵏⵜ ⵜⵉⵍⵖⴰ. ⵜⵉⵏⴳⴰⵍⵉⵏ ⵏⵏⴽ ⴷ ⵜⵎⵔⴰⵔⵓⵜⵉⵏ ⵇⵇⵉⵎⵏⵜ.
messages-started = ⵔⴰ ⴽ ⴰⵡⴹⵏⵜ ⵜⵉⵍⵖⴰ. ⵉ ⵓⵙⴱⴷⴷⵉ ⵙⵉⵡⵍ ⵙ { $service_code }
messages-started-texted = ⵔⴰ ⴽ ⴰⵡⴹⵏⵜ ⵜⵉⵍⵖⴰ. ⵉ ⵓⵙⴱⴷⴷⵉ ⴰⵔⴰ ⵓⵎⵓⵖ, SMS ⵉⵏⵓ.
sms-stopped = ⴱⴷⴷⵏⵜ ⵜⵉⵍⵖⴰ. ⵜⵉⵏⴳⴰⵍⵉⵏ ⵏⵏⴽ ⴷ ⵜⵎⵔⴰⵔⵓⵜⵉⵏ ⵇⵇⵉⵎⵏⵜ. ⵉ ⵡⴰⵖⵓⵍ ⴰⵣⵏ START
sms-stopped-all = ⵓⵔ ⵔⴰ ⴽ ⴷ ⵢⴰⵡⴹ ⵡⴰⵍⵓ, ⵖⴰⵙ ⵜⵉⵏⴳⴰⵍⵉⵏ ⴷ ⵜⵎⵔⴰⵔⵓⵜⵉⵏ ⵏⵏⴽ. ⵉ ⵡⴰⵖⵓⵍ ⴰⵣⵏ START
sms-started = ⵔⴰ ⴽ ⴰⵡⴹⵏⵜ ⵜⵉⵍⵖⴰ. ⵉ ⵓⵙⴱⴷⴷⵉ ⴰⵣⵏ STOP
sms-help = ⴰⵣⵏ { $id_name } ⵏⵖ STATUS ⵏⵖ OFFICE. ⵏⵖ ⵙⵉⵡⵍ ⵡⴰⵔ ⴰⵜⵉⴳ ⵙ { $service_code }

## ⴰⵛⵜⵜⴽⵉ

menu-grievance = ⴰⵛⵜⵜⴽⵉ
listed = { $name }
case-what = ⴰⵛⵜⵜⴽⵉ:
case-new = ⴰⵛⵜⵜⴽⵉ ⴰⵎⴰⵢⵏⵓ
case-follow = ⴹⴼⵔ ⴰⵛⵜⵜⴽⵉ ⵉⵏⵓ
case-private = ⵙⵉⵡⵍ ⵉ ⵢⴰⵏ
case-group = ⵅⴼ ⵎⴰⵢⴷ ⵉⵍⵍⴰ?
case-category = ⵙ ⵜⵉⴷⵜ:
case-for = ⵉ ⵎⵉ?
case-for-me = ⵉ ⵏⴽⴽ
case-for-other = ⵉ ⵢⴰⵏ ⵢⴰⴹⵏ
case-wish = ⵎⴰⵢⴷ ⵜⵙⵓⵜⵔⴷ?
case-wish-correct = ⴰⵖⵜⵉ ⵏ ⵜⵣⴳⵍⵜ
case-wish-explain = ⴰⵙⴼⵀⵎ
case-wish-call = ⴰⵙⵉⵡⵍ
case-words = ⵉⵙ ⵜⵔⵉⴷ ⴰⴷ ⵜⴰⵔⴰⴷ ⴽⵔⴰ?
case-words-send = ⵓⵀⵓ
case-words-add = ⵢⴰⵀ, ⴰⵔⴰ
case-text = ⴰⵔⴰ ⵎⴰⵢⴷ ⵉⵊⵔⴰⵏ ⵙ ⵉⵎⵉⴽ ⵏ ⵉⵡⴰⵍⵉⵡⵏ.
case-who = ⵎⴰⵎⴽ ⵙ ⵔⴰ ⵜⴹⴼⵔⴷ ⵜⴰⵎⵔⴰⵔⵓⵜ?
case-with-phone = ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⴰⴷ (SMS)
case-with-pin = ⵡⴰⵔ ⵉⵙⴻⵎ, ⵙ ⵜⴰⵏⴳⴰⵍⵜ
case-pin-new = ⵙⵜⵉ 4 ⵏ ⵉⵣⵡⵉⵍⵏ. ⵙ ⵓⵙⴰⵖⵓⵍ ⴷⴰ ⵔⵥⵎⵏ ⴰⵛⵜⵜⴽⵉ ⵏⵏⴽ.
case-opened =
    ⵉⵜⵜⵢⴰⵔⴰ ⵓⵙⵓⵜⵔ ⵏⵏⴽ.
    ⴰⵙⴰⵖⵓⵍ: { $ref }
    ⵜⴰⵎⵔⴰⵔⵓⵜ ⴷⴰⵜ { $day }.
    ⵔⴰ ⴽ ⴷ ⵜⴰⵡⴹ SMS.
case-opened-pin =
    ⵉⵜⵜⵢⴰⵔⴰ ⵡⴰⵔ ⵉⵙⴻⵎ ⵏⵏⴽ.
    ⴰⵙⴰⵖⵓⵍ: { $ref }
    ⴰⵔⴰ ⵜ ⴷ 4 ⵏ ⵉⵣⵡⵉⵍⵏ ⵏⵏⴽ.
    ⵜⴰⵎⵔⴰⵔⵓⵜ ⴷⴰ ⴷⴰⵜ { $day }.
case-same =
    ⵉⵍⵍⴰ ⴷⴰⵔⴽ ⵓⵙⵓⵜⵔ ⴰⵎⵎ ⵡⴰⴷ.
    ⴰⵙⴰⵖⵓⵍ: { $ref }
    ⵉⵍⵍⴰ ⴳ ⵜⵡⵓⵔⵉ.
case-reference = ⴰⵔⴰ ⴰⵙⴰⵖⵓⵍ: 8 ⵏ ⵉⵣⵡⵉⵍⵏ.
case-pin = ⴰⵔⴰ 4 ⵏ ⵉⵣⵡⵉⵍⵏ ⵏⵏⴰ ⵜⵙⵜⵉⴷ.
case-unknown =
    ⵓⵔ ⵉⵔⵥⵉⵎ ⵡⴰⵍⵓ ⵙ ⵉⵣⵡⵉⵍⵏ ⴰⴷ.
    ⵥⵔ ⵜⵏ ⵏⵖ ⵙⵎⵔⵙ ⴰⵜⵉⵍⵉⴼⵓⵏ ⵏ ⵓⵙⵓⵜⵔ.
slip-reference = ⴳ ⵓⵙⴰⵖⵓⵍ 8 ⵏ ⵉⵣⵡⵉⵍⵏ. ⴰⵔⴰ ⴷⴰⵖ.
slip-pin = ⴰⵔⴰ 4 ⵏ ⵉⵣⵡⵉⵍⵏ.
slip-phone = ⵓⵔ ⵉⴳⵉ ⵡⴰⴷ ⵓⵟⵟⵓⵏ ⵏ ⵜⵉⵍⵉⴼⵓⵏ. ⴰⵔⴰ ⴷⴰⵖ.
case-said = ⵜⴰⵎⵔⴰⵔⵓⵜ: { $said }
case-asked = ⴰⵙⵇⵙⵉ: { $said }
case-is-received = ⵢⵉⵡⴹ ⴷ ⵓⵙⵓⵜⵔ. ⵜⴰⵎⵔⴰⵔⵓⵜ ⴷⴰⵜ { $day }
case-is-open = ⵉⵔⵥⵎ ⵓⵙⵓⵜⵔ. ⵜⴰⵎⵔⴰⵔⵓⵜ ⴷⴰⵜ { $day }
case-is-in_progress = ⵉⵍⵍⴰ ⴳ ⵜⵡⵓⵔⵉ. ⵜⴰⵎⵔⴰⵔⵓⵜ ⴷⴰⵜ { $day }
case-is-waiting_citizen = ⴷⴰ ⵏⵜⵜⵇⵇⵍ ⵜⴰⵎⵔⴰⵔⵓⵜ ⵏⵏⴽ.
case-is-resolved = ⵜⵍⵍⴰ ⵜⵎⵔⴰⵔⵓⵜ.
case-is-closed = ⵉⵔⴳⵍ ⵓⵙⵓⵜⵔ ⵏⵏⴽ.
case-is-appealed = ⵢⴰⵏ ⵢⴰⴹⵏ ⴷⴰ ⵜ ⵉⵜⵜⵥⵔⴰ. ⴷⴰⵜ { $day }
case-is-escalated =
    ⴷⴰⵔ: { $owner }
    ⴷⴰⵜ { $day }
case-is-referred =
    ⵙ: { $owner }
    ⴷⴰⵜ { $day }
case-do-message = ⵔⵏⵓ ⵉⵣⵏ
case-do-answer = ⵔⴰⵔ
case-do-appeal = ⵙⵓⵜⵔ ⴰⴷ ⵥⵔⵏ ⴷⴰⵖ
case-do-reopen = ⵔⵥⵎ ⵜ ⴷⴰⵖ
case-do-escalate = ⴷⴷⵓ ⵙ ⴰⴼⴻⵍⵍⴰ
case-do-withdraw = ⴽⴽⵙ ⵜ
case-do-rate = ⵉⵏⵉ ⵔⵔⴰⵢ ⵏⵏⴽ
case-do-end = ⴼⵓⴽⴽ
case-message = ⴰⵔⴰ ⵉⵣⵏ ⵏⵏⴽ ⵙ ⵉⵎⵉⴽ ⵏ ⵉⵡⴰⵍⵉⵡⵏ.
case-reason = ⵉⵏⵉ ⵎⴰⵅⵅ, ⵙ ⵉⵎⵉⴽ ⵏ ⵉⵡⴰⵍⵉⵡⵏ.
case-rate = ⵉⵙ ⴰⴽ ⵜⴻⵄⵊⴱ ⵜⵎⵔⴰⵔⵓⵜ?
case-star-5 = ⵜⴻⵄⵊⴱ ⵉ ⴱⴰⵀⵔⴰ
case-star-4 = ⵜⴻⵄⵊⴱ ⵉ
case-star-3 = ⴳ ⵜⵓⵥⵥⵓⵎⵜ
case-star-2 = ⵉⵎⵉⴽ
case-star-1 = ⵓⵀⵓ
case-message-done = ⵉⵣⵏ ⵏⵏⴽ ⵉⵍⵍⴰ ⴷ ⵓⵙⵓⵜⵔ.
case-answer-done = ⵜⴰⵏⵎⵎⵉⵔⵜ. ⵜⴰⵎⵔⴰⵔⵓⵜ ⵏⵏⴽ ⵜⵍⵍⴰ ⴷ ⵓⵙⵓⵜⵔ.
case-appeal-done = ⵡⴰⵅⵅⴰ. ⵢⴰⵏ ⵢⴰⴹⵏ ⵔⴰ ⵉⵥⵔ ⴰⵙⵓⵜⵔ ⵏⵏⴽ.
case-reopen-done = ⵉⵔⵥⵎ ⴷⴰⵖ ⵓⵙⵓⵜⵔ ⵏⵏⴽ.
case-escalate-done = ⵡⴰⵅⵅⴰ. ⵔⴰ ⵉⴷⴷⵓ ⵙ ⵡⵉⴷ ⵜ ⵉⵙⵙⵏ.
case-withdraw-done = ⵉⵜⵜⵢⴰⴽⴽⵙ ⵓⵙⵓⵜⵔ ⵏⵏⴽ.
case-rate-done = ⵜⴰⵏⵎⵎⵉⵔⵜ ⵅⴼ ⵔⵔⴰⵢ ⵏⵏⴽ.
case-do-helped = ⵎⴰ ⵜⵓⴼⵉⴷ ⵜⵉⵡⵉⵙⵉ?
case-helped = ⵎⴰ ⵜⵓⴼⵉⴷ ⵜⵉⵡⵉⵙⵉ?
case-helped-yes = ⵜⴰⵏⵎⵎⵉⵔⵜ. ⵉⵔⴳⵍ ⵓⵙⵓⵜⵔ ⵏⵏⴽ.
case-helped-no = ⵜⴰⵏⵎⵎⵉⵔⵜ. ⵉⵔⵥⵎ ⵓⵙⵓⵜⵔ ⵏⵏⴽ, ⵔⴰ ⵜ ⵥⵔⵏ ⴷⴰⵖ.
case-gone = ⵓⵔ ⵙⵓⵍ ⵉⵣⵎⵔ ⵎⴰⵢⴰⴷ ⵉ ⵓⵙⵓⵜⵔ ⴰⴷ.
case-bye = ⵜⴰⵏⵎⵎⵉⵔⵜ. ⵉ ⵓⴹⴼⴰⵔ ⵙⵉⵡⵍ ⵙ { $service_code }
case-bye-texted = ⵜⴰⵏⵎⵎⵉⵔⵜ. ⵉ ⵓⴹⴼⴰⵔ ⴰⵔⴰ ⴰⵛⵜⵜⴽⵉ.

sms-case-opened =
    ⵢⵉⵡⴹ ⴷ ⵓⵙⵓⵜⵔ ⵏⵏⴽ { $ref }. ⵜⴰⵎⵔⴰⵔⵓⵜ ⴷⴰⵜ { $day }.
    ⵉ ⵓⴹⴼⴰⵔ: { $service_code }
sms-slip =
    ⴰⵙⴰⵖⵓⵍ: { $ref }
    { $name }
    { $address }
    { $hours }
sms-slip-phone =
    ⴰⵙⴰⵖⵓⵍ: { $ref }
    { $name }
    { $address }
    { $hours }
    ⵜⵉⵍⵉⴼⵓⵏ: { $phone }
sms-slip-quiet = ⴰⵙⴰⵖⵓⵍ: { $ref }
sms-call =
    ⵉⵜⵜⵢⴰⵔⴰ: { $ref }. ⵔⴰ ⴽ ⵏⵙⵉⵡⵍ ⴷⴰⵜ { $day }.
    ⵉ ⵓⴹⴼⴰⵔ: { $service_code }

## ⵜⵉⵡⵉⵙⵉ

menu-guide = ⵜⵉⵡⵉⵙⵉ ⴷ ⵉⵡⵍⵍⵉⵀⵏ
guide = ⵜⵉⵡⵉⵙⵉ ⴷ ⵉⵡⵍⵍⵉⵀⵏ
guide-page = { $words }

# In private: nothing here names the subject. The number is on the first screen.
private-what = ⵉⵍⵍⴰ ⵢⴰⵏ ⴰ ⴽ ⵉⵙⵙⴼⵍⵉⴷ ⵡⴰⵔ ⴰⵜⵉⴳ: { $helpline }
private-call = ⵙⵉⵡⵍⴰⵜ ⵉ
private-exit = ⴼⴼⵖ
private-phone = ⵎⴰⵏ ⴰⵜⵉⵍⵉⴼⵓⵏ ⵉⵃⵍⴰⵏ?
private-this-phone = ⵡⴰⴷ
private-other-phone = ⵓⵟⵟⵓⵏ ⵢⴰⴹⵏ
private-number = ⴰⵔⴰ ⵓⵟⵟⵓⵏ ⴰⵏⵏ.
private-hours = ⵎⴰⵏ ⴰⴽⵓⴷ?
private-morning = ⵜⵉⴼⴰⵡⵜ
private-afternoon = ⴷⴻⴼⴼⵉⵔ ⵓⵣⴰⵍ
private-evening = ⵜⴰⴷⴳⴳⵯⴰⵜ
private-agreed = ⵔⴰ ⴽ ⵉⵙⵉⵡⵍ ⵢⴰⵏ ⵉⵜⵜⵍⵎⴷⵏ, ⵡⴰⵔ ⵉⵣⵏ. ⵡⴰⵅⵅⴰ?
private-agree = ⵢⴰⵀ, ⵙⵉⵡⵍⴰⵜ ⵉ
private-noted = ⵡⴰⵅⵅⴰ. ⵜⴰⵏⵎⵎⵉⵔⵜ.
private-harmless =
    ⴰⴷ ⵜⴰⴼⴷ ⴰⵙⵉⵔⴰ ⵙⵉⵡⵍ ⵙ { $service_code }
    ⵡⴰⵔ ⴰⵜⵉⴳ.
private-harmless-texted = ⴰⴷ ⵜⴰⴼⴷ ⴰⵙⵉⵔⴰ ⴰⵔⴰ ⴰⵙⵉⵔⴰ.

## ⵜⴰⵡⵊⴰ, ⵉⵖⴰⵡⴰⵙⵏ, ⵜⵉⴽⴰⵕⴹⵉⵡⵉⵏ

status-what-household = ⵜⴰⵡⵊⴰ ⵉⵏⵓ
status-what-programmes = ⵜⵉⵡⵉⵙⵉ ⵉⵏⵓ
status-what-card = ⵜⴰⴽⴰⵕⴹⴰ
status-of-then = ⵓⵔ ⵉⵔⵓⵔⴰ ⵓⵣⵎⵎⴻⵎ. ⵎⴰⵢⴰⴷ ⵣⵖ { $day }
status-see = ⵥⵔ
prove-by = ⵣⵡⵓⵔ ⵜⴰⵏⴳⴰⵍⵜ ⵉ ⵓⵙⵉⵙⵙⵏ ⵏⵏⴽ:
prove-by-number = ⵙ { $id_name } ⵉⵏⵓ
prove-by-sim = ⵙ SIM ⴰⴷ
prove-number = ⴰⵔⴰ { $id_name } ⵏⵏⴽ
slip-identifier = { $id_name } ⴰⴷ ⵓⵔ ⵉⴳⵉ ⵡⴰⴷ. ⵥⵔ ⵜ.
prove-code =
    ⵉⵖ ⵉⵍⵍⴰ ⵓⵣⵎⵎⴻⵎ, ⵜⴰⵡⴹ ⵜⴰⵏⴳⴰⵍⵜ ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵏⵏⵙ.
    ⴰⵔⴰ 6 ⵏ ⵉⵣⵡⵉⵍⵏ ⵏⵏⵙ ⴳ { $minutes ->
        [1] ⵢⴰⵜ ⵏ ⵜⵓⵙⴷⵉⴷⵜ
       *[other] { $minutes } ⵏ ⵜⵓⵙⴷⵉⴷⵉⵏ
    }.
household-undated =
    ⵜⴰⵡⵊⴰ ⵏⵏⴽ: { $size ->
        [1] ⵢⴰⵏ ⵓⴼⴳⴰⵏ
       *[other] { $size } ⵏ ⵎⵉⴷⵏ
    }.
household =
    ⵜⴰⵡⵊⴰ ⵏⵏⴽ: { $size ->
        [1] ⵢⴰⵏ ⵓⴼⴳⴰⵏ
       *[other] { $size } ⵏ ⵎⵉⴷⵏ
    }.
    ⴰⵙⵏⴼⵍ: { $updated }
household-band =
    ⵜⴰⵡⵊⴰ ⵏⵏⴽ: { $size ->
        [1] ⵢⴰⵏ ⵓⴼⴳⴰⵏ
       *[other] { $size } ⵏ ⵎⵉⴷⵏ
    }.
    ⴰⵙⵏⴼⵍ: { $updated }
    ⴰⵙⵡⵉⵔ: { $band }, { $day }
household-checked = ⵎⵉ ⵜ ⵉⵥⵔⴰⵏ
household-sources = ⵉⵥⵔⴰ ⵜ:
household-source = { $name }: { $by }
household-correct =
    { $name }: { $by }.
    ⵜⴰⵣⴳⵍⵜ? ⴷⴷⵓ ⵙ ⵉⵏⵏ.
household-unknown =
    ⵓⵔ ⵜⵜⵢⴰⴼ ⵜⴰⵡⵊⴰ.
    ⵉ ⵓⵣⵎⵎⴻⵎ ⴷⴷⵓ ⵙ ⵓⵙⵉⵔⴰ.
programmes = ⵜⵉⵡⵉⵙⵉ ⵏⵏⴽ:
programmes-none = ⵓⵔ ⵜⵜⵢⴰⴼ ⵜⵡⵉⵙⵉ ⵙ ⵉⵙⴻⵎ ⵏⵏⴽ.
programme-enrolled = { $name }: ⵢⴰⵀ
programme-pending = { $name }: ⴳ ⵜⵡⵓⵔⵉ
programme-refused = { $name }: ⵓⵀⵓ
programme-suspended = { $name }: ⵉⴱⴷⴷ
programme-ended = { $name }: ⵉⴼⵓⴽⴽ
programme-covered = { $name }: ⵢⴰⵀ
programme-not-covered = { $name }: ⵓⵀⵓ
programme-now-enrolled = { $name }: ⵜⵣⵎⵎⴻⵎⴷ.
programme-now-pending = { $name }: ⴰⵙⵓⵜⵔ ⵉⵍⵍⴰ ⴳ ⵜⵡⵓⵔⵉ.
programme-now-refused = { $name }: ⵓⵔ ⵉⵜⵜⵓⵇⴱⴰⵍ. ⵜⵣⵎⵔⴷ ⴰⴷ ⵜⵛⵜⵜⴽⵉⴷ ⴷⴰ.
programme-now-suspended = { $name }: ⵉⴱⴷⴷ. ⵙⵉⵡⵍ ⵙ { $hotline }
programme-now-ended = { $name }: ⵉⴼⵓⴽⴽ.
programme-now-covered = { $name }: ⵜⵍⵍⴰ ⴷⴰⵔⴽ.
programme-now-not-covered = { $name }: ⵓⵔ ⴷⴰⵔⴽ ⵜⵍⵍⵉ.
programme-why =
    { $name }:
    { $why }.
    ⵛⵜⵜⴽⵉ ⵡⴰⵔ ⴰⵜⵉⴳ.
programme-next-payment = { $name }: ⵉⴷⵔⵉⵎⵏ ⵉⵎⴰⵢⵏⵓⵜⵏ ⴳ { $day }
programme-next-distribution = { $name }: ⵜⵓⵟⵟⵓⵜ ⵜⴰⵎⴰⵢⵏⵓⵜ ⴳ { $day }
programme-next-review = { $name }: ⵔⴰ ⵜ ⵥⵔⵏ ⴳ { $day }
programme-next-until = { $name }: ⴰⵔ { $day }
card-number = ⴰⵔⴰ ⵓⵟⵟⵓⵏ ⵏ ⵜⴽⴰⵕⴹⴰ. ⵉ ⵓⵙⴽⴽⵉⵍ ⴰⵔⴰ *
card-number-texted = ⴰⵔⴰ ⵓⵟⵟⵓⵏ ⵏ ⵜⴽⴰⵕⴹⴰ ⴷ ⵓⵙⴽⴽⵉⵍ ⵏⵏⵙ.
slip-card = ⵓⵟⵟⵓⵏ ⵏ ⵜⴽⴰⵕⴹⴰ ⵓⵔ ⵉⴳⵉ ⵡⴰⴷ. ⵥⵔ ⵜ.
card-valid = ⵜⴰⴽⴰⵕⴹⴰ { $name }: ⵜⵃⵍⴰ.
card-valid-until = ⵜⴰⴽⴰⵕⴹⴰ { $name }: ⵜⵃⵍⴰ ⴰⵔ { $day }
card-expired = ⵜⴰⴽⴰⵕⴹⴰ { $name }: ⵜⵇⴷⵎ.
card-blocked = ⵜⴰⴽⴰⵕⴹⴰ { $name }: ⵜⴱⴷⴷ. ⴷⴷⵓ ⵙ ⵓⵙⵉⵔⴰ.
card-replaced = ⵜⴰⴽⴰⵕⴹⴰ { $name }: ⵜⵍⵍⴰ ⵜⴰⵎⴰⵢⵏⵓⵜ.
card-unknown = ⵓⵔ ⵜⵜⵢⴰⴼ ⵜⴽⴰⵕⴹⴰ ⵙ ⵓⵟⵟⵓⵏ ⴰⴷ.
agent-pin = ⵉⵙⵡⵓⵔⵉⵏ: ⴰⵔⴰ PIN ⵏⵏⴽ, 6 ⵏ ⵉⵣⵡⵉⵍⵏ.
slip-agent-pin = ⴳ PIN 6 ⵏ ⵉⵣⵡⵉⵍⵏ. ⴰⵔⴰ ⴷⴰⵖ.
agent-card-valid = ⵜⴰⴽⴰⵕⴹⴰ { $name }: ⵜⵃⵍⴰ. { $initials }
agent-next = ⵜⴰⴽⴰⵕⴹⴰ ⵢⴰⴹⵏ
agent-bye = ⵜⴰⵏⵎⵎⵉⵔⵜ. ⵉ ⵜⴽⴰⵕⴹⵉⵡⵉⵏ ⵢⴰⴹⵏ ⵙⵉⵡⵍ ⴷⴰⵖ.

## ⵜⴰⵎⴰⴳⵉⵜ ⵉⵏⵓ

data = ⵉⵙⴼⴽⴰ ⵉⵏⵓ:
data-how = ⵎⴰⵎⴽ ⵙ ⵜⵜⵓⵙⵎⵔⴰⵙⵏ
data-usage = ⵎⵉ ⵉⵙⵎⵔⵙ { $id_name }
data-lock = ⵔⴳⵍ { $id_name } ⵉⵏⵓ
data-unlock = ⵔⵥⵎ { $id_name } ⵉⵏⵓ
data-alias = ⵓⵟⵟⵓⵏ ⴰⴽⵓⴷⴰⵏ
data-lock-done = ⵉⵔⴳⵍ. ⵓⵔ ⵉⵣⵎⵔ ⵢⴰⵏ ⴰⴷ ⵢⵉⵏⵉ ⵉⵙ ⵉⴳⴰ ⵛⴳⴳ.
data-unlock-done = ⵉⵔⵥⵎ.
data-alias-done = ⵓⵟⵟⵓⵏ ⴰⴽⵓⴷⴰⵏ ⵉⴷⴷⴰ ⵙ SMS ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵉⵣⵎⵎⴻⵎⵏ.
data-refused = ⵓⵔ ⵉⵣⵎⵔ ⵖⵉⵍⴰ. ⴷⴷⵓ ⵙ ⵓⵙⵉⵔⴰ ⵏⵖ ⵙⵉⵡⵍ ⵙ { $hotline }
data-usage-none = ⵓⵔ ⵉⵙⵎⵔⵉⵙ ⵢⴰⵏ { $id_name } ⵏⵏⴽ ⵖⵉⵍⴰ.
data-usage-line = { $day }: { $by }
data-usage-fine = ⴽⵓⵍⵍⵓ ⵉⵃⵍⴰ
data-usage-done = ⵉⴳⵔⵔⵣ. ⵜⴰⵏⵎⵎⵉⵔⵜ.
data-learn = ⴰⵡⵙ ⴰⵖ ⴰⴷ ⵏⴼⵀⵎ
learn-is-on = ⵏⵃⵟⵟⵓ ⵜⵓⵣⵉⵏⵉⵏ ⵓⵔ ⵏⴼⵀⵉⵎ, ⴱⵍⴰ ⵉⵙⵎⴰⵡⵏ ⴷ ⵓⵟⵟⵓⵏⵏ.
learn-is-off = ⵉⵙ ⵏⵃⵟⵟⵓ ⵜⵓⵣⵉⵏⵉⵏ ⵏⵏⴽ ⵓⵔ ⵏⴼⵀⵉⵎ? ⴱⵍⴰ ⵉⵙⵎⴰⵡⵏ ⴷ ⵓⵟⵟⵓⵏⵏ.
learn-agree = ⵢⴰⵀ
learn-stop = ⴱⴷⴷ, ⵙⴼⴹ
learn-started = ⵜⴰⵏⵎⵎⵉⵔⵜ. ⵜⵣⴹⴰⵔⴷ ⴰⴷ ⵜⴱⴷⴷⴷ.
learn-stopped = ⵓⵔ ⵙⵓⵍ ⵏⵃⵟⵟⵓ ⵡⴰⵍⵓ. ⵏⵙⴼⴹ ⵎⴰⵢⴷ ⵉⵍⵍⴰⵏ.
data-accounts = ⵉⵎⵉⴹⴰⵏⵏ ⵉⵣⴷⵉⵏ
accounts = ⵎⴰⵏ ⴰⵎⵉⴹⴰⵏ ⵓⵔ ⵉⴳⵉⵏ ⵡⵉⵏⵏⴽ?
account-unlinked = ⵓⵔ ⵙⵓⵍ ⵉⵣⴷⵉ. ⴰⴷ ⵓⵔ ⵜⴰⴽⴽⴰⴷ ⵜⵉⵏⴳⵉⵍⵜ ⵉ ⵢⴰⵏ.
data-people = ⵜⴰⵡⵊⵉⵡⵉⵏ ⵏ ⵓⵜⵉⵍⵉⴼⵓⵏ
people = ⵎⴰⵏ ⵜⴰⵡⵊⴰ ⵓⵔ ⵉⴳⵉⵏ ⵜⵉⵏⵏⴽ?
people-none = ⵓⵔ ⵜⵍⵍⵉ ⵜⴰⵡⵊⴰ ⵙ ⵓⵜⵉⵍⵉⴼⵓⵏ ⴰⴷ.
data-erase = ⵙⴼⴹ ⵉⵙⴼⴽⴰ ⵉⵏⵓ
erase-do = ⵙⴼⴹ
erase-ask =
    ⵔⴰ ⵏⵙⴼⴹ ⵉⵎⵙⴰⵡⴰⵍⵏ, ⵜⵓⵜⵍⴰⵢⵜ,
    ⵜⵉⵇⴱⵉⵍⵉⵏ, ⵜⵉⵍⵖⴰ, ⵉⵎⵉⴹⴰⵏⵏ.
    ⵙ ⵓⵣⵔⴼ ⵇⵇⵉⵎⵏ: ⵜⵉⵣⵡⴰⴳⵉⵏ,
    ⵜⵓⴳⵉⵜⵉⵏ, SMS ⴽⵔⴰ ⵏ ⵡⴰⴽⵓⴷ,
    ⴷ ⵍⴰⵜⴰⵔ ⴱⵍⴰ ⵓⵟⵟⵓⵏ.
erase-ask-here =
    ⵔⴰ ⵏⵙⴼⴹ ⴰⵎⵙⴰⵡⴰⵍ ⴰⴷ ⴷ ⵎⴰⵢⴷ ⵉⵍⵍⴰⵏ ⴳⵉⵙ.
    ⵙ ⵓⵣⵔⴼ ⵇⵇⵉⵎⵏ: ⵜⴰⵣⵡⴰⴳⵜ ⴷ ⵍⴰⵜⴰⵔ ⴱⵍⴰ ⵉⵙⵎ.
erase-done = ⵉⵜⵜⵓⵙⴼⴹ. ⵇⵇⵉⵎⵏⵜ ⵜⵣⵡⴰⴳⵉⵏ ⴷ ⵜⵓⴳⵉⵜⵉⵏ ⵏⵏⴽ.
data-usage-odd = ⵓⵔⴷ ⵛⴳⴳ? ⵔⴳⵍ { $id_name } ⴷⴰ ⵜⵙⵉⵡⵍⴷ ⵙ { $hotline }
data-looked = ⵎⵉ ⵉⵥⵔⴰⵏ ⴰⵙⴷⴰⵡ ⵉⵏⵓ
data-looked-none = ⵓⵔ ⵉⵥⵔⵉ ⵢⴰⵏ ⴰⵙⴷⴰⵡ ⵏⵏⴽ ⵖⵉⵍⴰ.
data-looked-odd = ⵉⵙ ⵓⵔ ⵉⵃⵍⵉ ⵓⵢⴰ? ⵙⵉⵡⵍ ⵙ { $hotline }
sms-alias =
    { $id_name } ⴰⴽⵓⴷⴰⵏ ⵏⵏⴽ: { $number }
    ⵓⵔⴷ ⵛⴳⴳ? ⵙⵉⵡⵍ ⵙ { $hotline }

## ⴰⵙⵏⴼⵍ ⵏ ⵉⵙⴼⴽⴰ

menu-update = ⵙⵏⴼⵍ ⵉⵙⴼⴽⴰ ⵉⵏⵓ
update-what = ⵎⴰⵢⴷ ⵔⴰ ⵉⵏⴼⵍ?
update-phone = ⴰⵔⴰ ⵓⵟⵟⵓⵏ ⴰⵎⴰⵢⵏⵓ ⵏ ⵓⵜⵉⵍⵉⴼⵓⵏ.
update-family = ⵎⴰⵢⴷ ⵉⵊⵔⴰⵏ?
update-birth = ⵜⴰⵍⴰⵍⵉⵜ
update-death = ⵜⴰⵎⵜⵜⴰⵏⵜ
update-marriage = ⵜⴰⵎⵖⵔⴰ
update-divorce = ⴱⵟⵟⵓ
update-arrival = ⵢⵉⵡⴹ ⴷ ⵢⴰⵏ
update-departure = ⵉⴼⴼⵖ ⵢⴰⵏ
update-school = ⴰⵔⵔⴰⵡ ⴰⴷ:
update-enrolled = ⴷⴰ ⵉⵜⵜⴷⴷⵓ ⵙ ⵜⵉⵏⵎⵍ
update-left = ⵓⵔ ⵙⵓⵍ ⵉⵜⵜⴷⴷⵓ ⵙ ⵜⵉⵏⵎⵍ
update-sure =
    ⵔⴰ ⵉⴷⴷⵓ ⵙ: { $owner }
    ⵓⵔ ⵔⴰ ⵉⵏⴼⵍ ⵡⴰⵍⵓ ⴷⴰⵜ ⵏ ⵎⴰ ⵜ ⵥⵔⵏ.
update-send = ⴰⵣⵏ ⵜ
update-stop = ⴰⴷ ⵓⵔ ⵜⴰⵣⵏⴷ ⵡⴰⵍⵓ
update-stopped = ⵡⴰⵅⵅⴰ. ⵓⵔ ⵉⵜⵜⵢⵓⵣⵏ ⵡⴰⵍⵓ.
update-child = ⵎⴰⵏ ⴰⵔⴰⵡ? ⴰⵔⴰ 1 ⵉ ⵓⵎⵇⵇⵔⴰⵏ, 2 ⵉ ⵡⴰⴷ ⵜ ⵉⴹⴼⴰⵔⵏ.
update-another =
    ⵉⵍⵍⴰ ⴷⴰⵔⴽ ⵓⵙⵓⵜⵔ ⴰⵎⵎ ⵡⴰⴷ: { $ref }
    ⵉⵙ ⵏⵜⵜⴰ?
update-same = ⵏⵜⵜⴰ
update-new = ⵡⴰⵢⴹ
update-clash =
    ⵉⵔⵥⵎ ⵓⵙⵓⵜⵔ ⵢⴰⴹⵏ ⴰⵎⵎ ⵡⴰⴷ: { $ref }
    ⵉ ⵓⵙⵏⴼⵍ ⴽⴽⵙ ⵜ ⵣⵡⴰⵔ: ⴰⵛⵜⵜⴽⵉ, ⴹⴼⵔ ⴰⵛⵜⵜⴽⵉ ⵉⵏⵓ
update-language-done =
    ⵔⴰ ⴽ ⵏⵜⵜⴰⵔⴰ ⵙ ⵜⵓⵜⵍⴰⵢⵜ ⴰⴷ.
    ⵓⵔ ⵔⴰ ⵉⵏⴼⵍ ⵡⴰⵍⵓ ⵢⴰⴹⵏ ⴳ ⵓⴼⴰⵢⵍⵓ ⵏⵏⴽ.
update-opened =
    ⵢⵉⵡⴹ ⴷ ⵓⵙⵓⵜⵔ: { $ref }
    ⴰⵡⵉ ⵙ ⵓⵙⵉⵔⴰ: { $papers }
    ⵜⴰⵎⵔⴰⵔⵓⵜ ⴷⴰⵜ { $day }
sms-update-phone =
    ⵉⵜⵜⵓⵙⵓⵜⵔ ⵓⵙⵏⴼⵍ ⵏ ⵓⵜⵉⵍⵉⴼⵓⵏ ⴳ ⵓⴼⴰⵢⵍⵓ ⵏⵏⴽ ({ $ref }).
    ⵓⵔⴷ ⵛⴳⴳ? ⵙⵉⵡⵍ ⵙ { $hotline }

## ⴰⵡⵍⵍⵉⵃ

menu-refer = ⴰⴼ ⵜⵉⵡⵉⵙⵉ
refer-need = ⵎⴰⵢⴷ ⵜⵔⵉⴷ?
refer-place = ⵎⴰⵏ ⵜⴰⵏⴰⴼⵓⵜ?
refer-show =
    { $name }
    { $address }
    { $hours }
refer-show-phone =
    { $name }
    { $address }
    { $hours }
    ⵜⵉⵍⵉⴼⵓⵏ: { $phone }
refer-slip = ⴰⵔⵔⴰ ⵙ SMS
refer-call = ⵙⵉⵡⵍⴰⵜ ⵉ
refer-none =
    ⵓⵔ ⵏⵙⵙⵏ ⵜⴰⵏⴰⴼⵓⵜ ⵜⴰⵎⴰ ⵏ ⵓⵢⴰⵏⵏ.
    ⵙⵉⵡⵍ ⵙ { $hotline }
refer-slip-done =
    ⵎⵍ ⴰⵙⴰⵖⵓⵍ ⴰⴷ: { $ref }
    ⵔⴰ ⴽ ⴷ ⵜⴰⵡⴹ SMS.
refer-call-done =
    ⵉⵜⵜⵢⴰⵔⴰ: { $ref }
    ⵔⴰ ⴽ ⵉⵙⵉⵡⵍ ⵓⵎⵙⴰⵡⵙ ⴷⴰⵜ { $day }

## ⵜⵉⵏⵖⵎⵉⵙⵉⵏ ⵏ ⵓⵙⵓⵜⵔ

sms-case-question = ⴰⵙⵓⵜⵔ { $ref }: ⵉⵍⵍⴰ ⵓⵙⵇⵙⵉ. ⵉ ⵜⵔⴰⵔⵉⵜ ⵙⵉⵡⵍ ⵙ { $service_code }
sms-case-reminder = ⴰⵙⵓⵜⵔ { $ref }: ⴷⴰ ⵏⵜⵜⵇⵇⵍ ⵜⴰⵎⵔⴰⵔⵓⵜ ⵏⵏⴽ. ⵙⵉⵡⵍ ⵙ { $service_code }
sms-case-note = ⴰⵙⵓⵜⵔ { $ref }: ⵉⵍⵍⴰ ⵓⵎⴰⵢⵏⵓ. ⵉ ⵜⵖⵓⵔⵉ: { $service_code }
sms-case-answer = ⴰⵙⵓⵜⵔ { $ref }: ⵜⵍⵍⴰ ⵜⵎⵔⴰⵔⵓⵜ. ⵉ ⵜⵖⵓⵔⵉ ⵏⵖ ⴰⴷ ⵥⵔⵏ ⴷⴰⵖ: { $service_code }
sms-case-referred = ⴰⵙⵓⵜⵔ { $ref }: ⵉⴷⴷⴰ ⵙ ⵜⵏⴰⴼⵓⵜ ⵜ ⵉⵙⵙⵏ. ⵉ ⵓⴹⴼⴰⵔ: { $service_code }
sms-case-late = ⴰⵙⵓⵜⵔ { $ref }: ⵜⵎⴰⵟⵍ ⵜⵎⵔⴰⵔⵓⵜ. ⵜⵣⵎⵔⴷ ⴰⴷ ⵜⴷⴷⵓⴷ ⵙ ⴰⴼⴻⵍⵍⴰ: { $service_code }
sms-case-escalated = ⴰⵙⵓⵜⵔ { $ref }: ⵉⵍⵍⴰ ⴷⴰⵔ ⵡⵉⴷ ⵜ ⵉⵙⵙⵏ. ⵉ ⵓⴹⴼⴰⵔ: { $service_code }
sms-case-closed = ⴰⵙⵓⵜⵔ { $ref }: ⵉⵔⴳⵍ. ⵉⵏⵉ ⵔⵔⴰⵢ ⵏⵏⴽ: { $service_code }
sms-case-helped = ⴰⵙⵓⵜⵔ { $ref }: ⵎⴰ ⵜⵓⴼⵉⴷ ⵜⵉⵡⵉⵙⵉ? ⵔⴰⵔ: 1 ⵢⴰⵀ, 2 ⵓⵀⵓ, ⵏⵖ ⵙⵉⵡⵍ ⵙ { $service_code }

## ⴰⵙⵉⵙⵙⵏ ⴳ ⵓⵙⵉⵔⴰ, SIM, ⵜⵉⵏⵖⵎⵉⵙⵉⵏ ⵏ ⵜⴰⵡⵊⴰ

prove-by-agent = ⴳ ⵓⵙⵉⵔⴰ ⴷ ⵓⵎⴰⵀⵉⵍ
agent-code =
    ⴼⴽ ⵜⴰⵏⴳⴰⵍⵜ ⴰⴷ ⵉ ⵓⵎⴰⵀⵉⵍ: { $code }
    ⵜⵃⵍⴰ { $minutes ->
        [1] ⵢⴰⵜ ⵏ ⵜⵓⵙⴷⵉⴷⵜ
       *[other] { $minutes } ⵏ ⵜⵓⵙⴷⵉⴷⵉⵏ
    }.
agent-done = ⵉⴼⵓⴽⴽ
slip-agent-waits = ⵓⵎⴰⵀⵉⵍ ⵓⵔ ⵜⴰ ⵉⴼⵓⴽⴽ.
prove-by-link = ⵙ ⵓⵣⴷⴰⵢ, ⵖ ⵜⵉⵍⵉⴼⵓⵏ ⴰⴷ
prove-link =
    ⵔⵣⵎ ⴰⵣⴷⴰⵢ ⴰⴷ, ⵙⵙⴽⵏ ⵎⴰ ⵜⴳⵉⴷ,
    ⵜⵓⵔⵔⵉⴷ ⵙ ⴷⴰ.
    ⵢⴰⵜ ⵜⵡⴰⵍⴰ, { $minutes } ⵏ ⵜⵓⵙⴷⵉⴷⵉⵏ.
    { $url }
link-done = ⵉⵎⵎⵓⵜⵜⵉ
link-code = ⴰⵏⴳⴰⵍ ⵙ SMS
link-again = ⴰⵣⴷⴰⵢ ⴰⵎⴰⵢⵏⵓ
link-seen =
    ⴰⵔⴰ 6 ⵉⵎⴹⴰⵏ ⵏⵏⴰ ⴽ ⵜⵙⵙⴽⵏ ⵜⴰⵙⵏⴰ.
    ⴰⴷ ⵜⵏ ⵓⵔ ⵜⴼⴽⴷ ⵉ ⵢⴰⵏ.
slip-link-waits = ⵓⵔ ⵜⴰ ⵉⵜⵜⵓⵙⵏⴰ.
agent-not-proved =
    ⵓⵎⴰⵀⵉⵍ ⵓⵔ ⴽ ⵉⵙⵙⵉⵏ.
    ⴰⵔⵎ ⴷⴰⵖ ⵏⵖ ⴰⵡⵉ ⴷ ⵜⵉⴼⵔⴰⵜⵉⵏ ⵏⵏⴽ.
recover-new-sim =
    SIM ⴰⴷ ⵜⴳⴰ ⵜⴰⵎⴰⵢⵏⵓⵜ ⴱⴰⵀⵔⴰ. ⵉ ⵓⵃⵔⴰⵣ ⵏⵏⴽ ⵜⵜⵓⵚⵉⵍ ⵏⵖ ⴰⵙⵉⵔⴰ.
watch-start = ⵉⵏⵉ ⵉ ⵜ ⵙ SMS
watch-stop = ⴰⴷ ⵓⵔ ⵉ ⵜⵉⵏⵉⴷ
watch-started = ⵡⴰⵅⵅⴰ. ⵔⴰ ⴽ ⴷ ⵜⴰⵡⴹ SMS ⵉⵖ ⵉⵍⵍⴰ ⵓⵎⴰⵢⵏⵓ.
watch-stopped = ⵡⴰⵅⵅⴰ. ⵓⵔ ⵙⵓⵍ ⵔⴰ ⴽ ⵏⴰⵣⵏ ⵅⴼ ⵜⴰⵡⵊⴰ.
watch-impossible = ⵓⵔ ⵉⵣⵎⵔ ⵎⴰⵢⴰⴷ ⵉ ⵜⴰⵡⵊⴰ ⵏⵏⴽ.
sms-change = ⵉⵍⵍⴰ ⵓⵎⴰⵢⵏⵓ ⵉ ⵜⴰⵡⵊⴰ ⵏⵏⴽ. ⵉ ⵜⵖⵓⵔⵉ ⵏⵖ ⵉ ⵓⵙⴱⴷⴷⵉ: { $service_code }
sms-proof-done = ⵓⵎⴰⵀⵉⵍ ⵉⵥⵔⴰ ⵖⵉⵍⴰ ⵜⴰⵎⴰⴳⵉⵜ ⵏⵏⴽ. ⵓⵔⴷ ⵛⴳⴳ? ⵙⵉⵡⵍ ⵙ { $hotline }
sms-proof-exception = ⵙⵉⵏ ⵉⵎⴰⵀⵉⵍⵏ ⵥⵔⴰⵏ ⵖⵉⵍⴰ ⵜⴰⵎⴰⴳⵉⵜ ⵏⵏⴽ. ⵓⵔⴷ ⵛⴳⴳ? ⵙⵉⵡⵍ ⵙ { $hotline }
sms-proof-link = ⵜⵜⵢⴰⵥⵔⴰ ⵖⵉⵍⴰ ⵜⵎⴰⴳⵉⵜ ⵏⵏⴽ ⵙ ⵓⵣⴷⴰⵢ. ⵓⵔⴷ ⵛⴳⴳ? ⵙⵉⵡⵍ ⵙ { $hotline }

## ⴰⵡⴰⵍ ⴷ ⵢⴰⵏ, ⴳ ⵓⵙⴰⵡⴰⵍ

menu-human = ⵙⵉⵡⵍ ⴷ ⵢⴰⵏ
human-offer =
    ⵉⵣⵎⵔ ⴰ ⴽ ⵉⵔⴰⵔ ⵢⴰⵏ ⵖⵉⴷ ⵙ ⵜⵉⵔⵔⴰ.
    ⴷⴰⵜ ⴽ: { $before }. ⵔⴰ ⵉⵖⵔ ⵎⴰⵢⴷ ⵜⵓⵔⵉⴷ.
    ⵉⵙ ⵔⴰ ⵜⵇⵇⵍⴷ?
human-seen =
    ⵉⵙ ⵉⵣⵎⵔ ⴰⴷ ⵉⵥⵕ ⵜⴰⵏⴰⴼⵓⵜ ⵜⴰⵎⴳⴳⴰⵔⵓⵜ
    ⴷ ⵜⴳⵉⵔⴰ ⵏ ⵓⵟⵟⵓⵏ ⵏⵏⴽ?
human-waiting =
    ⴷⴰⵜ ⴽ ⴳ ⵓⴷⵔⴰⵙ: { $before }.
    ⴰⵔⴰ ⵖⵉⴷ: ⵔⴰ ⵉⵜⵜⵡⴰⵖⵔ.
    ⵉ ⵜⵖⵓⵍⵉ ⴰⵔⴰ: MENU
human-shut =
    ⴷⴰ ⵏⵜⵜⵔⴰⵔⴰ ⵖⵉⴷ: { $hours }
    ⵎⴰⵢⴷ ⵜⵔⵉⴷ?
human-nobody = ⵓⵔ ⵉⵍⵍⵉ ⵎⴰ ⴰ ⴽ ⵉⵔⴰⵔⵏ ⵖⵉⵍⴰ. ⵎⴰⵢⴷ ⵜⵔⵉⴷ?
human-long = ⴳⴳⵓⵜⵏ ⵡⵉⴷ ⵉⵜⵜⵇⵇⵍⵏ: { $before }. ⵎⴰⵢⴷ ⵜⵔⵉⴷ?
human-call = ⵙⵉⵡⵍⴰⵜ ⵉ
human-write = ⴰⴷⵊ ⵉⵣⵏ
human-phone = ⵎⴰⵏ ⵓⵟⵟⵓⵏ ⵔⴰ ⵏⵙⵉⵡⵍ?
human-call-done =
    ⵉⵜⵜⵢⴰⵔⴰ: { $ref }
    ⵔⴰ ⴽ ⵏⵙⵉⵡⵍ ⴷⴰⵜ { $day }
human-kept = ⵏⵃⴹⴰ ⵎⴰⵢⴷ ⵜⵓⵔⵉⴷ. ⴷⴰⵜ ⴽ: { $before }.
human-claimed =
    ⴷⴰ ⵜⵙⴰⵡⴰⵍⴷ ⵖⵉⵍⴰ ⴷ ⵢⴰⵏ.
    ⵉ ⵜⵖⵓⵍⵉ ⴰⵔⴰ: MENU
human-moved = ⵔⴰ ⴰⴽ ⵉⵔⴰⵔ ⵢⴰⵏ ⵢⴰⴹⵏ. ⵇⵇⵉⵎ ⵖⵉⴷ.
human-returned = ⵉⵔⴰⵔ ⴽ ⵙ ⵜⴰⵏⴰⴼⵓⵜ ⵜⴰⵡⵓⵔⵎⴰⵏⵜ.
human-closed = ⵉⴼⵓⴽⴽ ⵓⵡⴰⵍ. ⵜⵓⵖⵓⵍⴷ ⵙ ⵜⴰⵏⴰⴼⵓⵜ ⵜⴰⵡⵓⵔⵎⴰⵏⵜ.
human-nobody-came = ⵓⵔ ⵉⵡⵉⴹ ⵢⴰⵏ ⴳ ⵡⴰⴽⵓⴷ, ⵙⵓⵔⴼ ⴰⵖ. ⵜⵓⵖⵓⵍⴷ ⵙ ⵜⴰⵏⴰⴼⵓⵜ ⵜⴰⵡⵓⵔⵎⴰⵏⵜ.
human-silent = ⵉⴼⵓⴽⴽ ⵓⵡⴰⵍ ⴷⴻⴼⴼⵉⵔ ⵜⵉⴼⵙⵙⵉ. ⵜⵓⵖⵓⵍⴷ ⵙ ⵜⴰⵏⴰⴼⵓⵜ ⵜⴰⵡⵓⵔⵎⴰⵏⵜ.
slip-counter = ⵜⵓⵖⵓⵍⴷ ⵙ ⵜⴰⵏⴰⴼⵓⵜ ⵜⴰⵡⵓⵔⵎⴰⵏⵜ.
## ⵉⵎⵙⴰⵡⴰⵍⵏ

phone-ask = ⵉⵇⵇⴰⵏ ⴷ ⵓⵟⵟⵓⵏ ⵏ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵏⵏⴽ.
phone-link = ⵣⴷⵉ ⴰⵜⵉⵍⵉⴼⵓⵏ ⵉⵏⵓ
phone-number = ⴰⵔⴰ ⵓⵟⵟⵓⵏ ⵏ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵏⵏⴽ. ⴰⴷ ⵜ ⵜⴰⵡⴹ ⵜⵏⴳⴰⵍⵜ.
phone-code = ⴰⵔⴰ 6 ⵏ ⵉⵣⵡⵉⵍⵏ ⵉⵜⵜⵡⴰⵣⵏⵏ ⵙ { $phone }.
slip-mobile = ⴰⵔⴰ ⵓⵟⵟⵓⵏ ⵏ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵏ ⵜⵎⵓⵔⵜ ⴰⴷ.
slip-phone-code = ⵜⵇⴷⵎ ⵜⴰⵏⴳⴰⵍⵜ. ⵜⴷⴷⴰ ⵜⴰⵎⴰⵢⵏⵓⵜ.
sms-phone-code = { $code } ⴰⵔ ⵉⵣⴷⴷⵉ ⴰⵜⵉⵍⵉⴼⵓⵏ ⵏⵏⴽ ⴷ ⵓⵎⵙⴰⵡⴰⵍ ⵏⵖ. ⵓⵔ ⵜ ⵜⵙⵓⵜⵔⴷ? ⴰⴷ ⵓⵔ ⵜ ⵜⵉⵏⵉⴷ ⵉ ⵢⴰⵏ.
data-link = ⵣⴷⵉ ⴰⵜⵉⵍⵉⴼⵓⵏ ⵉⵏⵓ
data-unlink = ⴽⴽⵙ ⴰⵜⵉⵍⵉⴼⵓⵏ ⵉⵏⵓ
data-link-done = ⵉⵣⴷⵉ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵏⵏⴽ ⴷ ⵓⵎⵙⴰⵡⴰⵍ ⴰⴷ.
data-unlink-done = ⵓⵔ ⵙⵓⵍ ⵉⵣⴷⵉ ⵓⵜⵉⵍⵉⴼⵓⵏ ⵏⵏⴽ ⴷ ⵓⵎⵙⴰⵡⴰⵍ ⴰⴷ.
word-choose = ⵙⵜⵉ
chat-words-only = ⴰⵔ ⵖⵔⵔⵉⵖ ⵖⴰⵙ ⵜⵓⵣⵉⵏⵉⵏ ⵜⵉⵎⴰⵢⵏⵓⵜⵉⵏ, ⵙ ⵉⵡⴰⵍⵉⵡⵏ ⵏⵖ ⵉⵣⵡⵉⵍⵏ.
chat-old-button = ⵜⴰⵇⴼⴼⴰⵍⵜ ⴰⵏⵏ ⵜⵇⴷⵎ. ⵔⴰⵔ ⵅⴼ ⵓⵢⴰ:
chat-alone = ⴰⵔⴰ ⵢⵉ ⵡⴰⵃⴷⵓⴽ, ⵓⵔⴷ ⴳ ⵜⵔⴰⴱⴱⵓⵜ.
