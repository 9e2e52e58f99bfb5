### review: pending
### Qafar afal. Written without a native speaker: every text is a proposal. Rules, budgets and review: docs/translate.md
### Every text may use $id_name, $service_code, $short_code and $hotline. CLDR gives Afar one plural form: `other` alone.

# Months in dates are written as in this region.
locale = aa
# gsm7: sent without the accents that the GSM alphabet lacks. auto: sent as written.
encoding = gsm7

## Menu kee af

menu = { $id_name }: maca faxxa?
menu-recover = Yi { $id_name } gey
menu-status = Yi esserto
menu-offices = Biiro gey
menu-privacy = Yi oytiitit
menu-language = Af milis
language-ask = Af / Langue / اللغة
    .encoding = auto
language-ar = العربية
language-fr = Français
language-en = English
language-so = Soomaali
language-aa = Qafar af
language-done = Af milsime.
resume-offer = Esserto qembisseh sugte.
resume-continue = Gexsiis
resume-again = Qusbaak qembis

word-more = Gexsiis
word-back = Gac
word-home = Menu

## Maca taktubem

slip-choice = { $least } kee { $most } fan loowo uktub.
slip-empty = Tu mamaatinna. Ku gacsa uktub.
slip-receipt = Rasiidi 29 loowo le. Atu { $count } tuktubeh.
slip-receipt-form = Tama loowo matakka. Rasiidih 29 loowo wagit.
slip-code = Koodi 6 loowo le. Qagitaak uktub.
slip-no-back = Tama gita gaba kalte. Akkek gexsiis.
slip-commune = Arac mageyinnino. Naharsi xarfitte qagitaak uktub.
slip-too-long = Kaxxam xerih. Dago uktub.
slip-number = Gexsiisuh { $number } uktub, gacuh 0.

## Qangorah

slip-lost = Ma radinniyo. Doorit.
chat-help = Loowo hinnay dago qangor uktub. 0 gacuh.
chat-stopped = Tama wargat gaba kalte. Fadak qagitaak uktub.
assistant-said = { $said }
did-you-mean = Tama faxxaa:
mean-none = Akim
heard-right = Atu intehem: { $said }. Numma?
heard-and = { $one }, { $more }
heard-date = ayro { $day }
heard-year = sanat { $year }
heard-place = { $place }
heard-phone = taliifoon { $number }
heard-number = loowo { $number }
heard-ending = loowo { $ending } ellecabo
heard-name = migaq { $name }

## Ummaan arcal

busy =
    Taama away gacsa ma taaca.
    Tu mabayinna.
    Dago daqiiqak lakal { $service_code } uktub
busy-texted =
    Taama away gacsa ma taaca.
    Tu mabayinna.
    Dago daqiiqak lakal qagitaak uktub.
moved =
    Taama away milsimte.
    Qembisuh { $service_code } uktub
moved-texted =
    Taama away milsimte.
    Qembisuh MENU uktub.
session-over =
    Tama yab gaba kale.
    Qagitaak { $service_code } uktub
session-over-texted =
    Tama yab gaba kale.
    Qembisuh MENU uktub.
wait =
    Ku esserto elle taamitnah.
    1 daqiiqak lakal { $service_code } uktub
wait-texted =
    Ku esserto elle taamitnah.
    1 daqiiqak lakal qagitaak uktub.
come-again = Gadda gey.
errand-promised =
    Gacsa waqdi betta.
    SMS koh ruubenno.
    Loowo: { $ref }
errand-pending =
    Ku esserto { $ref } elle taamitnah.
    SMS koh gacsenno.
errand-failed = Diiwaan ma gacisinna. Qagitaak esser.
errand-ready = Ku esserto { $ref }, gacsa:
make-sure = Gexsiisuh { $number } uktub
not-allowed =
    Tama taama a taliifoonul matakka.
    Biiro gex hinnay { $hotline } seec.
locked =
    Mango gabbaattah. Koo dacrisnuh alifne: { $minutes } daqiiqa.
    Tohuk lakal { $service_code } uktub
