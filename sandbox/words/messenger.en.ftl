### The page of messengers; the rest of its words stand with the phones.

messenger-telegram = Telegram
messenger-whatsapp = WhatsApp
messenger-people = People
messenger-buttons = Buttons
messenger-message = Message
messenger-codes = Codes by SMS arrive on another page:
