### The page of phones: what stands around the screens, and what an operator does to them.

title = Phones · Guichet sandbox
brand = Guichet
tagline = on any phone
lead = Dial { $code }, then answer with the keys.
language = Language
phones = Phones
invented = All people and numbers are invented. Nothing here reaches a real phone.

add-phone = Add a phone
add = Add
number = Number
number-typed = Typed number
number-another = Another number…
number-here = This phone is already on the page.
number-wrong = Write the number with its country code, for example { $example }.
remove = Remove
remove-phone = Remove { $name }

## The handset, and the keys of the keyboard that do the same.

screen = Screen
time-left = Session time left
handset-keys = Phone keys
keypad = Keypad
redial = Redial
send = Send
delete = Delete
call = Call
end = End
star = * star
hash = # hash
keys-type = type
key-enter = Enter
keys-enter = call or send
key-backspace = Backspace
keys-backspace = delete
key-escape = Esc
keys-escape = end, on the phone that has the focus

## The screen, where the service does not speak.

state-idle = Ready
state-waiting = Sending…
state-open = In session
state-over = Ended
dial = Dial
code = Code
answer = Answer
code-first = Type a code first.
answer-first = Type an answer first.
hung-up = You ended the session.
timed-out = No answer in time: the session is over. Dial again.
no-session = The operator has no session here. Dial again.
not-shown = The operator could not show this screen: { $why }
why-no-answer = the service did not answer in time.
why-unreachable = the service cannot be reached.
why-bad-prefix = the service did not say whether the session goes on.
why-bad-encoding = the answer of the service cannot be read.
why-no-service = there is no service at this code.
why-no-session = the session is over.
why-session-timeout = the session took too long.
why-busy = the answer before this one is still on its way.
away = The sandbox does not answer. Is the demo still running?
away-long = The sandbox does not answer. Is the demo still running? This page tries again every two seconds.
refused = The sandbox could not do this ({ $why }). Dial again.
unreadable = The sandbox gave an answer that this page cannot read.

## Messages.

messages = Messages
messages-of = Messages of { $name }
messages-none = No messages yet. Codes and confirmations arrive here.
message-new = New message for { $name } from { $sender }: { $text }
use-code = Use code
use-this-code = Use code { $code }

## The ways of operators.

operator = Operator
profile-africastalking = Africa’s Talking
profile-open = The first hop twice
profile-after = Every hop twice, one after the other
profile-together = Every hop twice, at once
profile-late = Earlier hops again, late
profile-silent = Never tells that a session ended
profile-hasty = Sessions of 20 seconds
profile-short = Sessions of 30 seconds, answers within 15
profile-patient = Sessions of 120 seconds, answers within 30
profile-last = Only the last input
profile-last-late = Only the last input, hops twice and late
profile-numbered = Only the last input, hops numbered
profile-numbered-late = Only the last input, hops numbered, twice and late
profile-no-arabic = Drops Arabic letters
profile-ascii = Puts ? for letters with accents
profile-small = Phones of 160 characters, 80 to type
profile-old = Phones of 160 characters, 90 to type, no Arabic
profile-worst = Everything that can go wrong