locked-texted =
    Mango gabbaattah. Koo dacrisnuh alifne: { $minutes } daqiiqa.
    Tohuk lakal qagitaak uktub.

## Loowo geytuh

recover-consent =
    Ku { $id_name } geynuh, a SIM hinnay rasiidih diiwaan essernah.
    Koodi diiwaanal tan taliifoonul gexa. Meqee?
consent-yes = Yeey
consent-no = Maley
recover-declined =
    Meqe. Diiwaan tu messerinnino.
    Biiro gexam duudda: lakqo mali.
recover-way = Ku { $id_name } annah geynaa?
recover-way-sim = A SIM luk
recover-way-receipt = Yi rasiidi luk
recover-way-papers = Tu maliyo
recover-receipt = Rasiidih 29 loowo uktub.
recover-digits = Ku { $id_name } ellecabo loowo uktub, 4 hinnay muggu.
slip-last-digits = 4 kee 8 fan loowo uktub.
recover-code =
    Diiwaanal tanitek, 6 loowoh koodi SMS luk diiwaanal tan taliifoonul gufa.
    Koodi uktub. { $minutes } daqiiqa maaqa.
    Screen alifimtek { $service_code } uktub
recover-code-texted =
    Diiwaanal tanitek, 6 loowoh koodi SMS luk diiwaanal tan taliifoonul gufa.
    Koodi uktub. { $minutes } daqiiqa maaqa.
recover-code-again = SMS 6 loowoh koodi uktub.
slip-code-wrong = Koodi hoxa. { $left } adda raqta.
slip-code-expired = Koodi dookah. Diiwaanal tanitek, qusba koodi rubne.
recover-locked =
    Mango hoxa koodi. Koo dacrisnuh alifne: { $minutes } daqiiqa.
    Ku waraqat luk biiro gexam duudda.
recover-sent =
    Geyne. Ku { $id_name }: { $masked }
    Inkih loowo SMS luk diiwaanal tan taliifoonul gexa.
recover-other =
    A SIM kee a loowol tu mageyinnino.
    Aki gital waguh RECUP ruub.
recover-papers =
    Biiro aqlaamat hinnay aydaadih waraqat bey.
    Waraqat malitto? Biiro esser.
    Lakqo mali.
papers-office = Biiro gey
papers-end = Gaba kal

sms-recover-number =
    Ku { $id_name }: { $number }
    Ku koodi numuh maxhin.
    Atu hinnittoo? { $hotline } seec.
sms-recover-notice =
    Ku { $id_name } aki taliifoonuk ku koodi luk geyen.
    Atu hinnittoo? { $hotline } seec.
recover-other-number = Aki loowo
recover-lost = Anni loowo koo waytee?
recover-lost-household = Yi buxah loowo
recover-lost-consent =
    A loowo diiwaan essernah.
    Koodi diiwaanal tan taliifoonul gexa. Meqee?
recover-lost-sent =
    Geyne: { $masked }
    Inkih loowo SMS luk diiwaanal tan taliifoonul gexa.
recover-lost-none =
    Tannah tan loowo mageyinnino.
    Biiro gex hinnay { $hotline } seec.
papers-shared = Buxah taliifoonul
recover-born = Ku aydaadih liggida uktub, 4 loowo.
slip-born = 4 loowo uktub, ceelallo 1985.
sms-lost-household =
    Ku buxah loowo: { $number }
    Ku koodi numuh maxhin.
    Atu hinnittoo? { $hotline } seec.
sms-lost-card =
    Ku kaarti { $name }: { $number }
    Ku koodi numuh maxhin.
    Atu hinnittoo? { $hotline } seec.
sms-lost-notice =
    Ku loowok teena aki taliifoonuk ku koodi luk geyen.
    Atu hinnittoo? { $hotline } seec.

## Yi esserto

