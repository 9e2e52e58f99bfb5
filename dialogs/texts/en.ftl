### The counter in English. Rules, budgets and review: docs/translate.md
### Every text may use $id_name, $service_code, $short_code and $hotline.

# Months in dates are written as in this region.
locale = en-GB
# gsm7: sent without the accents that the GSM alphabet lacks. auto: sent as written.
encoding = gsm7

## Menu and language

menu = { $id_name }: what do you need?
menu-recover = Recover my { $id_name }
menu-status = My registration and aid
menu-offices = Find an office
menu-privacy = My data
menu-language = Change language
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
slip-code = The code has 6 digits. Type it again.
slip-no-back = This step is done, no way back. Go on here.
slip-commune = No place found. Type the first letters again.
slip-too-long = That is too long. Type less text.
slip-number = Type { $number } to go on, or 0 to go back.

## In words

slip-lost = I did not understand. Choose below.
chat-help = Type a number, or say it in a few words. 0 goes back.
chat-stopped = This conversation is over. Write again whenever you like.
assistant-said = { $said }
did-you-mean = Did you mean:
mean-none = Something else
heard-right = You said: { $said }. Is that right?
heard-and = { $one }, { $more }
heard-date = date { $day }
heard-year = year { $year }
heard-place = in { $place }
heard-phone = phone { $number }
heard-number = number { $number }
heard-ending = number ending in { $ending }
heard-name = name { $name }

## What can happen anywhere

busy =
    The service does not answer now.
    Nothing is lost.
    Dial { $service_code } again in a few minutes.
busy-texted =
    The service does not answer now.
    Nothing is lost.
    Write again in a few minutes.
moved =
    The service was just updated.
    To start again, dial { $service_code }
moved-texted =
    The service was just updated.
    To start again, write MENU.
session-over =
    This session has ended.
    Dial { $service_code } again
session-over-texted =
    This conversation has ended.
    To start again, write MENU.
wait =
    Your request is being handled.
    Dial { $service_code } again in a minute.
wait-texted =
    Your request is being handled.
    Write again in a minute.
come-again = All right. Come back whenever you like.
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
locked-texted =
    Too many tries. To protect you, this is locked for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    After that, write again.

## Recover a number

recover-consent =
    To find your { $id_name } we ask the register with this SIM or your receipt.
    A code will go to the registered phone. Do you agree?
consent-yes = Yes
consent-no = No
recover-declined =
    All right. Nothing was asked of the register.
    You can also go to an office: it is free.
recover-way = How shall we find your { $id_name }?
recover-way-sim = With this SIM
recover-way-receipt = With my receipt
recover-way-papers = I have neither
recover-receipt = Type the 29 digits of your enrolment receipt.
recover-digits = Type the last digits of your { $id_name }, 4 at least.
slip-last-digits = Type 4 to 8 digits.
recover-code =
    If the registration exists, a 6-digit code is coming by SMS to the enrolled phone.
    Type it here. It is good for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    If the screen closes, dial { $service_code } and go on.
recover-code-texted =
    If the registration exists, a 6-digit code is coming by SMS to the enrolled phone.
    Write it here. It is good for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
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
recover-other =
    Nothing found with this SIM and these digits.
    Text { $id_name } to look another way.
recover-papers =
    At the office, bring an identity document or a birth certificate.
    No papers? Ask the office what to do.
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
recover-other-number = Another number
recover-lost = Which number did you lose?
recover-lost-household = My household number
recover-lost-consent =
    We ask the register for this number.
    A code will go to the registered phone. Do you agree?
recover-lost-sent =
    Found: { $masked }
    The full number goes by SMS to the enrolled phone.
recover-lost-none =
    No such number was found.
    Go to an office or call { $hotline }.
papers-shared = With the family's phone
recover-born = Type your year of birth, 4 digits.
slip-born = Type your year of birth, for example 1985.
sms-lost-household =
    Your household number: { $number }
    Never tell your codes to anybody.
    Not you? Call { $hotline }.
sms-lost-card =
    Your { $name } card: { $number }
    Never tell your codes to anybody.
    Not you? Call { $hotline }.
sms-lost-notice =
    One of your numbers was recovered from another phone, with your code.
    Not you? Call { $hotline }.

## Where is my registration

status-what = Which registration?
status-what-receipt = My { $id_name } registration
status-what-rsu = Register my household
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
status-issued-texted =
    Your { $id_name } exists.
    To receive it, write RECOVER.
status-unknown =
    Nothing is found under this number.
    Check the 29 digits on the receipt, or go to an office.
