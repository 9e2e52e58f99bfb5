### La page des messageries ; le reste de ses mots est avec les téléphones.

messenger-telegram = Telegram
messenger-whatsapp = WhatsApp
messenger-people = Personnes
messenger-buttons = Boutons
messenger-message = Message
messenger-codes = Les codes par SMS arrivent sur une autre page :