status-what = Anni esserto?
status-what-receipt = Yi { $id_name } migaq
status-what-rsu = Yi buxa culus
status-receipt = Rasiidih 29 loowo uktub.
status-received =
    Ku migaq gufeh.
    Uxih elle mataamitinnino. Rasiidi ibbix.
status-processing =
    Ku migaq elle taamitnah.
    Rasiidi ibbix.
status-rejected =
    Ku migaq ma oggolinna.
    Rasiidi kee waraqat luk biiro gac. Lakqo mali.
status-issued =
    Ku { $id_name } yan.
    Geytuh { $service_code } uktub, tohuk lakal 1 uktub.
status-issued-texted =
    Ku { $id_name } yan.
    Geytuh uktub: RECUP
status-unknown =
    Tama loowol tu mageyinnino.
    Rasiidih 29 loowo wagit, hinnay biiro gex.
rsu-needs =
    Buxa culsuh tama faxximta:
    - inki numuk { $id_name }
    - qari arcih waraqat
    - taliifoon
    - culma kee yewqe lakqo
    Lakqo mali, biirol.
    Diiwaan cato hinna: inki programme isi sharti le.
sms-errand = Ku esserto { $ref }:
status-what-helped = Aninnay cata num
help-who = A numuh maca kinnitto?
help-relative = Qari num
help-agent = Taama-num
help-by = A num annah oggola?
help-by-code = Kay taliifoonul koodi
help-by-receipt = Yo luk yan, rasiidi luk
help-receipt = Numih rasiidih 29 loowo uktub. A taliifoon catah num culse.
help-number = A numih { $id_name } uktub.
helped-code =
    Diiwaanal yanek, koodi SMS luk kay taliifoonul gufa.
    Oggolek koh ixxica. { $minutes } daqiiqah addal uktub.
sms-helped =
    Ku koodi luk koo cata num ku cato yubleeh (taliifoonuk ellecabo { $ending }).
    Ma oggolinnittoo? { $hotline } seec.

## Biiro

office-commune =
    Ku arcih naharsi xarfitte uktub, hinnay keenih furiyya.
    Ceelallo: BAL hinnay 225
office-commune-texted = Ku arcih migaq hinnay naharsi xarfitte uktub.
office-which = Anni arac?
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

## Yi oytiitit

privacy =
    Nanu ku af, ku oggol kee ku essertoh raat dacrisnah, koh taamitnuh kee dirab wagsiisnuh.
    Ku gacsa yab gaba kalek duugumta.
    Ku { $id_name } diiwaanal tan taliifoonul dibuk gexa.
    Taama-num ku koodi ma essera. Numuh maxhin.
    Ku oytiitit wagtuh, massoysuh hinnay cintuh, { $hotline } seec.

## SMS

menu-messages = Yi SMS
messages-are-on = Nanu SMS koh ruubnah.
messages-are-off = Nanu SMS koh ma ruubna.
messages-off = Yoh maruubina
messages-on = Yoh ruuba
messages-read = Ellecabo farmo ikriy
messages-check = Tama SMS sin-kee?
messages-keep = Tu ma milsin
announcement = Ni farmo { $day }: { $words }
announcement-none = Farmo koh ma ruubinnino.
message-code = SMS-ad tan 6 loowo uktub:
genuine-yes = Yeey, ni farmo { $day } koodi. Koh koodi kee PIN essera maqinnino.
genuine-named = Yeey, { $title } { $day } koodi. Koh koodi kee PIN essera maqinnino.
genuine-no = Tama koodi luk farmo maruubinnino. Gacsa maacayin. { $hotline } seec.
messages-kept = Tu ma milsiminna.
messages-stopped = SMS soolte. Ku koodi kee ku gacsa ummaan saaku tamaate.
messages-started = SMS koh amaatele. Soolsuh { $service_code } uktub
messages-started-texted = SMS koh amaatele. Soolsuh MENU uktub, tohuk lakal: Yi SMS.
sms-stopped = SMS soolte. Ku koodi kee ku gacsa ummaan saaku tamaate. Qagitaak faxxek: START.
sms-stopped-all = Tu koh ma ruubna, ku koodi kee esserteh tan gacsa akkalak. Qagitaak faxxek: START.
sms-started = SMS koh amaatele. Soolsuh STOP ruub.
sms-help = RECUP, STATUT, BUREAU, PLAINTE, DONNEES hinnay LANGUE ruub. Hinnay { $service_code } uktub. Lakqo mali.

