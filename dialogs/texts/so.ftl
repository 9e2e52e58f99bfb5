### review: pending
### Shabbaakadda oo Soomaali ah. Rules, budgets and review: docs/translate.md
### Every text may use $id_name, $service_code, $short_code and $hotline. After a number a noun keeps its singular: few plurals.

# Months in dates are written as in this region.
locale = so
# gsm7: sent without the accents that the GSM alphabet lacks. auto: sent as written.
encoding = gsm7

## Liiska iyo luqadda

menu = { $id_name }: maxaad u baahan tahay?
menu-recover = Hel { $id_name }-gayga
menu-status = Xaaladda codsigayga
menu-offices = Raadi xafiis
menu-privacy = Xogtayda
menu-language = Beddel luqadda
language-ask = Luqad / Langue / اللغة
    .encoding = auto
language-ar = العربية
language-fr = Français
language-en = English
language-so = Soomaali
language-aa = Qafar af
language-done = Luqadda waa la beddelay.
resume-offer = Codsi ayaad horay u bilowday.
resume-continue = Sii wad
resume-again = Dib u bilow

word-more = Sii wad
word-back = Dib u noqo
word-home = Liiska

## Waxa la qorayo

slip-choice = Qor lambar { $least } ilaa { $most }.
slip-empty = Waxba ma soo gaarin. Qor jawaabtaada.
slip-receipt = Rasiidku waa 29 lambar. Waxaad qortay { $count }.
slip-receipt-form = Lambarkan ma jiri karo. Hubi 29-ka lambar ee rasiidka.
slip-code = Koodhku waa 6 lambar. Mar kale qor.
slip-no-back = Tallaabadan waa dhammaatay. Halkan ka sii wad.
slip-commune = Meel lama helin. Mar kale qor xarfaha hore.
slip-too-long = Qoraalku waa dheer yahay. Wax yar qor.
slip-number = Qor { $number } si aad u sii waddo, ama 0 si aad u noqoto.

## Erayo

slip-lost = Ma fahmin. Hoos ka dooro.
chat-help = Qor lambar ama dhowr erey. 0 dib ayay u noqotaa.
chat-stopped = Wadahadalkani waa dhammaaday. Mar kale qor markaad rabto.
assistant-said = { $said }
did-you-mean = Ma waxaad ula jeeddaa:
mean-none = Wax kale
heard-right = Waxaad tiri: { $said }. Ma sax baa?
heard-and = { $one }, { $more }
heard-date = taariikhda { $day }
heard-year = sanadka { $year }
heard-place = { $place }
heard-phone = telefoon { $number }
heard-number = lambar { $number }
heard-ending = lambar ku dhammaada { $ending }
heard-name = magaca { $name }

## Waxa meel kasta ka dhici kara

busy =
    Adeeggu hadda ma jawaabayo.
    Waxba ma lumin.
    Dhowr daqiiqo ka dib garaac { $service_code }
busy-texted =
    Adeeggu hadda ma jawaabayo.
    Waxba ma lumin.
    Dhowr daqiiqo ka dib mar kale soo qor.
moved =
    Adeegga hadda ayaa la cusboonaysiiyay.
    Si aad u bilowdo garaac { $service_code }
moved-texted =
    Adeegga hadda ayaa la cusboonaysiiyay.
    Si aad u bilowdo qor LIISKA.
session-over =
    Wadahadalkan waa dhammaaday.
    Mar kale garaac { $service_code }
session-over-texted =
    Wadahadalkan waa dhammaaday.
    Si aad u bilowdo qor LIISKA.
wait =
    Codsigaaga waa la hayaa.
    Hal daqiiqo ka dib garaac { $service_code }
wait-texted =
    Codsigaaga waa la hayaa.
    Hal daqiiqo ka dib mar kale soo qor.
come-again = Waa hagaag. Soo noqo goortaad rabto.
errand-promised =
    Jawaabtu waqti ayay qaadanaysaa.
    SMS ayaan kuugu soo diraynaa.
    Tixraac: { $ref }
errand-pending =
    Codsigaaga { $ref } weli waa la hayaa.
    SMS ayaan kuugu jawaabaynaa.
errand-failed = Diiwaanku ma jawaabin. Fadlan mar kale weydii.
errand-ready = Jawaabta codsigaaga { $ref }:
make-sure = Si aad u sii waddo qor { $number }
not-allowed =
    Adeeggan telefoonkan laguma heli karo.
    Tag xafiis ama wac { $hotline }.
locked =
    Isku day badan. Badbaadadaada dartii waa la xiray { $minutes } daqiiqo.
    Kadib garaac { $service_code }
