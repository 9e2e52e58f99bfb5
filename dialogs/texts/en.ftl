### The counter in English. Rules, budgets and review: docs/translate.md
### Every text may use $id_name, $service_code, $short_code and $hotline.

# Months in dates are written as in this region.
locale = en-GB
# gsm7: sent without the accents that the GSM alphabet lacks. auto: sent as written.
encoding = gsm7

## Menu and language

menu = { $id_name }: what do you need?
menu-recover = Recover my { $id_name }
menu-status = Where is my registration
menu-offices = Find an office
menu-privacy = How my data is used
menu-language = Change language
language-ask = اللغة / Langue / Language
    .encoding = auto
language-ar = العربية
language-fr = Français
language-en = English
language-done = The language is changed.
resume-offer = You had started something.
resume-continue = Continue
resume-again = Start again

word-more = More
word-back = Back
word-home = Menu

## What to type

slip-choice = Type a number from { $least } to { $most }.
slip-empty = Nothing arrived. Type your answer.
slip-receipt = The receipt has 29 digits. You typed { $count }.
slip-receipt-form = This number is not possible. Check the 29 digits on the receipt.
slip-code = Type the 6 digits from the SMS.
slip-no-back = This step is done, no way back. Go on here.
slip-commune = No place found. Type the first letters again.
slip-too-long = That is too long. Type less text.
slip-number = Type { $number } to go on, or 0 to go back.

## What can happen anywhere

busy =
    The service does not answer now.
    Nothing is lost.
    Dial { $service_code } again in a few minutes.
moved =
    The service was just updated.
    To start again, dial { $service_code }
session-over =
    This session has ended.
    Dial { $service_code } again
wait =
    Your request is being handled.
    Dial { $service_code } again in a minute.
errand-promised =
    The answer takes longer.
    We will send it to you by SMS.
    Reference: { $ref }
errand-pending =
    Your request { $ref } is still being handled.
    We will answer by SMS.
errand-failed = We got no answer from the registry. Please ask again.
errand-ready = Answer to your request { $ref }:
make-sure = To go on, type { $number }
not-allowed =
    This service is not possible with this phone.
    Go to an office or call { $hotline }.
locked =
    Too many tries. To protect you, this is locked for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    After that, dial { $service_code }

## Recover a number

recover-consent =
    To find your { $id_name } we ask the RNP with this SIM or your receipt.
    A code goes to the enrolled phone. Do you agree?
consent-yes = Yes
consent-no = No
recover-declined =
    All right. Nothing was asked of the RNP.
    You can also go to an office: it is free.
recover-way = How shall we find your { $id_name }?
recover-way-sim = With this SIM
recover-way-receipt = With my receipt
recover-way-papers = I have neither
recover-receipt = Type the 29 digits of your enrolment receipt.
recover-code =
    If the registration exists, a 6-digit code is coming by SMS to the enrolled phone.
    Type it here. It is good for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    If the screen closes, dial { $service_code } and go on.
recover-code-again = Type the 6-digit code from the SMS.
slip-code-wrong = This code is wrong. { $left ->
        [one] { $left } try left.
       *[other] { $left } tries left.
    }
slip-code-expired = Code too old. If the registration exists, a new code is sent.
recover-locked =
    Too many wrong codes. To protect you, this is locked for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    You can also go to an office with your papers.
recover-sent =
    Found. Your { $id_name }: { $masked }
    The full number goes by SMS to the enrolled phone.
recover-papers =
    At the office, bring your CIN card or a birth certificate.
    No papers? Come with 2 witnesses registered in the RNP.
    It is free.
papers-office = Find an office
papers-end = Finish

sms-recover-number =
    Your { $id_name }: { $number }
    Never tell your codes to anybody.
    Not you? Call { $hotline }.
sms-recover-notice =
    Your { $id_name } number was recovered from another phone, with your code.
    Not you? Call { $hotline }.

## Where is my registration

status-what = Which registration?
status-what-receipt = My { $id_name } registration
status-what-rsu = Register in the RSU
status-receipt = Type the 29 digits of your enrolment receipt.
status-received =
    Your registration has arrived.
    Work on it has not started yet. Keep your receipt.
status-processing =
    Your registration is being worked on.
    Keep your receipt.
status-rejected =
    Your registration could not be accepted.
    Go back to the office with the receipt and your papers. It is free.
status-issued =
    Your { $id_name } exists.
    To receive it, dial { $service_code } and type 1.
status-unknown =
    Nothing is found under this number.
    Check the 29 digits on the receipt, or go to an office.
rsu-needs =
    To register in the RSU you need:
    - the { $id_name } number of each household member
    - a proof of address
    - a phone
    - your income and expenses
    It is free, at the annexe, the caidat or on rsu.ma
    The RSU is not the aid: each programme has its own conditions.
sms-errand = Your request { $ref }:

## Find an office

office-commune =
    Type the first letters of your commune, or their keys.
    Example for Rabat: RAB or 722
office-which = Which place?
office-commune-option = { $name } ({ $region })
office-option = { $name }
office-show =
    { $name }
    { $address }
    { $hours }
office-show-phone =
    { $name }
    { $address }
    { $hours }
    Tel. { $phone }

## How my data is used

privacy =
    We keep your language, your consents and a record of your requests, to serve you and prevent fraud.
    Your answers are erased when the call ends, or soon after it is cut.
    Your { $id_name } goes only to the enrolled phone.
    No agent asks for your codes. Tell them to nobody.
    Law 09-08: to see your data, correct it or refuse its use, call { $hotline }.

## Announcements by SMS

menu-messages = My SMS
messages-are-on = We send you announcements by SMS.
messages-are-off = We send you no announcements by SMS.
messages-off = Stop them
messages-on = Send them to me
messages-keep = Leave it so
messages-kept = Nothing was changed.
messages-stopped = No more announcements by SMS. Your codes and answers still come.
messages-started = You will get announcements by SMS. To stop them, dial { $service_code }
sms-stopped = No more announcements. Your codes and answers still come. To get them again, text START.
sms-started = You will get announcements by SMS. To stop them, text STOP.
sms-help = Text { $id_name }, STATUS, OFFICE, DATA or LANGUAGE. Or dial { $service_code }. It is free.
