### review: pending
### The counter in Standard Moroccan Tamazight, in Latin letters. Rules, budgets and review: docs/translate.md
### Every text may use $id_name, $service_code, $short_code and $hotline.
### It is zgh.ftl letter by letter, for phones that do not show Tifinagh: change both. gh is ⵖ, ch ⵛ, kh ⵅ, ' ⵄ.

# Months in dates are written as in this region.
locale = shi-Latn
# gsm7: sent without the accents that the GSM alphabet lacks. auto: sent as written.
encoding = gsm7

## umugh d tutlayt

menu = Tinufa nngh
menu-recover = Af { $id_name } inu
menu-status = Azmmem inu
menu-offices = Af asira
menu-privacy = Isfka inu
menu-language = Tutlayt / Langue
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
language-done = Tnfl tutlayt.
resume-offer = Illa kra ur ismid.
resume-continue = Kml
resume-again = Zwur s tazwara

word-more = Ugar
word-back = Aghul
word-home = Umugh

## mayd nttara

slip-choice = Ara uttun gr { $least } d { $most }.
slip-empty = Ur d yiwd walu. Ara tamrarut nnk.
slip-receipt = G ttusil 29 n izwiln. Turid { $count }.
slip-receipt-form = Uttun ad ur igi wad. Zr 29 n izwiln.
slip-code = G tangalt 6 n izwiln. Ara dagh.
slip-no-back = Ifukk uswir ad. Kml zgh da.
slip-commune = Ur ittyaf udghar. Ara dagh.
slip-too-long = Ighzzif udris. Ara drus.
slip-number = Ara { $number } ad tkmld, ngh 0.

## s iwaliwn

slip-lost = Ur fhimgh. Sti.
chat-help = Ara uttun ngh imik n iwaliwn. 0 i waghul.
chat-stopped = Ifukk umsawal ad. Ara dagh ma trid.
assistant-said = { $said }
did-you-mean = Is trid ad tinid:
mean-none = Tayd
heard-right = Tnnid: { $said }. Is ighud?
heard-and = { $one }, { $more }
heard-date = azmz { $day }
heard-year = aseggwas { $year }
heard-place = g { $place }
heard-phone = tilifun { $number }
heard-number = uttun { $number }
heard-ending = uttun ittgirin s { $ending }
heard-name = ism { $name }

## mayd izmrn ad yili

busy =
    Tanafut ur da ttrara ghila.
    Ur ijli walu.
    Deffir imik siwl s { $service_code }
busy-texted =
    Tanafut ur da ttrara ghila.
    Ur ijli walu.
    Deffir imik ara dagh.
moved =
    Tnfl tnafut.
    I uzwur siwl s { $service_code }
moved-texted =
    Tnfl tnafut.
    I uzwur ara UMUGH.
session-over =
    Ifukk umsawal ad.
    Siwl dagh s { $service_code }
session-over-texted =
    Ifukk umsawal ad.
    I uzwur ara UMUGH.
wait =
    Asutr nnk illa g twuri.
    Deffir imik siwl s { $service_code }
wait-texted =
    Asutr nnk illa g twuri.
    Deffir imik ara dagh.
come-again = Tanmmirt.
errand-promised =
    Tamrarut ra tmatl imik.
    Ra k tt nazn s SMS.
    Asaghul: { $ref }
errand-pending =
    Asutr nnk { $ref } illa g twuri.
    Ra k nrar s SMS.
errand-failed = Ur irura uzmmem. Sutr dagh.
errand-ready = Tamrarut i usutr { $ref }:
make-sure = Ad tkmld ara { $number }
not-allowed =
    Tanafut ad ur tzmr s utilifun ad.
    Ddu s usira ngh siwl s { $hotline }
locked =
    Ggutnt tirmitin. I uhraz nnk trgl { $minutes ->
        [1] yat n tusdidt
       *[other] { $minutes } n tusdidin
    }.
    Deffir is siwl s { $service_code }