## Weeqaayo

menu-grievance = Weeqaayo
listed = { $name }
case-what = Weeqaayo:
case-new = Qusba weeqaayo
case-follow = Yi weeqaayo katat
case-private = Num luk yab
case-group = Maca taagah?
case-category = Baxsale:
case-for = Iyyah?
case-for-me = Yoh
case-for-other = Aki numuh
case-wish = Maca faxxa?
case-wish-correct = Hoxa massoysaanam
case-wish-explain = Baxsi
case-wish-call = Yoo seecaanam
case-words = Yab osissam faxxaa?
case-words-send = Maley
case-words-add = Yeey, aktubeyyo
case-text = Tekkem dago yabal uktub.
case-who = Gacsa annah kattattaa?
case-with-phone = A taliifoonul (SMS)
case-with-pin = Migaq sinim, koodi
case-pin-new = 4 loowo dooris. Loowoh luk ku weeqaayo fakta. Numuh maxhin.
case-opened =
    Culse.
    Loowo: { $ref }
    Gacsa { $day } dumal.
    SMS koo kassissele.
case-opened-pin =
    Culse, ku migaq sinim.
    Loowo: { $ref }
    4 loowo luk uktub.
    Gacsa { $day } dumal, akke.
case-same =
    Tonnah tan esserto litto.
    Loowo: { $ref }
    Elle taamitnah.
case-reference = Loowo uktub: 8 loowo.
case-pin = Doorisseh tan 4 loowo uktub.
case-unknown =
    Tama loowol tu mafakta.
    Wagit, hinnay essertoh taliifoonuk uktub.
slip-reference = Loowo 8 loowo le. Qagitaak uktub.
slip-pin = 4 loowo uktub.
slip-phone = Tama taliifoon loowo matakka. Qagitaak uktub.
case-said = Gacsa: { $said }
case-asked = Esser: { $said }
case-is-received = Ku esserto gufte. Gacsa { $day } dumal.
case-is-open = Ku esserto fakut tan. Gacsa { $day } dumal.
case-is-in_progress = Num ku essertol taamita. Gacsa { $day } dumal.
case-is-waiting_citizen = Ku gacsa qambaalnah.
case-is-resolved = Gacsa tene.
case-is-closed = Ku esserto alifimte.
case-is-appealed = Aki num qagitaak wagta. Gacsa { $day } dumal.
case-is-escalated = { $owner } luk tan. Gacsa { $day } dumal.
case-is-referred = { $owner } fan rubne. Gacsa { $day } dumal.
case-do-message = Farmo osis
case-do-answer = Gacis
case-do-appeal = Qagitaak wagtaanam esser
case-do-reopen = Qagitaak fak
case-do-escalate = Amo gex
case-do-withdraw = Yi essertok gac
case-do-rate = Yi mabla
case-do-end = Gaba kal
case-message = Ku farmo dago yabal uktub.
case-reason = Maca sabbatah, dago yabal uktub.
case-rate = Gacsal leeda litto?
case-star-5 = Kaxxam leeda
case-star-4 = Leeda
case-star-3 = Fanal
case-star-2 = Dago
case-star-1 = Maley
case-message-done = Ku farmo essertol osne.
case-answer-done = Gadda gey. Ku gacsa essertol osne.
case-appeal-done = Culse. Aki num ku esserto qagitaak wagele.
case-reopen-done = Ku esserto qagitaak fakne.
case-escalate-done = Culse. Amo tan biiro ku esserto geytele.
case-withdraw-done = Ku essertok gacte.
case-rate-done = Ku mablah gadda gey.
case-do-helped = Cato geyteemih yab
case-helped = Cato geytee?
case-helped-yes = Gadda gey. Ku esserto alifimte.
case-helped-no = Gadda gey. Ku esserto fakut tan, qagitaak wagelon.
case-gone = Tama essertol tah matakka.
case-bye = Gadda gey. Kattuh { $service_code } uktub
case-bye-texted = Gadda gey. Kattuh uktub: PLAINTE