rsu-needs =
    To register your household you need:
    - the { $id_name } of each member of the household
    - a proof of address
    - a phone
    - what you earn and spend
    It is free, at an office.
    The register is not the aid: each programme has its own conditions.
sms-errand = Your request { $ref }:
status-what-helped = For somebody I help
help-who = Who are you for this person?
help-relative = A relative
help-agent = An agent
help-by = How does this person agree?
help-by-code = A code to their phone
help-by-receipt = With me, with their receipt
help-receipt = Type the 29 digits of the person's receipt. This phone is noted as the helper's.
help-number = Type the { $id_name } of this person.
helped-code =
    If the registration exists, a code comes by SMS to that person's phone.
    Who agrees tells you this code. Type it within { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
sms-helped =
    With your code, somebody who helps you saw your aid (phone ending in { $ending }).
    You did not agree? Call { $hotline }.

## Find an office

office-commune =
    Type the first letters of your commune, or their keys.
    Example: BAL or 225
office-commune-texted = Write the name of your commune, or its first letters.
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
    Your answers are erased at the end, or soon after if you stop before.
    Your { $id_name } goes only to the enrolled phone.
    No agent asks for your codes. Tell them to nobody.
    To see your data, correct it or refuse its use, call { $hotline }.

## Announcements by SMS

menu-messages = My SMS
messages-are-on = We send you announcements by SMS.
messages-are-off = We send you no announcements by SMS.
messages-off = Stop them
messages-on = Send them to me
messages-read = Read the last announcement
messages-check = Is an SMS from us?
messages-keep = Change nothing
announcement = Our announcement of { $day }: { $words }
announcement-none = We have sent you no announcement.
message-code = Type the 6 digits written in the SMS:
genuine-yes = Yes, our announcement of { $day } has this code. We never ask for your PIN or your codes.
genuine-named = Yes, it has the code of { $title }, { $day }. We never ask for your PIN or your codes.
genuine-no = We sent no message with this code. Do not answer it, open no link in it. Call { $hotline }
messages-kept = Nothing was changed.
messages-stopped = No more announcements by SMS. Your codes and answers still come.
messages-started = You will get announcements by SMS. To stop them, dial { $service_code }
messages-started-texted = You will get announcements by SMS. To stop them: MENU, then My SMS.
sms-stopped = No more announcements. Your codes and answers still come. To get them again, text START.
sms-stopped-all = No more messages from us, but for your codes and the answers you ask for. To come back, text START.
sms-started = You will get announcements by SMS. To stop them, text STOP.
sms-help = Text { $id_name }, STATUS, OFFICE, COMPLAINT, DATA or LANGUAGE. Or dial { $service_code }. It is free.

## Complaints

menu-grievance = Make a complaint
listed = { $name }
case-what = Complaints:
case-new = Make a complaint
case-follow = Follow my complaint
case-private = Talk to someone
case-group = What is it about?
case-category = More precisely:
case-for = Who is it for?
case-for-me = For me
case-for-other = For somebody else
case-wish = What would you like?
case-wish-correct = Correct a mistake
case-wish-explain = An explanation
case-wish-call = A call
case-words = Do you want to add a few words?
case-words-send = No, that is all
case-words-add = Yes, write
case-text = Write what happened, in a few words.
case-who = How will you follow the answer?
case-with-phone = With this phone (SMS)
case-with-pin = Without my name, by code
case-pin-new = Choose 4 digits. With the reference they will open your case. Keep them to yourself.
case-opened =
    It is registered.
    Reference: { $ref }
    Answer by { $day }.
    An SMS will remind you.
case-opened-pin =
    It is registered, without your name.
    Reference: { $ref }
    Write it down with your 4 digits.
    The answer will be here by { $day }.
case-same =
    You already have such a request.
    Reference: { $ref }
    It is being handled.
case-reference = Type the reference: 8 digits.
case-pin = Type the 4 digits that you chose.
case-unknown =
    Nothing opens with these digits.
    Check them, or use the phone of the request.
slip-reference = The reference has 8 digits. Type it again.
slip-pin = Type exactly 4 digits.
slip-phone = This phone number is not possible. Type it again.
case-said = Answer: { $said }
case-asked = Question: { $said }
case-is-received = Your request has arrived. Answer by { $day }.
case-is-open = Your request is open. Answer by { $day }.
case-is-in_progress = Somebody is working on your request. Answer by { $day }.
case-is-waiting_citizen = We are waiting for your answer.
case-is-resolved = There is an answer.
case-is-closed = Your request is closed.
case-is-appealed = Somebody else looks again. Answer by { $day }.
case-is-escalated = It is now with: { $owner }. Answer by { $day }.
case-is-referred = It was passed to: { $owner }. Answer by { $day }.
case-do-message = Add a message
case-do-answer = Answer
case-do-appeal = Ask for another look
case-do-reopen = Open it again
case-do-escalate = Go higher
case-do-withdraw = Withdraw it
case-do-rate = Say how it went
case-do-end = Finish
case-message = Write your message, in a few words.
case-reason = Say why, in a few words.
case-rate = Are you satisfied with the answer?
case-star-5 = Very satisfied
case-star-4 = Satisfied
case-star-3 = So-so
case-star-2 = Not really
case-star-1 = Not at all
case-message-done = Your message is with the request.
case-answer-done = Thank you. Your answer is with the request.
case-appeal-done = Noted. Somebody else will look at your request again.
case-reopen-done = Your request is open again.
case-escalate-done = Noted. The competent authority receives your request.
case-withdraw-done = Your request is withdrawn.
case-rate-done = Thank you for your opinion.
case-do-helped = Say if you got help
case-helped = Did you get help?
case-helped-yes = Thank you. Your request is closed.
case-helped-no = Thank you for telling us. Your request stays open: somebody looks at it again.
case-gone = This is no longer possible for this request.
case-bye = Thank you. To follow it, dial { $service_code }
case-bye-texted = Thank you. To follow it, write COMPLAINT.

sms-case-opened =
    Your request { $ref } has arrived. Answer by { $day }.
    To follow it: { $service_code }
sms-slip =
    Reference: { $ref }
    { $name }
    { $address }
    { $hours }
sms-slip-phone =
    Reference: { $ref }
    { $name }
    { $address }
    { $hours }
    Tel. { $phone }
sms-slip-quiet = Reference: { $ref }
sms-call =
    Noted: { $ref }. We will call you by { $day }.
    To follow it: { $service_code }

## Help and advice

menu-guide = Help and advice
guide = Help and advice
guide-page = { $words }

# In private: nothing here names the subject. The number is on the first screen.
private-what = Somebody listens to you, free of charge: { $helpline }
private-call = Call me
private-exit = Leave
private-phone = Which phone is safe to call?
private-this-phone = This one
private-other-phone = Another number
private-number = Type that number.
private-hours = At what time?
private-morning = In the morning
private-afternoon = In the afternoon
private-evening = In the evening
private-agreed = A trained person will call. No SMS will be sent. All right?
private-agree = Yes, call me
private-noted = Noted. Thank you.
private-harmless =
    To find an office, dial { $service_code }
    It is free.
private-harmless-texted = To find an office, write OFFICE.

## Household, programmes, cards

status-what-household = My household
status-what-programmes = My aid
status-what-card = A card
status-of-then = The registry does not answer now. This is what it said on { $day }.
status-see = See it
prove-by = First, a code to know that it is you:
prove-by-number = With my { $id_name }
prove-by-sim = With this SIM
prove-number = Type your { $id_name }.
slip-identifier = This { $id_name } is not possible. Check it.
prove-code =
    If the registration exists, a 6-digit code comes by SMS to the registered phone.
    Type it within { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
household-undated =
    Your household: { $size ->
        [one] { $size } person
       *[other] { $size } people
    }.
household =
    Your household: { $size ->
        [one] { $size } person
       *[other] { $size } people
    }.
    Last updated on { $updated }.
household-band =
    Your household: { $size ->
        [one] { $size } person
       *[other] { $size } people
    }.
    Last updated on { $updated }.
    Level: { $band }, worked out on { $day }.
household-checked = Who checked it
household-sources = Checked by:
household-source = { $name }: { $by }
household-correct =
    { $name }, checked by: { $by }.
    A mistake? Go there with { $papers }, or ask for the change here.
household-unknown =
    No household was found.
    To register it, go to an office.
programmes = Your aid:
programmes-none = No aid was found in your name.
programme-enrolled = { $name }: yes
programme-pending = { $name }: under way
programme-refused = { $name }: no
programme-suspended = { $name }: paused
programme-ended = { $name }: ended
programme-covered = { $name }: yes
programme-not-covered = { $name }: no
programme-now-enrolled = { $name }: you are enrolled.
programme-now-pending = { $name }: your request is being looked at.
programme-now-refused = { $name }: the request was not accepted. You may complain here.
programme-now-suspended = { $name }: it is paused. Call { $hotline }.
programme-now-ended = { $name }: it has ended.
programme-now-covered = { $name }: you are covered.
programme-now-not-covered = { $name }: you are not covered.
programme-why =
    { $name }:
    { $why }.
    You do not agree? Make a complaint, it is free.
programme-next-payment = { $name }: next payment planned on { $day }.
programme-next-distribution = { $name }: next distribution planned on { $day }.
programme-next-review = { $name }: next review planned on { $day }.
programme-next-until = { $name }: until { $day }.
card-number = Type the number of the card. For a letter, type *
card-number-texted = Write the number of the card, with its letter.
slip-card = This card number is not possible. Check it.
card-valid = { $name } card: valid.
card-valid-until = { $name } card: valid until { $day }.
card-expired = { $name } card: out of date.
card-blocked = { $name } card: blocked. Go to an office.
card-replaced = { $name } card: replaced by a new one.
card-unknown = No card was found with this number.
agent-pin = Agents: type your PIN, 6 digits.
slip-agent-pin = The PIN has 6 digits. Type it again.
agent-card-valid = { $name } card: valid. { $initials }
agent-next = Another card
agent-bye = Thank you. To check more cards, dial again.

## My identity

data = My data:
data-how = How it is used
data-usage = Who used my { $id_name }
data-lock = Lock my { $id_name }
data-unlock = Unlock my { $id_name }
data-alias = A temporary number
data-lock-done = It is locked. Nobody can now prove to be you by finger, face or data.
data-unlock-done = It is unlocked.
data-alias-done = A temporary number is on its way by SMS to the registered phone.
data-refused = This is not possible for now. Go to an office or call { $hotline }.
data-usage-none = Nobody used your { $id_name } lately.
data-usage-line = { $day }: { $by }
data-usage-fine = All is as it should be
data-usage-done = Good. Thank you for checking.
data-learn = Help us understand
learn-is-on = What you write and we do not understand is kept without names or numbers.
learn-is-off = May we keep what you write and we do not understand? Without names or numbers.
learn-agree = Yes, keep it
learn-stop = Stop and delete
learn-started = Thank you. You can stop whenever you like.
learn-stopped = Nothing is kept any more. What was kept is deleted.
data-accounts = Chats linked to my phone
accounts = These chats speak for this phone. Which is not yours?
account-unlinked = It speaks for this phone no more. Never pass on a code that comes by SMS.
data-people = Households under my phone
people = Registered with this phone (head, people, commune). Which is not yours?
people-none = No household is registered with this phone.
data-erase = Delete what you keep of me
erase-do = Delete it
erase-ask =
    We delete what we keep of this phone on every channel: conversations, language, consents, notices, linked chats, kept sentences.
    By law we keep your complaints, your refusals, SMS for a set time, and a trace without your number.
erase-ask-here =
    We delete this chat and all that belongs to it.
    By law we keep a complaint that you made, and a trace without your name.
erase-done = It is deleted. Your complaints and your refusals of SMS still stand.
data-usage-odd = It was not you? Lock your { $id_name } here and call { $hotline }.
data-looked = Who looked at my file
data-looked-none = Nobody looked at your file lately.
data-looked-odd = It does not look right? Call { $hotline }, or make a complaint here.
sms-alias =
    Your temporary { $id_name }: { $number }
    It was not you? Call { $hotline }.

## Change my data

menu-update = Change my data
update-what = What has to change?
update-phone = Type the new phone number.
update-family = What happened?
update-birth = A birth
update-death = A death
update-marriage = A marriage
update-divorce = A divorce
update-arrival = Somebody arrived
update-departure = Somebody left
update-school = This child:
update-enrolled = goes to school
update-left = no longer goes to school
update-sure = The request goes to: { $owner }. Nothing changes before they have checked it.
update-send = Send it
update-stop = Send nothing
update-stopped = All right. Nothing was sent.
update-child = Which child? Type 1 for the eldest, 2 for the next, and so on.
update-another =
    You already have such a request: { $ref }
    Is this the same one?
update-same = The same one
update-new = Another one
update-clash =
    Another request of this kind is open: { $ref }
    To replace it, first take it back: Make a complaint, Follow my complaint.
update-language-done = We now write to you in this language. Nothing else changes in your file.
update-opened =
    Request received: { $ref }
    Bring to an office: { $papers }.
    Answer by { $day }.
sms-update-phone =
    A change of phone was asked for on your file ({ $ref }).
    It was not you? Call { $hotline }.

## Referral

menu-refer = Find help
refer-need = What do you need?
refer-place = Which service?
refer-show =
    { $name }
    { $address }
    { $hours }
refer-show-phone =
    { $name }
    { $address }
    { $hours }
    Tel. { $phone }
refer-slip = A slip by SMS
refer-call = Call me
refer-none =
    No service is known near there.
    Call { $hotline }.
refer-slip-done =
    Show this reference: { $ref }
    An SMS will remind you of it.
refer-call-done =
    Noted: { $ref }
    A social worker will call by { $day }.

## News of a request

sms-case-question = Request { $ref }: we have a question. Answer by dialling { $service_code }
sms-case-reminder = Request { $ref }: our question waits for your answer. Dial { $service_code }
sms-case-note = Request { $ref }: there is news. To read it: { $service_code }
sms-case-answer = Request { $ref }: there is an answer. To read it, ask for another look or say how it went: { $service_code }
sms-case-referred = Request { $ref }: it was passed to the competent service. To follow it: { $service_code }
sms-case-late = Request { $ref }: the answer is late. You may go higher: { $service_code }
sms-case-escalated = Request { $ref }: it is with the competent authority. To follow it: { $service_code }
sms-case-closed = Request { $ref }: it is closed. To say how it went: { $service_code }
sms-case-helped = Request { $ref }: did you get help? Answer 1 for yes, 2 for no, or dial { $service_code }

## Proof at a counter, SIM, news of the household

prove-by-agent = At an office, with an agent
agent-code =
    Tell the agent this code: { $code }
    It is good for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
agent-done = It is done
slip-agent-waits = The agent has not finished yet.
prove-by-link = By a link, on this phone
prove-link =
    Open this link, prove who you are,
    then come back here.
    It works once, for { $minutes } minutes.
    { $url }
link-done = I have done it
link-code = A code by SMS instead
link-again = A new link
link-seen =
    Type the 6 digits that the page showed you.
    Give them to nobody.
slip-link-waits = It is not confirmed yet.
agent-not-proved =
    The agent could not recognise you.
    You may begin again, or come with your papers.
recover-new-sim =
    This SIM is too new. To protect you, use your receipt or go to an office.
watch-start = Tell me by SMS
watch-stop = Tell me no more
watch-started = Noted. An SMS will tell you when there is news.
watch-stopped = Noted. No more SMS about your household.
watch-impossible = This is not possible for your household.
sms-change = There is news for your household. To read it or to stop these SMS: { $service_code }
sms-proof-done = An agent has just checked your identity. It was not you? Call { $hotline }.
sms-proof-exception = Two agents have just confirmed your identity. It was not you? Call { $hotline }.
sms-proof-link = Your identity has just been checked by a link. It was not you? Call { $hotline }.

## Talking to a person, in the chat

menu-human = Talk to a person
human-offer =
    A person can answer you here, in writing. { $before ->
        [0] Nobody waits before you.
        [one] { $before } person waits before you.
       *[other] { $before } people wait before you.
    }
    They will read what you write here. Do you want to wait?
human-seen =
    May they also see which service you used last and the end of your phone number?
human-waiting =
    { $before ->
        [0] You are first in the queue.
        [one] { $before } person waits before you.
       *[other] { $before } people wait before you.
    }
    Write here: all will be read. MENU to go back to the counter.
human-shut =
    People answer here: { $hours }, not on public holidays.
    What would you rather have?
human-nobody = Nobody can answer at this moment. What would you rather have?
human-long = Too many are waiting: { $before }. What would you rather have?
human-call = A call
human-write = Leave a message
human-phone = Which number shall we call?
human-call-done =
    Noted: { $ref }
    We will call you by { $day }.
human-kept = It is kept for the person who will answer you. Waiting before you: { $before }.
human-claimed = You are now talking with a person. MENU to go back to the counter.
human-moved = Another person will answer you. Stay here.
human-returned = The person gives you back to the automatic counter.
human-closed = The person has finished. You are again with the automatic counter.
human-nobody-came = Nobody could come in time, and we are sorry. You are again with the automatic counter.
human-silent = There was no message for a long time, so this talk has ended. You are again with the automatic counter.
slip-counter = You are again with the automatic counter.
## Chats

phone-ask = This needs your phone number.
phone-link = Link my phone
phone-number = Type your mobile number. It receives a code by SMS.
phone-code = Type the 6 digits sent by SMS to { $phone }.
slip-mobile = Type a mobile number of this country.
slip-phone-code = Code too old. A new one is sent.
sms-phone-code = { $code } links your phone to a chat with us. Did you not ask for it? Tell it to nobody.
data-link = Link my phone
data-unlink = Unlink my phone
data-link-done = Your phone is linked to this chat.
data-unlink-done = Your phone is not linked to this chat any more.
word-choose = Choose
chat-words-only = I can only read new messages, in words or numbers.
chat-old-button = That button is from before. Please answer this:
chat-alone = Please write to me alone, not in a group.