locked-texted =
    Ggutnt tirmitin. I uhraz nnk trgl { $minutes ->
        [1] yat n tusdidt
       *[other] { $minutes } n tusdidin
    }.
    Deffir is ara dagh.

## araran n wuttun

recover-consent = Ad nrzu khf uttun, nazn tangalt. Wakhkha?
consent-yes = Yah
consent-no = Uhu
recover-declined =
    Wakhkha. Ur nsutr walu i uzmmem.
    Tzmrd ad tddud s usira, war atig.
recover-way = Mamk s ra t naf?
recover-way-sim = S SIM ad
recover-way-receipt = S ttusil inu
recover-way-papers = Ur dari walu
recover-receipt = Ara 29 n izwiln n ttusil.
recover-digits = Ara 4 n izwiln imggura ngh ugar.
slip-last-digits = Ara gr 4 d 8 n izwiln.
recover-code =
    Igh illa uzmmem, tawd tangalt s utilifun nns.
    Ara 6 n izwiln nns g { $minutes ->
        [1] yat n tusdidt
       *[other] { $minutes } n tusdidin
    }.
    Igh trgl siwl s { $service_code }
recover-code-texted =
    Igh illa uzmmem, tawd tangalt s utilifun nns.
    Ara 6 n izwiln nns g { $minutes ->
        [1] yat n tusdidt
       *[other] { $minutes } n tusdidin
    }.
recover-code-again = Ara 6 n izwiln n tangalt.
slip-code-wrong = Ur tgi tangalt ad. { $left ->
        [1] tqqima yat n tirmit.
       *[other] qqimnt { $left } n tirmitin.
    }
slip-code-expired = Tqdm tangalt. Igh illa uzmmem, tlla tamaynut.
recover-locked =
    Ggutnt tingalin ur ihlin. Trgl { $minutes ->
        [1] yat n tusdidt
       *[other] { $minutes } n tusdidin
    }.
    Tzmrd ad tddud s usira s tifratin nnk.
recover-sent =
    Nufa uttun. { $id_name }: { $masked }
    ra nazn kullu s utilifun izmmemn.
recover-other =
    Ur nufi walu s SIM ad d izwiln ad.
    Azn { $id_name } i tgharast yadn.
recover-papers =
    S usira awi takarda ngh arra n tlalit.
    War tifratin: sqsa asira. War atig.
papers-office = Af asira
papers-end = Fukk

sms-recover-number =
    { $id_name }: { $number }
    ad ur takkad tingalin nnk i yan.
    Urd chgg? Siwl s { $hotline }
sms-recover-notice =
    Ittyaf uttun nnk { $id_name } s utilifun yadn s tangalt nnk.
    Urd chgg? Siwl s { $hotline }
recover-other-number = Uttun yadn
recover-lost = Man uttun ak ijlan?
recover-lost-household = Uttun n tawja
recover-lost-consent = Nsutr t i uzmmem, nazn tangalt. Wakhkha?
recover-lost-sent =
    Nufa t: { $masked }
    Ra nazn kullu s utilifun izmmemn.
recover-lost-none =
    Ur ittyaf uttun ad.
    Ddu s usira ngh siwl s { $hotline }
papers-shared = S utilifun n tawja
recover-born = Ara asggwas n tlalit, 4 n izwiln.
slip-born = Ara 4 n izwiln, zun 1985.
sms-lost-household =
    Uttun n tawja nnk: { $number }
    Ad ur takkad tingalin nnk i yan.
    Urd chgg? Siwl s { $hotline }
sms-lost-card =
    Takarda { $name }: { $number }
    Ad ur takkad tingalin nnk i yan.
    Urd chgg? Siwl s { $hotline }
sms-lost-notice =
    Ittyaf yan uttun nnk s utilifun yadn s tangalt nnk.
    Urd chgg? Siwl s { $hotline }