sms-case-opened =
    Ku esserto { $ref } gufte. Gacsa { $day } dumal.
    Kattuh: { $service_code }
sms-slip =
    Loowo: { $ref }
    { $name }
    { $address }
    { $hours }
sms-slip-phone =
    Loowo: { $ref }
    { $name }
    { $address }
    { $hours }
    Tel. { $phone }
sms-slip-quiet = Loowo: { $ref }
sms-call =
    Culse: { $ref }. { $day } dumal koo seecelon.
    Kattuh: { $service_code }

## Cato kee fayu

menu-guide = Cato kee fayu
guide = Cato kee fayu
guide-page = { $words }

# In private: nothing here names the subject. The number is on the first screen.
private-what = Num koo ankacisele, lakqo mali: { $helpline }
private-call = Yoo seeca
private-exit = Away
private-phone = Anni taliifoonul seecnaa?
private-this-phone = Ah
private-other-phone = Aki loowo
private-number = Too loowo uktub.
private-hours = Anni waqdi?
private-morning = Saaku
private-afternoon = Ayro
private-evening = Carra
private-agreed = Barteh tan num seecele. SMS ma ruubna. Meqee?
private-agree = Yeey, yoo seeca
private-noted = Culse. Gadda gey.
private-harmless =
    Biiro geytuh { $service_code } uktub
    Lakqo mali.
private-harmless-texted = Biiro geytuh uktub: BIIRO

## Buxa, programme, kaarti

status-what-household = Yi buxa
status-what-programmes = Yi cato
status-what-card = Kaarti
status-of-then = Diiwaan away ma gacisa. Tah kay gacsay { $day }.
status-see = Wagit
prove-by = Naharak koo naaxiguh koodi:
prove-by-number = Yi { $id_name } luk
prove-by-sim = A SIM luk
prove-number = Ku { $id_name } uktub.
slip-identifier = Tama { $id_name } matakka. Wagit.
prove-code =
    Diiwaanal tanitek, 6 loowoh koodi SMS luk diiwaanal tan taliifoonul gufa.
    { $minutes } daqiiqah addal uktub.
household-undated =
    Ku buxa: { $size } num.
household =
    Ku buxa: { $size } num.
    Milsen ayro: { $updated }.
household-band =
    Ku buxa: { $size } num.
    Milsen ayro: { $updated }.
    Caddi: { $band }, { $day }.
household-checked = Iyyi wagiteh
household-sources = Tet wagiteh:
household-source = { $name }: { $by }
household-correct =
    { $name }: { $by } wagiteh.
    Hoxa? Tokke { $papers } bey, hinnay akkel milsiyya esser.
household-unknown =
    Buxa mageyinnino.
    Culsuh biiro gex.
programmes = Ku cato:
programmes-none = Ku migaqal cato mageyinnino.
programme-enrolled = { $name }: yeey
programme-pending = { $name }: elle taamitnah
programme-refused = { $name }: maley
programme-suspended = { $name }: soolte
programme-ended = { $name }: gaba kalte
programme-covered = { $name }: yeey
programme-not-covered = { $name }: maley
programme-now-enrolled = { $name }: ku migaq yan.
programme-now-pending = { $name }: ku esserto wagnah.
programme-now-refused = { $name }: esserto ma oggolinna. Akkel weeqaayo aban.
programme-now-suspended = { $name }: dago waqdi soolte. { $hotline } seec.
programme-now-ended = { $name }: gaba kalte.
programme-now-covered = { $name }: cato litto.
programme-now-not-covered = { $name }: cato malitto.
programme-why =
    { $name }:
    { $why }.
    Oggolta wayta? Weeqaayo aban, lakqo mali.