locked-texted =
    Isku day badan. Badbaadadaada dartii waa la xiray { $minutes } daqiiqo.
    Kadib mar kale soo qor.

## Helidda lambarka

recover-consent =
    { $id_name }-gaaga diiwaanka ayaan ka raadinaynaa.
    Koodh ayaa tagaya telefoonka diiwaangashan. Ma oggoshahay?
consent-yes = Haa
consent-no = Maya
recover-declined =
    Waa hagaag. Diiwaanka waxba lama weydiin.
    Xafiis ayaad sidoo kale tagi kartaa: waa bilaash.
recover-way = Sidee loo helaa { $id_name }-gaaga?
recover-way-sim = SIM-kan
recover-way-receipt = Rasiidkayga
recover-way-papers = Midna ma hayo
recover-receipt = Qor 29-ka lambar ee rasiidka diiwaangelinta.
recover-digits = Qor lambarrada ugu dambeeya ee { $id_name }-gaaga, ugu yaraan 4.
slip-last-digits = Qor 4 ilaa 8 lambar.
recover-code =
    Haddii aad diiwaangashan tahay, koodh 6 lambar ah ayaa u imanaya telefoonka diiwaangashan.
    Qor koodhka. Waa { $minutes } daqiiqo.
    Haddii shaashaddu xirmato garaac { $service_code }
recover-code-texted =
    Haddii aad diiwaangashan tahay, koodh 6 lambar ah ayaa u imanaya telefoonka diiwaangashan.
    Qor koodhka. Waa { $minutes } daqiiqo.
recover-code-again = Qor koodhka 6-da lambar ee SMS-ka.
slip-code-wrong = Koodhku waa qalad. { $left ->
        [one] Hal isku day ayaa haray.
       *[other] { $left } isku day ayaa haray.
    }
slip-code-expired = Koodhku waa duugoobay. Haddii aad diiwaangashan tahay, mid cusub baa la diray.
recover-locked =
    Koodh qalad ah oo badan. Badbaadadaada dartii waa la xiray { $minutes } daqiiqo.
    Xafiis ayaad waraaqahaaga la tagi kartaa.
recover-sent =
    Waa la helay. { $id_name }: { $masked }
    Lambarka oo dhan SMS ayuu u tagayaa telefoonka diiwaangashan.
recover-other =
    SIM-kan iyo lambarradan waxba laguma helin.
    Soo dir RECUP si aad si kale u raadiso.
recover-papers =
    Xafiiska u qaado aqoonsi ama warqadda dhalashada.
    Waraaqo ma haysatid? Xafiiska weydii.
    Waa bilaash.
papers-office = Raadi xafiis
papers-end = Dhammee

sms-recover-number =
    { $id_name }-gaaga: { $number }
    Koodhkaaga cidna ha u sheegin.
    Adiga ma aha? Wac { $hotline }.
sms-recover-notice =
    { $id_name }-gaaga waxaa lagu helay telefoon kale iyo koodhkaaga.
    Adiga ma aha? Wac { $hotline }.
recover-other-number = Lambar kale
recover-lost = Lambarkee ayaa kaa lumay?
recover-lost-household = Lambarka qoyskayga
recover-lost-consent =
    Lambarkan diiwaanka ayaan ka raadinaynaa.
    Koodh ayaa tagaya telefoonka diiwaangashan. Ma oggoshahay?
recover-lost-sent =
    Waa la helay: { $masked }
    Lambarka oo dhan SMS ayuu u tagayaa telefoonka diiwaangashan.
recover-lost-none =
    Lambar noocaas ah lama helin.
    Tag xafiis ama wac { $hotline }.
papers-shared = Telefoonka qoyska
recover-born = Qor sannadka aad dhalatay, 4 lambar.
slip-born = Qor 4 lambar, tusaale 1985.
sms-lost-household =
    Lambarka qoyskaaga: { $number }
    Koodhkaaga cidna ha u sheegin.
    Adiga ma aha? Wac { $hotline }.
sms-lost-card =
    Kaarkaaga { $name }: { $number }
    Koodhkaaga cidna ha u sheegin.
    Adiga ma aha? Wac { $hotline }.
sms-lost-notice =
    Mid ka mid ah lambarradaada waxaa lagu helay telefoon kale iyo koodhkaaga.
    Adiga ma aha? Wac { $hotline }.

## Xaaladda codsiga

status-what = Codsigee?
status-what-receipt = Diiwaangelinta { $id_name }
status-what-rsu = Diiwaangeli qoyska
status-receipt = Qor 29-ka lambar ee rasiidka diiwaangelinta.
status-received =
    Diiwaangelintaada waa la helay.
    Weli lama bilaabin. Rasiidka hayso.