## mani illa uzmmem inu

status-what = Man azmmem?
status-what-receipt = Azmmem { $id_name }
status-what-rsu = Azmmem n tawja
status-receipt = Ara 29 n izwiln n ttusil.
status-received =
    Yiwd d uzmmem nnk. Ur ta bdun g is.
    Hdu ttusil.
status-processing =
    Azmmem nnk illa g twuri.
    Hdu ttusil.
status-rejected =
    Ur ittuqbal uzmmem nnk.
    Aghul s usira s ttusil d tifratin. War atig.
status-issued =
    Illa { $id_name } nnk.
    Ad tt tawid siwl s { $service_code } tarad 1.
status-issued-texted =
    Illa { $id_name } nnk.
    Ad tt tawid ara RECUP.
status-unknown =
    Ur ittyaf walu s uttun ad.
    Zr izwiln n ttusil ngh ddu s usira.
rsu-needs =
    I uzmmem n tawja iqqand:
    - { $id_name } n ku yan
    - arra n tansa
    - atilifun
    - mayd tkchchmm d mayd tssufghm
    war atig, g usira.
    Azmmem urd tiwisi: ku aghawas s tfadiwin nns.
sms-errand = Asutr nnk { $ref }:
status-what-helped = I yan ad ttawsgh
help-who = Mad tgid i ufgan ad?
help-relative = Amddakkwl
help-agent = Aswuri
help-by = Mamk s iqbl?
help-by-code = Tangalt g utilifun
help-by-receipt = Illa diyi s ttusil
help-receipt = Ara 29 n izwiln n ttusil nns. Nara atilifun ad.
help-number = Ara { $id_name } nns.
helped-code =
    Igh illa uzmmem, tawd tangalt s utilifun nns.
    Igh iqbl ini ak tt. Ara tt g { $minutes ->
        [1] yat n tusdidt
       *[other] { $minutes } n tusdidin
    }.
sms-helped =
    S tangalt nnk izra yan a k ittawsn tiwisi nnk (tilifun { $ending }).
    Ur tqbild? Siwl s { $hotline }

## af asira

office-commune =
    Ara iskkiln izwura n tghiwant ngh uttunn nnsn.
    Zun RAB ngh 722
office-commune-texted = Ara ism n tghiwant ngh iskkiln nns izwura.
office-which = Man adghar?
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
    tilifun: { $phone }

## isfka inu

privacy =
    Ntthdu tutlayt nnk, tiqbilin nnk d isutrn nnk.
    Da ttusfadnt tmrarutin nnk g ugara n umsawal.
    Uttun da ittddu s utilifun izmmemn ghas.
    Ad ur takkad tingalin nnk i yan.
    Ad tzrd isfka nnk: { $hotline }

## tilgha s SMS

menu-messages = SMS inu
messages-are-on = Da k nttazn tilgha s SMS.
messages-are-off = Ur da k nttazn tilgha s SMS.
messages-off = Sbdd tnt
messages-on = Azn i tnt
messages-read = Ghr tamggarut
messages-check = Is tuznm SMS ad?
messages-keep = Ajj tnt amm ikka
announcement = Tilgha nngh, { $day }: { $words }
announcement-none = Ur ak nuzin tilgha.
message-code = Ara 6 iwuttun n SMS:
genuine-yes =
    Yah, tingilt n tilgha nngh, { $day }.
    Ur da k nsqsa bdda f PIN nnk.
genuine-named =
    Yah, tingilt n:
    { $title }
    { $day }
    Ur da k nsqsa bdda f PIN nnk.
genuine-no =
    Ur nuzin tabrat s tingilt ad.
    Ad as ur trart.
    Siwl s { $hotline }