programme-next-payment = { $name }: lakqoh ayro { $day }.
programme-next-distribution = { $name }: kurtih ayro { $day }.
programme-next-review = { $name }: wagtih ayro { $day }.
programme-next-until = { $name }: { $day } fan.
card-number = Kaartih loowo uktub. Xarfi arcal * uktub
card-number-texted = Kaartih loowo kee xarfi uktub.
slip-card = Tama kaartih loowo matakka. Wagit.
card-valid = Kaarti { $name }: taamita.
card-valid-until = Kaarti { $name }: { $day } fan taamita.
card-expired = Kaarti { $name }: waqdi tatre.
card-blocked = Kaarti { $name }: alifimte. Biiro gex.
card-replaced = Kaarti { $name }: qusba kaartil milsen.
card-unknown = Tama loowol kaarti mageyinnino.
agent-pin = Taama-num: ku PIN uktub, 6 loowo.
slip-agent-pin = PIN 6 loowo kinni. Qagitaak uktub.
agent-card-valid = Kaarti { $name }: taamita. { $initials }
agent-next = Aki kaarti
agent-bye = Gadda gey. Aki kaartiih qagitaak seec.

## Yi kinnaane

data = Yi oytiitit:
data-how = Annah taamita
data-usage = Iyyi yi { $id_name } yintifiqee
data-lock = Yi { $id_name } alif
data-unlock = Yi { $id_name } fak
data-alias = Dago waqdi loowo
data-lock-done = Alifne. Num feerat, foocat hinnay oytiitil atu kinnim ma xayyosa.
data-unlock-done = Fakne.
data-alias-done = Dago waqdi loowo SMS luk diiwaanal tan taliifoonul gexa.
data-refused = Away matakka. Biiro gex hinnay { $hotline } seec.
data-usage-none = Tama saakuk num ku { $id_name } ma antifiqinna.
data-usage-line = { $day }: { $by }
data-usage-fine = Inkih meqe
data-usage-done = Meqe. Wagteemih gadda gey.
data-learn = Radiyyat nee caten
learn-is-on = Radinniyo wayne farmo dacrissa, migaqaay loowo sinim.
learn-is-off = Radinniyo wayne farmo dacrinnaa? Migaqaay loowo sinim.
learn-agree = Yeey
learn-stop = Solisey duugus
learn-started = Gadda geytay. Faxak solisetto duddah.
learn-stopped = Takkay madacrinna. Dacrinneh tanim duugusne.
data-accounts = Yagaqqaseh yan akawunti
accounts = Tama akawunti ku taliifoonuh yaabta. Anni ku hinna?
account-unlinked = Kalah mayaabta. SMS koodi numuh maxhin.
data-people = Tama taliifoonih buxa
people = Tama taliifoonut culteh tan buxa (amoyta, loowo, arac). Anni ku hinna?
people-none = Tama taliifoonut culte buxa mageyinnino.
data-erase = Yi oytiitit duugus
erase-do = Duugus
erase-ask =
    Tama taliifoonuk dacrissa inkih duugusna: walal, af, oggol, farmo, akawunti.
    Madqak raaqa: ku cabo, ku cinto, SMS abak wakti, kee loowo sinim raat.
erase-ask-here =
    Tama walal kee ahat tan inkih duugusna.
    Madqak raaqa: ku cabo kee migaq sinim raat.
erase-done = Duugusne. Ku cabo kee SMS cinto raqta.
data-usage-odd = Atu hinnittoo? Ku { $id_name } akkel alif, { $hotline } seec.
data-looked = Iyyi yi fayl yubleh
data-looked-none = Tama saakuk num ku fayl ma ablinna.
data-looked-odd = Wohuk meqe mali takkalee? { $hotline } seec, hinnay akkel waqsis.
sms-alias =
    Ku { $id_name } dago waqdih: { $number }
    Atu hinnittoo? { $hotline } seec.