status-processing =
    Diiwaangelintaada waa la wadaa.
    Rasiidka hayso.
status-rejected =
    Diiwaangelintaada lama aqbali karin.
    Xafiiska ku noqo adiga oo wata rasiidka iyo waraaqaha. Waa bilaash.
status-issued =
    { $id_name }-gaagu waa diyaar.
    Si aad u hesho garaac { $service_code } kadib qor 1.
status-issued-texted =
    { $id_name }-gaagu waa diyaar.
    Si aad u hesho qor RECUP.
status-unknown =
    Lambarkan waxba laguma helin.
    Hubi 29-ka lambar ee rasiidka, ama tag xafiis.
rsu-needs =
    Diiwaangelinta qoyska waxaa loo baahan yahay:
    - { $id_name } xubin kasta oo qoyska ah
    - caddayn cinwaan
    - telefoon
    - dakhliga iyo kharashka
    Waa bilaash, xafiiska.
    Diiwaanku caawimo ma aha: barnaamij kasta shuruudihiisa ayuu leeyahay.
sms-errand = Codsigaaga { $ref }:
status-what-helped = Qof aan caawinayo
help-who = Qofkan maxaad u tahay?
help-relative = Qaraabo
help-agent = Shaqaale
help-by = Qofkani sidee u oggol yahay?
help-by-code = Koodh telefoonkiisa
help-by-receipt = Waa ila jiraa, rasiid wata
help-receipt = Qor 29-ka lambar ee rasiidka qofka. Telefoonkan waxaa loo qorayaa caawiye.
help-number = Qor { $id_name }-ga qofkan.
helped-code =
    Haddii uu diiwaangashan yahay, koodh ayaa SMS ugu imanaya telefoonka qofka.
    Haddii uu oggol yahay wuu kuu sheegayaa. Ku qor { $minutes } daqiiqo gudahood.
sms-helped =
    Koodhkaaga, qof ku caawinaya ayaa ku arkay caawimadaada (telefoonku wuxuu ku dhammaadaa { $ending }).
    Ma aadan oggolayn? Wac { $hotline }.

## Raadinta xafiis

office-commune =
    Qor xarfaha hore ee deegaankaaga, ama furayaashooda.
    Tusaale: BAL ama 225
office-commune-texted = Qor magaca deegaankaaga, ama xarfihiisa hore.
office-which = Meeshee?
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

## Xogtayda

privacy =
    Waxaan haynaa luqaddaada, oggolaanshahaaga iyo raadka codsiyadaada, si aan kuugu adeegno oo khayaanada looga hortago.
    Jawaabahaagu waa tirmaan marka wadahadalku dhammaado.
    { $id_name }-gaagu wuxuu u tagaa telefoonka diiwaangashan oo keliya.
    Shaqaale koodhkaaga ma weydiiyo. Cidna ha u sheegin.
    Si aad xogtaada u aragto, u saxdo ama u diiddo, wac { $hotline }.

## Ogeysiisyada SMS

menu-messages = SMS-yadayda
messages-are-on = Ogeysiisyo SMS ah ayaan kuu soo dirnaa.
messages-are-off = Ogeysiisyo SMS ah kuuma soo dirno.
messages-off = Ha la ii soo dirin
messages-on = Ha la ii soo diro
messages-read = Akhri kii ugu dambeeyay
messages-check = SMS-kan ma idinkaa?
messages-keep = Waxba ha beddelin
announcement = Ogeysiiskeenna { $day }: { $words }
announcement-none = Ogeysiis kuuma soo dirin.
message-code = Qor 6-da lambar ee SMS-ka ku qoran:
genuine-yes = Haa, waa koodhka ogeysiiskeenna { $day }. Weligeen kuma weydiinno PIN-kaaga.
genuine-named = Haa, waa koodhka { $title }, { $day }. Weligeen kuma weydiinno PIN-kaaga.
genuine-no = Farriin koodhkan leh ma dirin. Ha ka jawaabin, link ha furin. Wac { $hotline }
messages-kept = Waxba isma beddelin.
messages-stopped = Ogeysiisyadu way joogsadeen. Koodhkaaga iyo jawaabahaagu way kuu imanayaan.
messages-started = Ogeysiisyada waad heli doontaa. Si aad u joojiso garaac { $service_code }
messages-started-texted = Ogeysiisyada waad heli doontaa. Si aad u joojiso: LIISKA, kadib SMS-yadayda.
sms-stopped = Ogeysiisyadu way joogsadeen. Koodhkaaga iyo jawaabahaagu way kuu imanayaan. Si aad u soo celiso: START.
sms-stopped-all = Farriin kale kaama soo gaarayso, koodhkaaga iyo jawaabaha aad weydiisato mooyee. Si aad u soo celiso: START.
sms-started = Ogeysiisyada waad heli doontaa. Si aad u joojiso soo dir STOP.
sms-help = Soo dir RECUP, STATUT, BUREAU, PLAINTE, DONNEES ama LANGUE. Ama garaac { $service_code }. Waa bilaash.

