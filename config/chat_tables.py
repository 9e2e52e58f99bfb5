"""The tables of the settings that lead to messengers: the accounts, and the secrets by which their webhooks are known."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from config.tables import Networks, Url

__all__ = ["Telegram", "WhatsApp"]

T = TypeVar("T", "Telegram", "WhatsApp")


class Telegram(BaseModel):
    """A Telegram bot. `key` is the secret path of its webhook, `secret` what `setWebhook` is given as `secret_token`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    key: SecretStr | None = None
    token: SecretStr | None = None
    secret: SecretStr | None = None
    api_url: Url | None = None
    sources: Networks = ()

    @model_validator(mode="after")
    def _whole(self) -> "Telegram":
        return _with_key(self, "token", "secret")


class WhatsApp(BaseModel):
    """A number on WhatsApp's Cloud API. `key` is the secret path of its webhook; `api_url` has the version of the API.

    `template` is sent where an answer comes later than 24 hours; it takes no parameters. Without one such an answer is dropped.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    key: SecretStr | None = None
    phone_number_id: Annotated[str, Field(pattern=r"^[0-9]{0,32}$")] = ""
    access_token: SecretStr | None = None
    app_secret: SecretStr | None = None
    verify_token: SecretStr | None = None
    api_url: Url | None = None
    template: Annotated[str, Field(pattern=r"^[a-z0-9_]{0,512}$")] = ""
    template_language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$")] = "fr"
    sources: Networks = ()

    @model_validator(mode="after")
    def _whole(self) -> "WhatsApp":
        return _with_key(self, "phone_number_id", "access_token", "app_secret", "verify_token")


def _with_key(table: T, *names: str) -> T:
    """An address that is served needs all that makes it safe and useful."""
    missing = [name for name in names if not getattr(table, name)]
    if table.key is not None and missing:
        raise ValueError(f"with a key, {', '.join(missing)} must be given too")
    return table