messages-kept = Ur infl walu.
messages-stopped = Bddnt tilgha. Tingalin nnk d tmrarutin qqimnt.
messages-started = Ra k awdnt tilgha. I usbddi siwl s { $service_code }
messages-started-texted = Ra k awdnt tilgha. I usbddi ara UMUGH, SMS inu.
sms-stopped = Bddnt tilgha. Tingalin nnk d tmrarutin qqimnt. I waghul azn START
sms-stopped-all = Ur ra k d yawd walu, ghas tingalin d tmrarutin nnk. I waghul azn START
sms-started = Ra k awdnt tilgha. I usbddi azn STOP
sms-help = Azn { $id_name } ngh STATUS ngh OFFICE. Ngh siwl war atig s { $service_code }

## achttki

menu-grievance = Achttki
listed = { $name }
case-what = Achttki:
case-new = Achttki amaynu
case-follow = Dfr achttki inu
case-private = Siwl i yan
case-group = Khf mayd illa?
case-category = S tidt:
case-for = I mi?
case-for-me = I nkk
case-for-other = I yan yadn
case-wish = Mayd tsutrd?
case-wish-correct = Aghti n tzglt
case-wish-explain = Asfhm
case-wish-call = Asiwl
case-words = Is trid ad tarad kra?
case-words-send = Uhu
case-words-add = Yah, ara
case-text = Ara mayd ijran s imik n iwaliwn.
case-who = Mamk s ra tdfrd tamrarut?
case-with-phone = S utilifun ad (SMS)
case-with-pin = War isem, s tangalt
case-pin-new = Sti 4 n izwiln. S usaghul da rzmn achttki nnk.
case-opened =
    Ittyara usutr nnk.
    Asaghul: { $ref }
    tamrarut dat { $day }.
    Ra k d tawd SMS.
case-opened-pin =
    Ittyara war isem nnk.
    Asaghul: { $ref }
    ara t d 4 n izwiln nnk.
    Tamrarut da dat { $day }.
case-same =
    Illa dark usutr amm wad.
    Asaghul: { $ref }
    illa g twuri.
case-reference = Ara asaghul: 8 n izwiln.
case-pin = Ara 4 n izwiln nna tstid.
case-unknown =
    Ur irzim walu s izwiln ad.
    Zr tn ngh smrs atilifun n usutr.
slip-reference = G usaghul 8 n izwiln. Ara dagh.
slip-pin = Ara 4 n izwiln.
slip-phone = Ur igi wad uttun n tilifun. Ara dagh.
case-said = Tamrarut: { $said }
case-asked = Asqsi: { $said }
case-is-received = Yiwd d usutr. Tamrarut dat { $day }
case-is-open = Irzm usutr. Tamrarut dat { $day }
case-is-in_progress = Illa g twuri. Tamrarut dat { $day }
case-is-waiting_citizen = Da nttqql tamrarut nnk.
case-is-resolved = Tlla tmrarut.
case-is-closed = Irgl usutr nnk.
case-is-appealed = Yan yadn da t ittzra. Dat { $day }
case-is-escalated =
    Dar: { $owner }
    dat { $day }
case-is-referred =
    S: { $owner }
    dat { $day }
case-do-message = Rnu izn
case-do-answer = Rar
case-do-appeal = Sutr ad zrn dagh
case-do-reopen = Rzm t dagh
case-do-escalate = Ddu s afella
case-do-withdraw = Kks t
case-do-rate = Ini rray nnk
case-do-end = Fukk
case-message = Ara izn nnk s imik n iwaliwn.
case-reason = Ini makhkh, s imik n iwaliwn.
case-rate = Is ak te'jb tmrarut?
case-star-5 = Te'jb i bahra
case-star-4 = Te'jb i
case-star-3 = G tuzzumt
case-star-2 = Imik
case-star-1 = Uhu
case-message-done = Izn nnk illa d usutr.
case-answer-done = Tanmmirt. Tamrarut nnk tlla d usutr.
case-appeal-done = Wakhkha. Yan yadn ra izr asutr nnk.
case-reopen-done = Irzm dagh usutr nnk.
case-escalate-done = Wakhkha. Ra iddu s wid t issn.
case-withdraw-done = Ittyakks usutr nnk.
case-rate-done = Tanmmirt khf rray nnk.
case-do-helped = Ma tufid tiwisi?
case-helped = Ma tufid tiwisi?
case-helped-yes = Tanmmirt. irgl usutr nnk.
case-helped-no = Tanmmirt. irzm usutr nnk, ra t zrn dagh.
case-gone = Ur sul izmr mayad i usutr ad.
case-bye = Tanmmirt. I udfar siwl s { $service_code }
case-bye-texted = Tanmmirt. I udfar ara ACHTTKI.

