"""What a struct holds is somebody's, unless it is named here: its `repr`, and so a log or a traceback, does not tell."""

import importlib
import pkgutil

import msgspec

PARTS = ("campaigns", "channels", "console", "dialogs", "house", "nlu", "registry_client", "store")
ELSEWHERE = (".migrations", "nlu.rasa.")  # alembic and Rasa load these
NOBODYS = """
    campaigns.plan: Approval Campaign Wave
    channels.chat.telegram: _Answer _Parameters _Sent
    channels.chat.web_wire: Done Got Refused Typing
    channels.chat.whatsapp: _Fault _Number _Status
    channels.chat.whatsapp_api: _Answer _Fault _Sent
    channels.ussd.hops: Note
    console.pages.openid: _Provider
    dialogs.country: Commune Office
    dialogs.desk.announcing: AnnouncementSeen GenuineSeen
    dialogs.desk.directory: Place Places
    dialogs.desk.people: Near
    dialogs.model: End Names Option Reply
    dialogs.talk: Ask
    house.doctor_chat: _Hook _Number _Told
    nlu.rasa_wire: _Guess _Status
    registry_client.mosip.errors: Fault
    registry_client.mosip.ida: _Certificate _Served
    registry_client.mosip.resident: _AidStage _Done _Event _Rid
    registry_client.simswap.africastalking: _Answer _Queued _Response _Told
    registry_client.simswap.camara: _Checked
"""
"""Structs that hold nothing of a citizen and no secret: settings of a country, words for everybody, codes of a wire."""


def structs() -> dict[str, type[msgspec.Struct]]:
    for part in PARTS:
        for module in pkgutil.walk_packages(importlib.import_module(part).__path__, f"{part}."):
            if not any(part in module.name for part in ELSEWHERE):
                importlib.import_module(module.name)
    found, open_ = dict[str, type[msgspec.Struct]](), [msgspec.Struct]
    while open_:
        for kind in open_.pop().__subclasses__():
            open_.append(kind)
            if kind.__module__.partition(".")[0] in PARTS:
                found[f"{kind.__module__}.{kind.__qualname__}"] = kind
    return found


def test_a_struct_does_not_tell_what_it_holds_unless_it_is_nobodys() -> None:
    lines = (line.split(": ") for line in NOBODYS.split("\n") if line.strip())
    known = {f"{module.strip()}.{name}" for module, names in lines for name in names.split()}
    telling = {name for name, kind in structs().items() if kind.__repr__ is msgspec.Struct.__repr__}
    assert telling == known
