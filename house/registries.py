"""Every registry that an installation's settings name, joined to the ports; what is not named is absent, and says so."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr

from config.registry_tables import Dci, Way
from config.settings import Settings, SettingsError
from dialogs.country import Country
from dialogs.ports import (
    BeneficiaryRegistry,
    BiometricRegistry,
    Clock,
    IdentityRegistry,
    Keys,
    Modality,
    ServiceDirectory,
    Sessions,
    SimSwap,
    SocialRegistry,
)
from dialogs.ports.lists import ListStore
from dialogs.ports.mirrors import CaseMirror
from house.adapters import mosip_config, plain, text_of
from house.esignet import esignet_config
from house.lists import Listed, listed
from house.lookups import govstack_config, masterdata_config, services_listed
from registry_client.biometrics import mosip as biometrics
from registry_client.biometrics.esignet import Esignet, EsignetConfig
from registry_client.biometrics.esignet import connect as connect_esignet
from registry_client.dci.client import connect as connect_dci
from registry_client.dci.client import make_signer
from registry_client.dci.config import DciConfig, Misconfigured
from registry_client.dci.ibr import DciIbr
from registry_client.dci.notify import Notices
from registry_client.dci.social import DciSocial
from registry_client.directory.joined import JoinedDirectory
from registry_client.directory.listed import ListedDirectory
from registry_client.directory.masterdata import MasterdataConfig, MosipDirectory
from registry_client.govstack.beside import WithDataUses
from registry_client.govstack.registry import GovStackConfig, GovStackSocial
from registry_client.http import Upstream
from registry_client.lists.joined import JoinedBenefits
from registry_client.memory_social import MemoryBeneficiary, MemorySocial
from registry_client.mosip.config import MosipConfig
from registry_client.mosip.identity import connect as connect_mosip
from registry_client.openimis import mirror as openimis
from registry_client.openimis.config import OpenImisConfig
from registry_client.openspp import mirror as openspp
from registry_client.openspp.config import OpenSppConfig
from registry_client.rsmis.config import Call, Name, RsMisConfig
from registry_client.rsmis.identity import connect as connect_rsmis
from registry_client.simswap import africastalking, camara
from registry_client.transport import Direct, Tls, Transport, XRoad, mutual_tls

_STRAIGHT: Mapping[str, Transport | None] = {}

__all__ = ["Registries", "Wires", "configured", "join"]


@dataclass(frozen=True, slots=True)
class Wires:
    """What adapters need to work: the HTTP client, the clock, what they may remember, and where lists are kept."""

    http: aiohttp.ClientSession
    clock: Clock
    sessions: Sessions
    keys: Keys
    lists: ListStore


@dataclass(frozen=True, slots=True)
class Registries:
    """The adapters of an installation. `notices` reads what the social registry tells unasked, where it is subscribed to.

    `env` and `domain_uri` are what the population registry wants to read in a capture.
    """

    identity: IdentityRegistry
    social: SocialRegistry = field(default_factory=lambda: MemorySocial(caps=frozenset()))
    benefits: BeneficiaryRegistry = field(default_factory=lambda: MemoryBeneficiary(caps=frozenset()))
    directory: ServiceDirectory = field(default_factory=ListedDirectory)
    biometrics: BiometricRegistry | None = None
    simswap: SimSwap | None = None
    notices: Notices | None = None
    mirrors: tuple[CaseMirror, ...] = ()
    esignet: Esignet | None = None
    env: str = ""
    domain_uri: str = ""


def configured(settings: Settings, country: Country) -> Callable[[Wires], Registries]:
    """How to join the registries of the settings; raises `SettingsError` with every fault of all of them."""
    faults: list[str] = []

    def of(make: Callable[[], Any]) -> Any:
        try:
            return make()
        except SettingsError as faulty:
            faults.extend(faulty.faults)
        return None

    mosip = of(lambda: None if settings.rsmis.url else mosip_config(settings, country))
    rsmis = of(lambda: _rsmis(settings, country))
    ways = {name: of(partial(_way, name, getattr(settings, name).way)) for name in ("rsmis", "social", "govstack", "benefits")}
    social = of(lambda: dci_config("social", settings, country))
    govstack = of(lambda: govstack_config(settings, country))
    benefits = of(lambda: dci_config("benefits", settings, country))
    swaps = of(lambda: _swaps(settings))
    directory = of(lambda: services_listed(settings, country))
    masterdata = of(lambda: masterdata_config(settings, country))
    mirrors = of(lambda: _mirrors(settings))
    lists = of(lambda: listed(settings, country))
    esignet = of(lambda: esignet_config(settings))
    if faults:
        raise SettingsError(faults)
    return partial(
        join,
        mosip=mosip,
        rsmis=rsmis,
        ways=ways,
        social=social,
        govstack=govstack,
        benefits=benefits,
        directory=directory,
        masterdata=masterdata,
        modalities=frozenset(map(Modality, settings.mosip.modalities)),
        swaps=swaps,
        mirrors=mirrors,
        lists=lists,
        esignet=esignet,
    )


def join(
    wires: Wires,
    *,
    mosip: MosipConfig | None = None,
    rsmis: RsMisConfig | None = None,
    ways: Mapping[str, Transport | None] = _STRAIGHT,
    social: DciConfig | None = None,
    govstack: tuple[str, GovStackConfig] | None = None,
    benefits: DciConfig | None = None,
    directory: ListedDirectory | None = None,
    masterdata: tuple[str, MasterdataConfig] | None = None,
    modalities: frozenset[Modality] = frozenset(),
    swaps: Callable[[Wires], SimSwap] | None = None,
    mirrors: Callable[[Wires], tuple[CaseMirror, ...]] | None = None,
    lists: Sequence[Listed] = (),
    esignet: EsignetConfig | None = None,
) -> Registries:
    """Adapters on `wires`: `mosip` or `rsmis` knows who people are, `social` or `govstack` their households.

    `govstack` and `masterdata` come with their addresses. Raises `SettingsError` for keys that cannot be used."""
    http, clock = wires.http, wires.clock
    told: dict[str, Any] = {}
    if rsmis:
        told["identity"] = connect_rsmis(rsmis, http, clock, ways.get("rsmis"))
    try:
        if mosip:
            told["identity"] = connect_mosip(mosip, http, clock)
        if mosip and modalities:
            told |= {"env": mosip.env, "domain_uri": mosip.domain_uri}
            told["biometrics"] = biometrics.connect(mosip, http, clock, modalities)
    except ValueError:
        raise SettingsError(["mosip: one of the key and certificate files is not an RSA key or certificate in PEM"]) from None
    try:
        if social:
            told["social"] = DciSocial(connect_dci("social", social, http, clock, ways.get("social")))
            signer = make_signer(social, Upstream("social-jwks", social.jwks_url, http, clock), clock)
            told["notices"] = Notices(social, signer, seen=wires.sessions, clock=clock)
        if benefits:
            told["benefits"] = DciIbr(connect_dci("benefits", benefits, http, clock, ways.get("benefits")))
    except Misconfigured as wrong:
        raise SettingsError([f"dci: {fault}" for fault in wrong.faults]) from None
    if esignet:
        try:
            told["esignet"] = connect_esignet(esignet, http, clock, wires.keys, wires.sessions)
        except ValueError as wrong:
            raise SettingsError([f"esignet: {wrong}"]) from None
    if lists:
        ours = [one.over(wires.lists, wires.keys, clock) for one in lists]
        told["benefits"] = JoinedBenefits(ours, told.get("benefits") or MemoryBeneficiary(caps=frozenset()))
    if govstack:
        url, govern = govstack
        looked = GovStackSocial(Upstream("govstack", url, http, clock, transport=ways.get("govstack")), govern)
        told["social"] = WithDataUses(told["social"], looked) if social else looked
    if directory:
        told["directory"] = directory
    if masterdata:
        url, centres = masterdata
        found = MosipDirectory(Upstream("masterdata", url, http, clock), centres)
        told["directory"] = JoinedDirectory(directory, found) if directory else found
    if swaps:
        told["simswap"] = swaps(wires)
    if mirrors:
        told["mirrors"] = mirrors(wires)
    return Registries(**told)


def dci_config(name: str, settings: Settings, country: Country) -> DciConfig | None:
    """The SP-DCI registry `social` or `benefits` of the settings; None where there is no address."""
    ours: Dci = getattr(settings, name)
    if ours.url is None:
        return None
    if missing := [f"{name}: {needed} is needed" for needed in ("sender_id", "receiver_id") if not getattr(ours, needed)]:
        raise SettingsError(missing)
    said = dict(_said(ours, name))
    if ours.public_url and ours.callback_key:
        said["sender_uri"] = f"{ours.public_url}/registry/dci/{plain(ours.callback_key)}"
    try:
        return DciConfig(production=settings.environment == "production", **said)
    except Misconfigured as wrong:
        raise SettingsError([f"{name}: {fault}" for fault in wrong.faults]) from None


def _said(ours: Dci, name: str) -> Iterator[tuple[str, Any]]:
    """What the settings say under the adapter's names; what they leave out keeps the adapter's default."""
    known = {one.name for one in fields(DciConfig)}
    for setting in type(ours).model_fields:
        value = getattr(ours, setting)
        if isinstance(value, Path):
            setting, value = setting.removesuffix("_file"), text_of(value, name)
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if setting in known and value not in ("", None, {}):
            yield setting, value


def _rsmis(settings: Settings, country: Country) -> RsMisConfig | None:
    ours = settings.rsmis
    if ours.url is None:
        return None
    renamed: dict[str, Any] = {
        "headers": {name: value.get_secret_value() for name, value in ours.headers.items()},
        "caps": frozenset(ours.caps),
        "statuses": ours.statuses,
        "kinds": ours.kinds,
        "patterns": ours.patterns,
    }
    try:
        renamed |= {"paths": {Call(name): path for name, path in ours.paths.items()}}
        renamed |= {"names": {Name(name): theirs for name, theirs in ours.names.items()}}
        said = {name: value for name, value in renamed.items() if value}
        return RsMisConfig(url=ours.url, region=country.region, scheme=country.id_scheme, **said)
    except ValueError as wrong:
        raise SettingsError([f"rsmis: {wrong}"]) from None


def _way(name: str, ours: Way) -> Transport | None:
    """How calls travel there; None: straight, by the public authorities."""
    files = (ours.authority_file, ours.certificate_file, ours.key_file)
    if any(files) and not all(files):
        raise SettingsError([f"{name}.way: authority_file, certificate_file and key_file go together"])
    try:
        tls: Tls = mutual_tls(*files) if all(files) else True  # type: ignore[arg-type]  # all of them are there
        if ours.client or ours.service:
            return XRoad(ours.client, ours.service, ours.represented, tls)
    except (OSError, ValueError) as wrong:
        raise SettingsError([f"{name}.way: {wrong.strerror if isinstance(wrong, OSError) else wrong}"]) from None
    return Direct(tls) if all(files) else None


def _swaps(settings: Settings) -> Callable[[Wires], SimSwap] | None:
    ours, account = settings.simswap, settings.africastalking
    if ours.kind == "camara":
        needed: Mapping[str, object] = {"url": ours.url, "token_url": ours.token_url, "client_id": ours.client_id}
        if missing := [f"simswap: {name} is needed" for name, value in needed.items() if not value]:
            raise SettingsError(missing)
        config = camara.CamaraConfig(
            url=ours.url or "",
            token_url=ours.token_url or "",
            client_id=ours.client_id,
            client_secret=plain(ours.client_secret),
            scope=ours.scope,
            grant=ours.grant,
            backchannel_url=ours.backchannel_url or "",
        )
        return lambda wires: camara.connect(config, wires.http, wires.clock)
    if ours.kind == "africastalking":
        if ours.callback_key is None:
            raise SettingsError(["simswap: callback_key is needed: the answer comes later"])
        url = ours.url or africastalking.LIVE
        insights = africastalking.AfricasTalkingConfig(username=account.username, api_key=plain(account.api_key), url=url)
        return lambda wires: africastalking.connect(insights, wires.http, wires.clock, wires.keys, wires.sessions)
    return None


def _mirrors(settings: Settings) -> Callable[[Wires], tuple[CaseMirror, ...]]:
    imis, spp = settings.openimis, settings.openspp
    missing = [f"openimis: {name} is needed" for name in ("user", "password") if imis.url and not getattr(imis, name)]
    needed = ("database", "user", "password", "partner")
    missing += [f"openspp: {name} is needed" for name in needed if spp.url and not getattr(spp, name)]
    if missing:
        raise SettingsError(missing)

    def join(wires: Wires) -> tuple[CaseMirror, ...]:
        found: list[CaseMirror] = []
        if imis.url:
            told = OpenImisConfig(url=imis.url, user=imis.user, password=plain(imis.password), categories=imis.categories)
            found.append(openimis.connect(told, wires.http, wires.clock))
        if spp.url and spp.partner:
            ours = OpenSppConfig(
                url=spp.url,
                database=spp.database,
                user=spp.user,
                password=plain(spp.password),
                partner=spp.partner,
                categories=spp.categories,
            )
            found.append(openspp.connect(ours, wires.http, wires.clock))
        return tuple(found)

    return join
