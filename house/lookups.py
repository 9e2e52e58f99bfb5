"""What is only looked up, from settings to adapters' configurations: a GovStack registry, master data, a list of services."""

from dataclasses import replace
from typing import Any

from config.settings import Settings, SettingsError
from dialogs.country import Country
from house.adapters import text_of
from registry_client.directory.csv_list import DirectoryError, read
from registry_client.directory.listed import ListedDirectory
from registry_client.directory.masterdata import MasterdataConfig
from registry_client.govstack.registry import FIELDS, GovStackConfig

__all__ = ["govstack_config", "masterdata_config", "services_listed"]


def govstack_config(settings: Settings, country: Country) -> tuple[str, GovStackConfig] | None:
    """The digital registry of the settings and its address; raises `SettingsError` with every fault."""
    ours = settings.govstack
    if ours.url is None:
        return None
    faults = [f"govstack: {name} is needed" for name in ("client", "registry", "ids") if not getattr(ours, name)]
    if "data_uses" in ours.caps and not ours.database:
        faults.append("govstack: database is needed to tell who used her data")
    if settings.social.url and ours.caps != ("data_uses",):
        faults.append("govstack: caps: beside a social registry at social.url it may only tell data_uses")
    faults += [f"govstack: fields: there is no {name!r}" for name in ours.fields if name not in FIELDS]
    bodies = {body.id for body in country.bodies}
    faults += [f"govstack: bodies: the country profile has no {body!r}" for body in ours.bodies.values() if body not in bodies]
    if faults:
        raise SettingsError(faults)
    said: dict[str, Any] = dict(ours.fields)
    if ours.usage_path:
        said["usage_path"] = ours.usage_path
    told = GovStackConfig(ours.client, ours.registry, ours.version, ours.database, ours.ids, bodies=ours.bodies, **said)
    return ours.url, replace(told, caps=frozenset(ours.caps))


def masterdata_config(settings: Settings, country: Country) -> tuple[str, MasterdataConfig] | None:
    """The master data of the settings and its address; raises `SettingsError` with every fault."""
    ours = settings.masterdata
    if ours.url is None:
        return None
    places = {commune.id: commune.names.in_lang("fr") for commune in country.communes}
    needs, languages = {need.id for need in country.needs}, {lang: ours.languages.get(lang) for lang in country.languages}
    faults = [f"masterdata: need: the country profile has no {ours.need!r}"] if ours.need not in needs else []
    faults += [f"masterdata: names: the country profile has no commune {place!r}" for place in ours.names if place not in places]
    told = {lang: their for lang, their in languages.items() if their}
    if not told:
        faults.append("masterdata: languages: none of the country profile's")
    if faults:
        raise SettingsError(faults)
    config = MasterdataConfig(ours.level, {**places, **ours.names}, told, ours.need)
    return ours.url, replace(config, path=ours.path) if ours.path else config


def services_listed(settings: Settings, country: Country) -> ListedDirectory | None:
    """The services of the file that the settings name; raises `SettingsError` with every fault and its line."""
    if settings.services_file is None:
        return None
    communes, needs = {commune.id for commune in country.communes}, {need.id for need in country.needs}
    try:
        text = text_of(settings.services_file, "services_file")
        return ListedDirectory(read(text, languages=country.languages, communes=communes, needs=needs, borrow=country.borrow))
    except DirectoryError as wrong:
        raise SettingsError([f"services_file: {fault}" for fault in wrong.faults]) from None
