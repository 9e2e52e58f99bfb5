"""The small country in a box: its people, its registry, its operator and its phones, as one web application."""

from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from dialogs.country import Country
from dialogs.ports import Clock
from sandbox import messenger_page, page, telco_http
from sandbox.dci import Dci
from sandbox.device import Device, DeviceService
from sandbox.esignet import Esignet
from sandbox.faults import Faults
from sandbox.govstack import DigitalRegistry, looked_at
from sandbox.households import Home, homes
from sandbox.mosip import Mosip
from sandbox.mosip_bio import BioKeys, Captures
from sandbox.phones import Phones
from sandbox.population import Person, people, showcase
from sandbox.rsmis import RsMis
from sandbox.telco import Callbacks, Postman, Telco
from sandbox.telco_at import Account, Measure, SendApi, attach_send_api
from sandbox.telegram import Telegram
from sandbox.whatsapp import WhatsApp

MOSIP = "/mosip"
AFRICASTALKING = "/africastalking"
DCI = "/dci"
RSMIS = "/rsmis"
ESIGNET = "/esignet"
GOVSTACK = "/govstack"
MEMBER = "XX/GOV/90000009/guichet"
"""Who Guichet is for the information mediator."""
DEVICE = "/device"
TELEGRAM = "/telegram"
WHATSAPP = "/whatsapp"
SERIAL = "SANDBOX-0001"
"""The agent's device that the sandbox has registered."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """`app` serves everything; `callbacks` is filled in once the gateway has its address; `account` opens the send API.

    `faults` are the knobs by service: `ida`, `resident` (or `rsmis`), `social`, `ibr`, `sms`, `reports`, `telegram`,
    `whatsapp`. `rsmis` knows the people of a country whose numbers are NIU.
    """

    app: web.Application
    mosip: Mosip
    dci: Dci
    phones: Phones
    telco: Telco
    callbacks: Callbacks
    account: Account
    citizens: tuple[Person, ...]
    postman: Postman
    faults: Mapping[str, Faults]
    homes: tuple[Home, ...]
    esignet: Esignet
    telegram: Telegram
    whatsapp: WhatsApp
    rsmis: RsMis | None = None

    def home_of(self, person: Person) -> Home | None:
        """Where somebody lives, once there is a number to register a household with."""
        return next((home for home in self.homes if person in home.members), None)

    @property
    def codes(self) -> Mapping[str, str]:
        """The last code that the population registry sent to each phone (E.164)."""
        return self.rsmis.codes if self.rsmis else self.mosip.codes


def make(country: Country, clock: Clock, http: aiohttp.ClientSession, measure: Measure, *, count: int = 1000) -> Sandbox:
    """`count` invented people of `country`. `measure` tells the encoding and units of a screen."""
    everybody = people(count, country=country.code)
    phones, callbacks, postman = Phones(), Callbacks(), Postman(http, clock)
    bodies = BioKeys.generate()
    mosip = Mosip(everybody, phones, clock, captures=Captures(bodies, clock, known=[SERIAL]))
    households = homes(everybody, country=country.code)
    dci = Dci(households, clock, http, country=country.code)
    rsmis = RsMis(everybody, phones, clock) if country.id_scheme in ("NIU", "CNIC") else None
    telco = Telco(http, clock, postman, callbacks, services=(country.service_code,))
    account = Account(api_key="sandbox-key")
    send = SendApi(phones, clock, postman, callbacks, measure, account=account)
    app = web.Application()
    citizens = showcase(everybody)
    faults = {"ida": mosip.faults_ida, "resident": mosip.faults_resident, "sms": send.sending, "reports": send.reporting}
    faults |= dci.faults
    telegram, whatsapp = Telegram(http, clock), WhatsApp(http, clock)
    faults |= {messenger.name: messenger.faults for messenger in (telegram, whatsapp)}
    if rsmis:
        rsmis.attach(app, RSMIS)
        faults["rsmis"] = rsmis.faults
    names = {person.phone: dict(person.names) for person in reversed(citizens) if person.phone}
    mosip.attach(app, MOSIP)
    dci.attach(app, DCI)
    usage = DigitalRegistry({}, {MEMBER: "Guichet"})
    readers = [body.id for body in country.bodies[1:3]]
    looked_at(usage, (person for home in households for person in home.members), readers)
    usage.attach(app, GOVSTACK)
    esignet = Esignet(citizens, mosip.keys.partner, mosip.keys.ida, clock)
    esignet.attach(app, prefix=ESIGNET)
    device = web.Application()
    device.add_routes(DeviceService(Device(bodies.device, bodies.fir.cert, clock, SERIAL), everybody).routes())
    app.add_subapp(DEVICE, device)
    attach_send_api(app, send, prefix=AFRICASTALKING)
    telco_http.attach(app, telco, phones, measure, demo=dict(reversed(names.items())), faults=faults)
    page.attach(app, country)
    telegram.attach(app, TELEGRAM)
    whatsapp.attach(app, WHATSAPP)
    messenger_page.attach(app, (telegram, whatsapp), country)
    return Sandbox(
        app,
        mosip,
        dci,
        phones,
        telco,
        callbacks,
        account,
        citizens,
        postman,
        faults,
        households,
        esignet,
        telegram,
        whatsapp,
        rsmis,
    )