sms-case-opened =
    Yiwd d usutr nnk { $ref }. Tamrarut dat { $day }.
    I udfar: { $service_code }
sms-slip =
    asaghul: { $ref }
    { $name }
    { $address }
    { $hours }
sms-slip-phone =
    asaghul: { $ref }
    { $name }
    { $address }
    { $hours }
    tilifun: { $phone }
sms-slip-quiet = Asaghul: { $ref }
sms-call =
    ittyara: { $ref }. ra k nsiwl dat { $day }.
    i udfar: { $service_code }

## tiwisi

menu-guide = Tiwisi d iwllihn
guide = Tiwisi d iwllihn
guide-page = { $words }

# In private: nothing here names the subject. The number is on the first screen.
private-what = Illa yan a k issflid war atig: { $helpline }
private-call = Siwlat i
private-exit = Ffgh
private-phone = Man atilifun ihlan?
private-this-phone = Wad
private-other-phone = Uttun yadn
private-number = Ara uttun ann.
private-hours = Man akud?
private-morning = Tifawt
private-afternoon = Deffir uzal
private-evening = Tadggwat
private-agreed = Ra k isiwl yan ittlmdn, war izn. Wakhkha?
private-agree = Yah, siwlat i
private-noted = Wakhkha. Tanmmirt.
private-harmless =
    Ad tafd asira siwl s { $service_code }
    war atig.
private-harmless-texted = Ad tafd asira ara ASIRA.

## tawja, ighawasn, tikardiwin

status-what-household = Tawja inu
status-what-programmes = Tiwisi inu
status-what-card = Takarda
status-of-then = Ur irura uzmmem. Mayad zgh { $day }
status-see = Zr
prove-by = Zwur tangalt i usissn nnk:
prove-by-number = S { $id_name } inu
prove-by-sim = S SIM ad
prove-number = Ara { $id_name } nnk
slip-identifier = { $id_name } ad ur igi wad. Zr t.
prove-code =
    Igh illa uzmmem, tawd tangalt s utilifun nns.
    Ara 6 n izwiln nns g { $minutes ->
        [1] yat n tusdidt
       *[other] { $minutes } n tusdidin
    }.
household-undated =
    Tawja nnk: { $size ->
        [1] yan ufgan
       *[other] { $size } n midn
    }.
household =
    Tawja nnk: { $size ->
        [1] yan ufgan
       *[other] { $size } n midn
    }.
    Asnfl: { $updated }
household-band =
    Tawja nnk: { $size ->
        [1] yan ufgan
       *[other] { $size } n midn
    }.
    Asnfl: { $updated }
    aswir: { $band }, { $day }
household-checked = Mi t izran
household-sources = Izra t:
household-source = { $name }: { $by }
household-correct =
    { $name }: { $by }.
    Tazglt? Ddu s inn.
household-unknown =
    Ur ttyaf tawja.
    I uzmmem ddu s usira.