## Yi oytiitit milsuh

menu-update = Yi oytiitit milis
update-what = Maca milsaanam faxximtaa?
update-phone = Qusba taliifoon loowo uktub.
update-family = Maca tekke?
update-birth = Aydaado
update-death = Rabi
update-marriage = Digib
update-divorce = Cabti
update-arrival = Num yemeete
update-departure = Num gexe
update-school = A awka:
update-enrolled = barittoh buxal tan
update-left = barittoh buxal ma tan
update-sure = Esserto tah fan gexa: { $owner }. Wagtaanamak naharal tu ma milsinta.
update-send = Ruub
update-stop = Ma ruubin
update-stopped = Meqe. Tu ma ruubinnino.
update-child = Anni awka? Naharsi awkah 1 uktub, kattaatih 2.
update-another =
    Tonnah tan esserto litto: { $ref }
    Woo tiyay?
update-same = Woo tiya
update-new = Aki tiya
update-clash =
    Aki esserto fakut tan: { $ref }
    Milsuh, naharal gac: Weeqaayo, Yi weeqaayo katat.
update-language-done = Away ta afal koo uktubelon. Ku faylil aki tu ma milsinta.
update-opened =
    Esserto gufte: { $ref }
    Biiro bey: { $papers }.
    Gacsa { $day } dumal.
sms-update-phone =
    Ku taliifoon milsaanam essereenih ({ $ref }).
    Atu hinnittoo? { $hotline } seec.

## Gita

menu-refer = Cato gey
refer-need = Maca faxxa?
refer-place = Anni taama?
refer-show =
    { $name }
    { $address }
    { $hours }
refer-show-phone =
    { $name }
    { $address }
    { $hours }
    Tel. { $phone }
refer-slip = SMS waraqat
refer-call = Yoo seeca
refer-none =
    Too arcal xayi taama mannaaxiga.
    { $hotline } seec.
refer-slip-done =
    Tama loowo uybulluy: { $ref }
    SMS koo kassissele.
refer-call-done =
    Culse: { $ref }
    Ayyuntiino taama-num { $day } dumal seecele.

## Essertoh xaagu

sms-case-question = Esserto { $ref }: essero linno. Gacsuh { $service_code }
sms-case-reminder = Esserto { $ref }: ku gacsa qambaalnah. { $service_code } uktub
sms-case-note = Esserto { $ref }: qusba xaagu yan. Ikriyuh: { $service_code }
sms-case-answer = Esserto { $ref }: gacsa tene. Ikriyuh, qagitaak wagsiisuh hinnay mabla yacuh: { $service_code }
sms-case-referred = Esserto { $ref }: aki biiro fan rubne. Kattuh: { $service_code }
sms-case-late = Esserto { $ref }: gacsa udurte. Amo gexam duudda: { $service_code }
sms-case-escalated = Esserto { $ref }: amo tan biirol tan. Kattuh: { $service_code }
sms-case-closed = Esserto { $ref }: alifimte. Ku mabla yacuh: { $service_code }
sms-case-helped = Esserto { $ref }: cato geytee? Gacsa: 1 yeey, 2 maley, hinnay { $service_code } uktub

## Biirol kinnaane, SIM, buxah xaagu

prove-by-agent = Biirol, taama-num luk
agent-code =
    A koodi taama-numuh ixxic: { $code }
    { $minutes } daqiiqa taamita.
agent-done = Gaba kale
slip-agent-waits = Taama-num uxih gaba makalinna.
prove-by-link = Lonkah, ta silkil
prove-link =
    Ta lonk fak, iyya tannam kassis,
    tokkel akke gacay.
    Inki adda taama, { $minutes } daqiiqa.
    { $url }
link-done = Abbeh
link-code = SMS koodih kaadu
link-again = Qusba lonk
link-seen =
    Bogguk tubleh 6 loowo kutub.
    Num ma aceeyina.
