"""Everything that would keep `serve` or `work` from starting, told at once and before anything is opened."""

from collections.abc import Callable, Iterator

from config import profile
from config.settings import Settings, SettingsError, check
from house.adapters import keyring, route_faults, sender_faults
from house.lines import dialect_faults
from house.links import trust_faults
from house.registries import configured
from house.understanding import rasa_faults


def faults(settings: Settings) -> list[str]:
    """One plain line per fault or doubt (`warning: …`), without any secret."""
    found = [*_refused(lambda: keyring(settings)), *_registry(settings)]
    found += [*sender_faults(settings), *route_faults(settings), *dialect_faults(settings), *trust_faults(settings)]
    found += rasa_faults(settings)
    return [*found, *check(settings)]


def _registry(settings: Settings) -> Iterator[str]:
    """What the country profile or the settings of the registries lack."""
    try:
        country = profile.load(settings.country)
    except profile.ProfileError as faulty:
        yield from str(faulty).splitlines()
    else:
        yield from _refused(lambda: configured(settings, country))


def _refused(make: Callable[[], object]) -> tuple[str, ...]:
    try:
        make()
    except SettingsError as faulty:
        return faulty.faults
    return ()