programmes = Tiwisi nnk:
programmes-none = Ur ttyaf twisi s isem nnk.
programme-enrolled = { $name }: yah
programme-pending = { $name }: g twuri
programme-refused = { $name }: uhu
programme-suspended = { $name }: ibdd
programme-ended = { $name }: ifukk
programme-covered = { $name }: yah
programme-not-covered = { $name }: uhu
programme-now-enrolled = { $name }: tzmmemd.
programme-now-pending = { $name }: asutr illa g twuri.
programme-now-refused = { $name }: ur ittuqbal. Tzmrd ad tchttkid da.
programme-now-suspended = { $name }: ibdd. Siwl s { $hotline }
programme-now-ended = { $name }: ifukk.
programme-now-covered = { $name }: tlla dark.
programme-now-not-covered = { $name }: ur dark tlli.
programme-why =
    { $name }:
    { $why }.
    Chttki war atig.
programme-next-payment = { $name }: idrimn imaynutn g { $day }
programme-next-distribution = { $name }: tuttut tamaynut g { $day }
programme-next-review = { $name }: ra t zrn g { $day }
programme-next-until = { $name }: ar { $day }
card-number = Ara uttun n tkarda. I uskkil ara *
card-number-texted = Ara uttun n tkarda d uskkil nns.
slip-card = Uttun n tkarda ur igi wad. Zr t.
card-valid = Takarda { $name }: thla.
card-valid-until = Takarda { $name }: thla ar { $day }
card-expired = Takarda { $name }: tqdm.
card-blocked = Takarda { $name }: tbdd. Ddu s usira.
card-replaced = Takarda { $name }: tlla tamaynut.
card-unknown = Ur ttyaf tkarda s uttun ad.
agent-pin = Iswurin: ara PIN nnk, 6 n izwiln.
slip-agent-pin = G PIN 6 n izwiln. Ara dagh.
agent-card-valid = Takarda { $name }: thla. { $initials }
agent-next = Takarda yadn
agent-bye = Tanmmirt. I tkardiwin yadn siwl dagh.

## tamagit inu

data = Isfka inu:
data-how = Mamk s ttusmrasn
data-usage = Mi ismrs { $id_name }
data-lock = Rgl { $id_name } inu
data-unlock = Rzm { $id_name } inu
data-alias = Uttun akudan
data-lock-done = Irgl. Ur izmr yan ad yini is iga chgg.
data-unlock-done = Irzm.
data-alias-done = Uttun akudan idda s SMS s utilifun izmmemn.
data-refused = Ur izmr ghila. Ddu s usira ngh siwl s { $hotline }
data-usage-none = Ur ismris yan { $id_name } nnk ghila.
data-usage-line = { $day }: { $by }
data-usage-fine = Kullu ihla
data-usage-done = Igrrz. Tanmmirt.
data-learn = Aws agh ad nfhm
learn-is-on = Nhttu tuzinin ur nfhim, bla ismawn d uttunn.
learn-is-off = Is nhttu tuzinin nnk ur nfhim? Bla ismawn d uttunn.
learn-agree = Yah
learn-stop = Bdd, sfd
learn-started = Tanmmirt. Tzdard ad tbddd.
learn-stopped = Ur sul nhttu walu. Nsfd mayd illan.
data-accounts = Imidann izdin
accounts = Man amidan ur igin winnk?
account-unlinked = Ur sul izdi. Ad ur takkad tingilt i yan.
data-people = Tawjiwin n utilifun
people = Man tawja ur igin tinnk?
people-none = Ur tlli tawja s utilifun ad.
data-erase = Sfd isfka inu
erase-do = Sfd
erase-ask =
    Ra nsfd imsawaln, tutlayt,
    tiqbilin, tilgha, imidann.
    S uzrf qqimn: tizwagin,
    tugitin, SMS kra n wakud,
    d latar bla uttun.
erase-ask-here =
    Ra nsfd amsawal ad d mayd illan gis.
    S uzrf qqimn: tazwagt d latar bla ism.