slip-link-waits = Uli ma diggoysinna.
agent-not-proved =
    Taama-num koo yaaxigem ma duudinna.
    Qagitaak gabbaat, hinnay waraqat luk amo.
recover-new-sim =
    A SIM kaxxam qusba. Koo dacrisnuh rasiidi edde taamit hinnay biiro gex.
watch-start = SMS yoh ruuba
watch-stop = Yoh maruubina
watch-started = Culse. Qusba xaagu yanek SMS koh ruubenno.
watch-stopped = Culse. Ku buxah SMS ma ruubna.
watch-impossible = Ku buxal tah matakka.
sms-change = Ku buxah qusba xaagu yan. Ikriyuh hinnay soolsuh: { $service_code }
sms-proof-done = Taama-num away koo yeexege. Atu hinnittoo? { $hotline } seec.
sms-proof-exception = Nammay taama-num away koo yeexegen. Atu hinnittoo? { $hotline } seec.
sms-proof-link = Away linkil koo yeexegen. Atu hinnittoo? { $hotline } seec.

## Num luk yab, chat addal

menu-human = Num luk yab
human-offer =
    Num akkel kutbeh koh gacsa acuh dudda. { $before ->
        [0] Ku foocal num qambaala mali.
       *[other] Ku foocal qambaalta mara: { $before }.
    }
    Akkel maca tuktubem kawwa le. Qambaalla?
human-seen =
    Ellacaboh taamitem kee ku taliifoon loowok ellecabo kaadu yablem faxxaa?
human-waiting =
    { $before ->
        [0] Atu naharsi kinnito.
       *[other] Ku foocal qambaalta mara: { $before }.
    }
    Akkel uktub: inkih kawwele. MENU iyye, gacuh.
human-shut =
    Akkel gacsa tacam: { $hours }, ayyaamal hinna.
    Maca doorittaa?
human-nobody = Away num gacsa acuh ma duuda. Maca doorittaa?
human-long = Maggo mara qambaalta: { $before }. Maca doorittaa?
human-call = Yoo seeca
human-write = Farmo cab
human-phone = Anni loowol seecnaa?
human-call-done =
    Culse: { $ref }
    { $day } dumal koo seecelon.
human-kept = Ku yab dacrisan. Ku foocal qambaalta mara: { $before }.
human-claimed = Away num luk yabtah. MENU iyye, gacuh.
human-moved = Aki num koh gacsa acele. Akkel suga.
human-returned = Num otomatik taamal koo gacse.
human-closed = Num gaba kale. Qagitaak otomatik taama luk tan.
human-nobody-came = Wakti addal num amaatuh ma duudinna, nadiiqeh. Qagitaak otomatik taama luk tan.
human-silent = Xer wakti farmo maleey yen, yab gaba kale. Qagitaak otomatik taama luk tan.
slip-counter = Qagitaak otomatik taama luk tan.
## Walal

phone-ask = Ku taliifoon loowo faxximta.
phone-link = Yi taliifoon yagaqqas
phone-number = Ku mobil loowo uktub. Koodi SMS luk gufa.
phone-code = { $phone } fan rubne SMS 6 loowo uktub.
slip-mobile = Tama baaxoh mobil loowo uktub.
slip-phone-code = Koodi dookah. Qusba koodi rubne.
sms-phone-code = { $code } ku taliifoon nee luk yagaqqasa. Ma esserinnittoo? Numuh ma warsin.
data-link = Yi taliifoon yagaqqas
data-unlink = Yi taliifoon fak
data-link-done = Ku taliifoon ta walalal yagaqqaseh.
data-unlink-done = Ku taliifoon ta walalal ma yagaqqasinna.
word-choose = Dooritis
chat-words-only = Qusba farmo dibuk akriya, qangor hinnay loowo.
chat-old-button = Too botoon dumih. Ahah gacsa:
chat-alone = Dibuk yoh uktub, buttal hinna.