## Cabashooyin

menu-grievance = Cabasho
listed = { $name }
case-what = Cabasho:
case-new = Cabasho cusub
case-follow = La soco cabashadayda
case-private = La hadal qof
case-group = Waa maxay arrintu?
case-category = Si gaar ah:
case-for = Waa yaa?
case-for-me = Aniga
case-for-other = Qof kale
case-wish = Maxaad rabtaa?
case-wish-correct = In qalad la saxo
case-wish-explain = Sharaxaad
case-wish-call = In la i soo waco
case-words = Ma rabtaa inaad wax ku darto?
case-words-send = Maya, waa intaas
case-words-add = Haa, waan qorayaa
case-text = Si kooban u qor waxa dhacay.
case-who = Sidee jawaabta ula socon doontaa?
case-with-phone = Telefoonkan (SMS)
case-with-pin = Magac la'aan, koodh
case-pin-new = Dooro 4 lambar. Tixraaca iyo iyaga ayaa furaya cabashadaada. Cidna ha u sheegin.
case-opened =
    Waa la diiwaangeliyay.
    Tixraac: { $ref }
    Jawaabtu waa ka hor { $day }.
    SMS ayaa ku xusuusinaya.
case-opened-pin =
    Waa la diiwaangeliyay, magacaaga la'aantii.
    Tixraac: { $ref }
    4-ta lambar la qor.
    Jawaabtu waa halkan, ka hor { $day }.
case-same =
    Codsi la mid ah ayaad hore u gudbisay.
    Tixraac: { $ref }
    Waa la wadaa.
case-reference = Qor tixraaca: 8 lambar.
case-pin = Qor 4-ta lambar ee aad dooratay.
case-unknown =
    Lambarradan waxba ma furaan.
    Hubi, ama isticmaal telefoonkii codsiga.
slip-reference = Tixraacu waa 8 lambar. Mar kale qor.
slip-pin = Qor 4 lambar.
slip-phone = Lambarkan telefoon ma jiri karo. Mar kale qor.
case-said = Jawaab: { $said }
case-asked = Su'aal: { $said }
case-is-received = Codsigaaga waa la helay. Jawaabtu waa ka hor { $day }.
case-is-open = Codsigaagu waa furan yahay. Jawaabtu waa ka hor { $day }.
case-is-in_progress = Qof ayaa haya codsigaaga. Jawaabtu waa ka hor { $day }.
case-is-waiting_citizen = Jawaabtaada ayaan sugaynaa.
case-is-resolved = Jawaab ayaa la bixiyay.
case-is-closed = Codsigaagu waa xiran yahay.
case-is-appealed = Qof kale ayaa dib u eegaya. Jawaabtu waa ka hor { $day }.
case-is-escalated = Waxaa haya: { $owner }. Jawaabtu waa ka hor { $day }.
case-is-referred = Waxaa loo gudbiyay: { $owner }. Jawaabtu waa ka hor { $day }.
case-do-message = Ku dar farriin
case-do-answer = Jawaab
case-do-appeal = Codso dib u eegis
case-do-reopen = Dib u fur
case-do-escalate = Meel sare u gudbi
case-do-withdraw = Ka noqo codsiga
case-do-rate = Ra'yigayga
case-do-end = Dhammee
case-message = Farriintaada si kooban u qor.
case-reason = Si kooban u qor sababta.
case-rate = Ma ku qanacday jawaabta?
case-star-5 = Aad baan u qancay
case-star-4 = Waan qancay
case-star-3 = Dhexdhexaad
case-star-2 = Wax yar
case-star-1 = Maya
case-message-done = Farriintaada waa lagu daray codsiga.
case-answer-done = Mahadsanid. Jawaabtaada waa lagu daray codsiga.
case-appeal-done = Waa la qoray. Qof kale ayaa dib u eegi doona codsigaaga.
case-reopen-done = Codsigaaga dib ayaa loo furay.
case-escalate-done = Waa la qoray. Hay'adda ku habboon ayaa helaysa codsigaaga.
case-withdraw-done = Codsigaaga waa laga noqday.
case-rate-done = Ra'yigaaga waad ku mahadsan tahay.
case-do-helped = Sheeg in lagu caawiyay
case-helped = Ma lagu caawiyay?
case-helped-yes = Mahadsanid. Codsigaaga waa la xiray.
case-helped-no = Mahadsanid. Codsigaagu waa furan yahay, dib ayaa loo eegayaa.
case-gone = Codsigan taas hadda looma samayn karo.
case-bye = Mahadsanid. Si aad ula socoto garaac { $service_code }
case-bye-texted = Mahadsanid. Si aad ula socoto qor CABASHO.