erase-done = Ittusfd. Qqimnt tzwagin d tugitin nnk.
data-usage-odd = Urd chgg? Rgl { $id_name } da tsiwld s { $hotline }
data-looked = Mi izran asdaw inu
data-looked-none = Ur izri yan asdaw nnk ghila.
data-looked-odd = Is ur ihli uya? Siwl s { $hotline }
sms-alias =
    { $id_name } akudan nnk: { $number }
    urd chgg? Siwl s { $hotline }

## asnfl n isfka

menu-update = Snfl isfka inu
update-what = Mayd ra infl?
update-phone = Ara uttun amaynu n utilifun.
update-family = Mayd ijran?
update-birth = Talalit
update-death = Tamttant
update-marriage = Tamghra
update-divorce = Bttu
update-arrival = Yiwd d yan
update-departure = Iffgh yan
update-school = Arraw ad:
update-enrolled = Da ittddu s tinml
update-left = Ur sul ittddu s tinml
update-sure =
    Ra iddu s: { $owner }
    ur ra infl walu dat n ma t zrn.
update-send = Azn t
update-stop = Ad ur taznd walu
update-stopped = Wakhkha. Ur ittyuzn walu.
update-child = Man araw? ara 1 i umqqran, 2 i wad t idfarn.
update-another =
    illa dark usutr amm wad: { $ref }
    is ntta?
update-same = Ntta
update-new = Wayd
update-clash =
    irzm usutr yadn amm wad: { $ref }
    i usnfl kks t zwar: Achttki, Dfr achttki inu
update-language-done =
    ra k nttara s tutlayt ad.
    ur ra infl walu yadn g ufaylu nnk.
update-opened =
    Yiwd d usutr: { $ref }
    awi s usira: { $papers }
    tamrarut dat { $day }
sms-update-phone =
    Ittusutr usnfl n utilifun g ufaylu nnk ({ $ref }).
    Urd chgg? Siwl s { $hotline }

## awllih

menu-refer = Af tiwisi
refer-need = Mayd trid?
refer-place = Man tanafut?
refer-show =
    { $name }
    { $address }
    { $hours }
refer-show-phone =
    { $name }
    { $address }
    { $hours }
    tilifun: { $phone }
refer-slip = Arra s SMS
refer-call = Siwlat i
refer-none =
    Ur nssn tanafut tama n uyann.
    Siwl s { $hotline }
refer-slip-done =
    Ml asaghul ad: { $ref }
    ra k d tawd SMS.
refer-call-done =
    Ittyara: { $ref }
    ra k isiwl umsaws dat { $day }

## tinghmisin n usutr

sms-case-question = Asutr { $ref }: illa usqsi. I trarit siwl s { $service_code }
sms-case-reminder = Asutr { $ref }: da nttqql tamrarut nnk. Siwl s { $service_code }
sms-case-note = Asutr { $ref }: illa umaynu. I tghuri: { $service_code }
sms-case-answer = Asutr { $ref }: tlla tmrarut. I tghuri ngh ad zrn dagh: { $service_code }
sms-case-referred = Asutr { $ref }: idda s tnafut t issn. I udfar: { $service_code }
sms-case-late = Asutr { $ref }: tmatl tmrarut. Tzmrd ad tddud s afella: { $service_code }
sms-case-escalated = Asutr { $ref }: illa dar wid t issn. I udfar: { $service_code }
sms-case-closed = Asutr { $ref }: irgl. Ini rray nnk: { $service_code }
sms-case-helped = Asutr { $ref }: ma tufid tiwisi? rar: 1 yah, 2 uhu, ngh siwl s { $service_code }

## asissn g usira, SIM, tinghmisin n tawja

prove-by-agent = G usira d umahil
agent-code =
    Fk tangalt ad i umahil: { $code }
    thla { $minutes ->
        [1] yat n tusdidt
       *[other] { $minutes } n tusdidin
    }.
agent-done = Ifukk
slip-agent-waits = Umahil ur ta ifukk.
prove-by-link = S uzday, gh tilifun ad
prove-link =
    Rzm azday ad, sskn ma tgid,
    turrid s da.
    Yat twala, { $minutes } n tusdidin.
    { $url }
