### The frame of every page: the way in and out, the menu, errors.

console = Guichet console
skip = Go to the content
menu = Menu
language = Language
home = Home
home-nothing = Your roles open no page here. Ask whoever administers the operators.
sign-in = Sign in
sign-out = Sign out
sign-in-openid-button = Sign in with your work account
sign-in-wrong = This token is not valid. Check that you pasted all of it.
sign-in-openid = Your work account could not be confirmed. Try again.
sign-in-stranger = This account is not an operator here. Ask whoever administers the operators.
signed-in = You are signed in
go-on = Go on
token = Operator token
token-hint = 43 characters, as you were given them. We never ask for it by phone.
pages = Pages
next = Next page
faults = Please correct this
yes = Yes
no = No
pending = Languages waiting for a reader
pending-why = Nobody who speaks these languages has checked what citizens read in them yet.

done-left = You are not signed in, or you were away for long. Please sign in.
done-signed-out = You are signed out.

error-title = This is not possible
error-400 = We could not read what was sent.
error-403 = Your roles do not allow this, or the page was open for too long. Go back, load it again and try once more.
error-404 = There is nothing here.
error-405 = This page cannot be used in this way.
error-409 = Somebody was faster: things are no longer as this page showed them. Load it again.
error-413 = That is too large.
error-429 = Too many requests. Wait a moment.
error-500 = This is our fault. Somebody will look at it.
error-503 = We cannot remember anything right now. Try again in a moment.
