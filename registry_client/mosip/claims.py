"""What a citizen says of herself, in the words of IDA's demographic authentication."""

import unicodedata

import phonenumbers

from dialogs.model import Phone
from dialogs.ports import Claims
from registry_client.mosip.config import MosipConfig

__all__ = ["demographics"]


def demographics(claims: Claims, config: MosipConfig) -> dict[str, object]:
    """The `demographics` of an auth request (MOSIP IDA 1.0): only what was claimed; empty when nothing was."""
    told: dict[str, object] = {}
    if name := " ".join(claims.name.split()):
        told["name"] = [{"language": _language(name, config), "value": name}]
    if claims.born:
        told["dob"] = claims.born.strftime(config.born_format)
    if claims.phone:
        told["phoneNumber"] = _as_on_file(claims.phone, config)
    return told


def _language(name: str, config: MosipConfig) -> str:
    letter = next((c for c in name if c.isalpha()), " ")
    script = unicodedata.name(letter, "").partition(" ")[0]
    return config.script_languages.get(script, config.languages[0])


def _as_on_file(phone: Phone, config: MosipConfig) -> str:
    if config.phone_on_file == "international":
        return phone.e164
    national = phonenumbers.format_number(phonenumbers.parse(phone.e164), phonenumbers.PhoneNumberFormat.NATIONAL)
    return "".join(c for c in national if c.isdigit())