sms-case-opened =
    Codsigaaga { $ref } waa la helay. Jawaabtu waa ka hor { $day }.
    Si aad ula socoto: { $service_code }
sms-slip =
    Tixraac: { $ref }
    { $name }
    { $address }
    { $hours }
sms-slip-phone =
    Tixraac: { $ref }
    { $name }
    { $address }
    { $hours }
    Tel. { $phone }
sms-slip-quiet = Tixraac: { $ref }
sms-call =
    Waa la qoray: { $ref }. Waa lagu soo wacayaa ka hor { $day }.
    Si aad ula socoto: { $service_code }

## Caawimo iyo talo

menu-guide = Caawimo iyo talo
guide = Caawimo iyo talo
guide-page = { $words }

# In private: nothing here names the subject. The number is on the first screen.
private-what = Qof ayaa bilaash kuu dhegaysanaya: { $helpline }
private-call = Ha la i soo waco
private-exit = Ka bax
private-phone = Telefoonkee baa ammaan ah?
private-this-phone = Kan
private-other-phone = Lambar kale
private-number = Qor lambarkaas.
private-hours = Waqtigee?
private-morning = Subaxdii
private-afternoon = Galabtii
private-evening = Fiidkii
private-agreed = Qof tababaran ayaa soo wacaya. SMS lama dirayo. Ma oggoshahay?
private-agree = Haa, i soo wac
private-noted = Waa la qoray. Mahadsanid.
private-harmless =
    Si aad xafiis u hesho garaac { $service_code }
    Waa bilaash.
private-harmless-texted = Si aad xafiis u hesho qor XAFIIS.

## Qoyska, barnaamijyada, kaararka

status-what-household = Qoyskayga
status-what-programmes = Caawimadayda
status-what-card = Kaar
status-of-then = Diiwaanku hadda ma jawaabayo. Kani waa jawaabtii { $day }.
status-see = Arag
prove-by = Marka hore koodh lagugu aqoonsado:
prove-by-number = { $id_name }-gayga
prove-by-sim = SIM-kan
prove-number = Qor { $id_name }-gaaga.
slip-identifier = { $id_name }-gan ma jiri karo. Hubi.
prove-code =
    Haddii aad diiwaangashan tahay, koodh 6 lambar ah ayaa SMS ku imanaya telefoonka diiwaangashan.
    Ku qor { $minutes } daqiiqo gudahood.
household-undated =
    Qoyskaaga: { $size } qof.
household =
    Qoyskaaga: { $size } qof.
    La cusboonaysiiyay: { $updated }.
household-band =
    Qoyskaaga: { $size } qof.
    La cusboonaysiiyay: { $updated }.
    Heerka: { $band }, la xisaabiyay { $day }.
household-checked = Yaa hubiyay
household-sources = Waxaa hubiyay:
household-source = { $name }: { $by }
household-correct =
    { $name }: waxaa hubiyay { $by }.
    Khalad? Halkaas u qaado { $papers }, ama isbeddelka halkan ka codso.
household-unknown =
    Qoys lama helin.
    Si aad u diiwaangeliso, tag xafiis.
programmes = Caawimadaada:
programmes-none = Caawimo magacaaga ku qoran lama helin.
programme-enrolled = { $name }: haa
programme-pending = { $name }: waa la wadaa
programme-refused = { $name }: maya
programme-suspended = { $name }: waa la hakiyay
programme-ended = { $name }: waa dhammaatay
programme-covered = { $name }: haa
programme-not-covered = { $name }: maya
programme-now-enrolled = { $name }: waad ku qoran tahay.
programme-now-pending = { $name }: codsigaaga waa la eegayaa.
programme-now-refused = { $name }: codsiga lama aqbalin. Halkan ayaad ka caban kartaa.
programme-now-suspended = { $name }: waa la hakiyay. Wac { $hotline }.
programme-now-ended = { $name }: waa dhammaatay.
programme-now-covered = { $name }: caymis waad leedahay.
programme-now-not-covered = { $name }: caymis ma lihid.
programme-why =
    { $name }:
    { $why }.
    Ma raacsanid? Cabo, waa bilaash.
