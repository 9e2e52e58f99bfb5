### What the counter says in Djibouti otherwise than so.ftl. Rules and budgets: docs/translate.md

language-ask = Langue/Luqad/Af/اللغة
    .encoding = auto
recover-declined =
    Waa hagaag. Diiwaanka Bulshada waxba lama weydiin.
    Xafiis ayaad sidoo kale tagi kartaa: waa bilaash.
recover-papers =
    Xafiiska u qaado waraaqahaaga ama buugga PNSF.
    Waraaqo ma haysatid? Weli kaalay, waa lagu caawinayaa.
    Waa bilaash.
status-what-rsu = Isku qor Diiwaanka Bulshada
rsu-needs =
    Si aad isugu qorto Diiwaanka Bulshada:
    - la kaalay xubnaha qoyska
    - waraaqaha aad haysatid
    - cinwaankaaga
    - telefoon
    Waa bilaash, xafiiska.
    Diiwaanku caawimo ma aha: barnaamij kasta shuruudihiisa ayuu leeyahay.
office-commune =
    Qor xarfaha hore ee magaaladaada, ama furayaashooda.
    Tusaale Balbala: BAL ama 225
office-commune-texted = Qor magaca magaaladaada, ama xarfaheeda hore.