link-done = Immutti
link-code = Angal s SMS
link-again = Azday amaynu
link-seen =
    Ara 6 imdan nna k tsskn tasna.
    Ad tn ur tfkd i yan.
slip-link-waits = Ur ta ittusna.
agent-not-proved =
    Umahil ur k issin.
    Arm dagh ngh awi d tifratin nnk.
recover-new-sim =
    SIM ad tga tamaynut bahra. I uhraz nnk ttusil ngh asira.
watch-start = Ini i t s SMS
watch-stop = Ad ur i tinid
watch-started = Wakhkha. Ra k d tawd SMS igh illa umaynu.
watch-stopped = Wakhkha. Ur sul ra k nazn khf tawja.
watch-impossible = Ur izmr mayad i tawja nnk.
sms-change = Illa umaynu i tawja nnk. I tghuri ngh i usbddi: { $service_code }
sms-proof-done = Umahil izra ghila tamagit nnk. Urd chgg? Siwl s { $hotline }
sms-proof-exception = Sin imahiln zran ghila tamagit nnk. Urd chgg? Siwl s { $hotline }
sms-proof-link = Ttyazra ghila tmagit nnk s uzday. Urd chgg? Siwl s { $hotline }

## Awal d yan, g usawal

menu-human = Siwl d yan
human-offer =
    Izmr a k irar yan ghid s tirra.
    Dat k: { $before }. Ra ighr mayd turid.
    Is ra tqqld?
human-seen =
    Is izmr ad izr tanafut tamggarut
    d tgira n uttun nnk?
human-waiting =
    Dat k g udras: { $before }.
    Ara ghid: ra ittwaghr.
    I tghuli ara: MENU
human-shut =
    Da nttrara ghid: { $hours }
    Mayd trid?
human-nobody = Ur illi ma a k irarn ghila. Mayd trid?
human-long = Ggutn wid ittqqln: { $before }. Mayd trid?
human-call = Siwlat i
human-write = Adj izn
human-phone = Man uttun ra nsiwl?
human-call-done =
    Ittyara: { $ref }
    ra k nsiwl dat { $day }
human-kept = Nhda mayd turid. Dat k: { $before }.
human-claimed =
    Da tsawald ghila d yan.
    I tghuli ara: MENU
human-moved = Ra ak irar yan yadn. Qqim ghid.
human-returned = Irar k s tanafut tawurmant.
human-closed = Ifukk uwal. Tughuld s tanafut tawurmant.
human-nobody-came = Ur iwid yan g wakud, surf agh. Tughuld s tanafut tawurmant.
human-silent = Ifukk uwal deffir tifssi. Tughuld s tanafut tawurmant.
slip-counter = Tughuld s tanafut tawurmant.
## imsawaln

phone-ask = Iqqan d uttun n utilifun nnk.
phone-link = Zdi atilifun inu
phone-number = Ara uttun n utilifun nnk. Ad t tawd tngalt.
phone-code = Ara 6 n izwiln ittwaznn s { $phone }.
slip-mobile = Ara uttun n utilifun n tmurt ad.
slip-phone-code = Tqdm tangalt. Tdda tamaynut.
sms-phone-code = { $code } ar izddi atilifun nnk d umsawal ngh. Ur t tsutrd? Ad ur t tinid i yan.
data-link = Zdi atilifun inu
data-unlink = Kks atilifun inu
data-link-done = Izdi utilifun nnk d umsawal ad.
data-unlink-done = Ur sul izdi utilifun nnk d umsawal ad.
word-choose = Sti
chat-words-only = Ar ghrrigh ghas tuzinin timaynutin, s iwaliwn ngh izwiln.
chat-old-button = Taqffalt ann tqdm. Rar khf uya:
chat-alone = Ara yi wahduk, urd g trabbut.