programme-next-payment = { $name }: lacagta xigta waxaa la qorsheeyay { $day }.
programme-next-distribution = { $name }: qaybinta xigta waxaa la qorsheeyay { $day }.
programme-next-review = { $name }: dib u eegista xigta waxaa la qorsheeyay { $day }.
programme-next-until = { $name }: ilaa { $day }.
card-number = Qor lambarka kaarka. Xaraf ku beddel *
card-number-texted = Qor lambarka kaarka iyo xarafkiisa.
slip-card = Lambarkan kaar ma jiri karo. Hubi.
card-valid = Kaarka { $name }: wuu shaqaynayaa.
card-valid-until = Kaarka { $name }: wuu shaqaynayaa ilaa { $day }.
card-expired = Kaarka { $name }: wakhtigiisii wuu dhacay.
card-blocked = Kaarka { $name }: waa xiran yahay. Tag xafiis.
card-replaced = Kaarka { $name }: mid cusub baa lagu beddelay.
card-unknown = Lambarkan kaar laguma helin.
agent-pin = Shaqaale: qor PIN-kaaga, 6 lambar.
slip-agent-pin = PIN-ku waa 6 lambar. Mar kale qor.
agent-card-valid = Kaarka { $name }: wuu shaqaynayaa. { $initials }
agent-next = Kaar kale
agent-bye = Mahadsanid. Kaarar kale mar kale garaac.

## Aqoonsigayga

data = Xogtayda:
data-how = Sida loo isticmaalo
data-usage = Yaa isticmaalay { $id_name }-gayga
data-lock = Xir { $id_name }-gayga
data-unlock = Fur { $id_name }-gayga
data-alias = Lambar ku meel gaar ah
data-lock-done = Waa la xiray. Cidna kuma caddayn karto inay adiga tahay far, weji ama xog.
data-unlock-done = Waa la furay.
data-alias-done = Lambar ku meel gaar ah ayaa SMS ugu tagaya telefoonka diiwaangashan.
data-refused = Hadda suurtagal ma aha. Tag xafiis ama wac { $hotline }.
data-usage-none = Dhowaan cidna ma isticmaalin { $id_name }-gaaga.
data-usage-line = { $day }: { $by }
data-usage-fine = Wax walba waa caadi
data-usage-done = Waa hagaag. Waad ku mahadsan tahay hubinta.
data-learn = Naga caawi fahamka
learn-is-on = Waxaan haynaa fariimaha aanan fahmin, magac iyo lambar la'aan.
learn-is-off = Ma haynaa fariimahaaga aanan fahmin? Magac iyo lambar la'aan.
learn-agree = Haa, haya
learn-stop = Jooji oo tirtir
learn-started = Mahadsanid. Waad joojin kartaa markaad rabto.
learn-stopped = Waxba lama hayo. Wixii la hayay waa la tirtiray.
data-accounts = Akoonnada ku xiran
accounts = Akoonnadan ayaa ku hadla telefoonkan. Kee baan kaaga ahayn?
account-unlinked = Hadda kuma hadlo telefoonkan. Weligaa koodh ha bixin.
data-people = Qoysaska telefoonkan
people = Ku diiwaan gashan telefoonkan (madax, tiro, degmo). Kee baan kaaga ahayn?
people-none = Qoys kuma diiwaan gashana telefoonkan.
data-erase = Tirtir waxaad iga hayso
erase-do = Tirtir
erase-ask =
    Waxaan tirtirnaa wax kasta oo telefoonkan ah: wada sheekaysi, luqad, oggolaansho, ogeysiis, akoonno, weedho la hayo.
    Sharcigu wuxuu hayaa cabashooyinkaaga, diidmadaada, SMS muddo, iyo raad aan lambar lahayn.
erase-ask-here =
    Waxaan tirtirnaa wada sheekaysigan iyo wixii la socda.
    Sharcigu wuxuu hayaa cabasho halkan laga sameeyay iyo raad aan magac lahayn.
erase-done = Waa la tirtiray. Cabashooyinkaaga iyo diidmadaada SMS way jiraan.
data-usage-odd = Adiga ma ahayn? Halkan ka xir { $id_name }-gaaga oo wac { $hotline }.
data-looked = Yaa eegay faylkayga
data-looked-none = Dhowaan cidna ma eegin faylkaaga.
data-looked-odd = Ma kuula muuqdaa mid khaldan? Wac { $hotline }, ama halkan ka cabo.
sms-alias =
    { $id_name }-gaaga ku meel gaarka ah: { $number }
    Adiga ma aha? Wac { $hotline }.

## Beddelidda xogta

menu-update = Beddel xogtayda
update-what = Maxaa la beddelayaa?
update-phone = Qor lambarka cusub ee telefoonka.
update-family = Maxaa dhacay?
update-birth = Dhalasho
update-death = Geeri
update-marriage = Guur
update-divorce = Furriin
update-arrival = Qof ayaa yimid
update-departure = Qof ayaa tagay
update-school = Ilmahan:
update-enrolled = dugsi buu dhigtaa
update-left = dugsi ma dhigto
update-sure = Codsigu wuxuu u tagayaa: { $owner }. Waxba isma beddelaan ilaa la hubiyo.
update-send = Dir
update-stop = Ha dirin
update-stopped = Waa hagaag. Waxba lama dirin.
update-child = Ilmahee? Qor 1 haddii uu yahay curad, 2 kan ku xiga, iwm.
update-another =
    Codsi la mid ah ayaad hore u gudbisay: { $ref }
    Ma isla kii baa?
update-same = Isla kii
update-new = Mid kale
update-clash =
    Codsi kale oo noocan ah ayaa furan: { $ref }
    Si aad u beddesho, marka hore ka noqo: Cabasho, La soco cabashadayda.
update-language-done = Hadda luqaddan ayaan kuugu soo qori doonnaa. Galkaaga wax kale iskama beddelaan.
update-opened =
    Codsiga waa la helay: { $ref }
    Xafiiska u qaado: { $papers }.
    Jawaabtu waa ka hor { $day }.
sms-update-phone =
    Beddelka telefoonka ayaa la codsaday ({ $ref }).
    Adiga ma aha? Wac { $hotline }.

## Hagid

menu-refer = Raadi caawimo
refer-need = Maxaad u baahan tahay?
refer-place = Adeeggee?
refer-show =
    { $name }
    { $address }
    { $hours }
refer-show-phone =
    { $name }
    { $address }
    { $hours }
    Tel. { $phone }
refer-slip = Warqad SMS ah
refer-call = Ha la i soo waco
refer-none =
    Adeeg halkaas u dhow lama yaqaan.
    Wac { $hotline }.
refer-slip-done =
    Tus tixraacan: { $ref }
    SMS ayaa ku xusuusinaya.
refer-call-done =
    Waa la qoray: { $ref }
    Shaqaale bulsho ayaa soo wacaya ka hor { $day }.

## Warka codsiga

sms-case-question = Codsiga { $ref }: su'aal ayaan qabnaa. Ku jawaab { $service_code }
sms-case-reminder = Codsiga { $ref }: jawaabtaada ayaan sugaynaa. Garaac { $service_code }
sms-case-note = Codsiga { $ref }: war cusub ayaa jira. Si aad u akhrido: { $service_code }
sms-case-answer = Codsiga { $ref }: jawaab ayaa la bixiyay. Si aad u akhrido, dib u eegis u codsato ama ra'yi u dhiibato: { $service_code }
sms-case-referred = Codsiga { $ref }: waxaa loo gudbiyay hay'adda ku habboon. Si aad ula socoto: { $service_code }
sms-case-late = Codsiga { $ref }: jawaabtu way daahday. Meel sare ayaad u gudbin kartaa: { $service_code }
sms-case-escalated = Codsiga { $ref }: hay'adda sare ayaa haysa. Si aad ula socoto: { $service_code }
sms-case-closed = Codsiga { $ref }: waa la xiray. Si aad ra'yigaaga u dhiibato: { $service_code }
sms-case-helped = Codsiga { $ref }: ma lagu caawiyay? Ku jawaab 1 haa, 2 maya, ama garaac { $service_code }

## Caddaynta xafiiska, SIM-ka, warka qoyska

prove-by-agent = Xafiiska, shaqaale la jir
agent-code =
    Koodhkan u sheeg shaqaalaha: { $code }
    Wuxuu shaqeeyaa { $minutes } daqiiqo.
agent-done = Waa dhammaatay
slip-agent-waits = Shaqaaluhu weli ma dhammayn.
prove-by-link = Xiriiriye, taleefankan
prove-link =
    Fur xiriiriyahan, caddee cidda aad tahay,
    ka dibna halkan ku soo noqo.
    Hal mar buu shaqeeyaa, { $minutes } daqiiqo.
    { $url }
link-done = Waan dhammeeyey
link-code = Koodh SMS ah ayaan rabaa
link-again = Xiriiriye cusub
link-seen =
    Qor 6-da lambar ee bogga ku tusay.
    Cidna ha siin.
slip-link-waits = Weli lama xaqiijin.
agent-not-proved =
    Shaqaaluhu kuma aqoonsan karin.
    Mar kale isku day, ama waraaqahaaga la kaalay.
recover-new-sim =
    SIM-kani aad buu u cusub yahay. Badbaadadaada dartii isticmaal rasiidka ama tag xafiis.
watch-start = SMS igu ogeysii
watch-stop = Ha i ogeysiin
watch-started = Waa la qoray. SMS ayaa kuu sheegaya wixii cusub.
watch-stopped = Waa la qoray. SMS dambe oo qoyska ku saabsan ma jiro.
watch-impossible = Qoyskaaga taas looma samayn karo.
sms-change = War cusub ayaa qoyskaaga ku saabsan. Si aad u akhrido ama u joojiso: { $service_code }
sms-proof-done = Shaqaale ayaa hadda hubiyay aqoonsigaaga. Adiga ma ahayn? Wac { $hotline }.
sms-proof-exception = Laba shaqaale ayaa hadda xaqiijiyay aqoonsigaaga. Adiga ma ahayn? Wac { $hotline }.
sms-proof-link = Aqoonsigaaga hadda ayaa xiriiriye lagu hubiyay. Adiga ma ahayn? Wac { $hotline }.

## Qof la hadal, sheekada

menu-human = La hadal qof
human-offer =
    Qof ayaa halkan qoraal kuugu jawaabi kara. { $before ->
        [0] Cidina kaa horrayn mayso.
       *[other] Dad kaa horreeya: { $before }.
    }
    Waxa aad halkan ku qorto ayuu akhrin doonaa. Ma sugaysaa?
human-seen =
    Ma arki karaa adeeggii ugu dambeeyay iyo dhammaadka lambarka telefoonkaaga?
human-waiting =
    { $before ->
        [0] Adiga ayaa ugu horreeya safka.
       *[other] Dad kaa horreeya: { $before }.
    }
    Halkan wax ku qor: waa la akhrinayaa. LIISKA si aad u noqoto.
human-shut =
    Halkan waxaa laga jawaabaa: { $hours }, fasaxyada ma aha.
    Maxaad doorbidaysaa?
human-nobody = Hadda cidina ma jawaabi karto. Maxaad doorbidaysaa?
human-long = Dad badan ayaa sugaya: { $before }. Maxaad doorbidaysaa?
human-call = Ha la i soo waco
human-write = Farriin ka tag
human-phone = Lambarkee la wacaa?
human-call-done =
    Waa la qoray: { $ref }
    Waa lagu soo wacayaa ka hor { $day }.
human-kept = Waxa aad qortay waa la hayaa. Dad kaa horreeya: { $before }.
human-claimed = Hadda qof ayaad la hadlaysaa. LIISKA si aad u noqoto.
human-moved = Qof kale ayaa kuu jawaabaya. Halkan joog.
human-returned = Qofku wuxuu kugu celiyay adeegga otomaatiga ah.
human-closed = Qofku wuu dhammeeyay. Waxaad mar kale la joogtaa adeegga otomaatiga ah.
human-nobody-came = Waqtigii cidina kuma iman karin, waan ka xunnahay. Waxaad mar kale la joogtaa adeegga otomaatiga ah.
human-silent = Waqti dheer farriin ma jirin, sheekadii way dhammaatay. Waxaad mar kale la joogtaa adeegga otomaatiga ah.
slip-counter = Waxaad mar kale la joogtaa adeegga otomaatiga ah.
## Wada sheekaysi

phone-ask = Waxaa loo baahan yahay lambarkaaga.
phone-link = Ku xir telefoonkayga
phone-number = Qor lambarka mobilkaaga. Koodh SMS ah ayaa u imanaya.
phone-code = Qor 6-da lambar ee SMS-ka loo diray { $phone }.
slip-mobile = Qor lambar mobil oo dalkan ah.
slip-phone-code = Koodhku waa duugoobay. Mid cusub baa la diray.
sms-phone-code = { $code } wuxuu telefoonkaaga ku xirayaa wada sheekaysi nala ah. Ma codsan? Cidna ha u sheegin.
data-link = Ku xir telefoonkayga
data-unlink = Ka fur telefoonkayga
data-link-done = Telefoonkaagu wuu ku xiran yahay wada sheekaysigan.
data-unlink-done = Telefoonkaagu kuma xirna wada sheekaysigan.
word-choose = Dooro
chat-words-only = Waxaan akhriyaa oo keliya farriimo cusub, eray ama lambar.
chat-old-button = Badhankaas waa hore. Tan ka jawaab:
chat-alone = Keligaa ii soo qor, koox ha ahaan.
