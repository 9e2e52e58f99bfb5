"""USSD providers in the settings: known ones by their key, renamed fields as data, from every source."""

import os
from pathlib import Path

import pytest

from config import settings

CANARY = "canary-5f1c"
SAHEL = '[ussd.sahel]\nmethods = ["GET"]\n[ussd.sahel.fields]\nsession = "sid"\nphone = "tel"\ntext = "txt"\nservice = "code"\n'


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in [name for name in os.environ if name.lower().startswith("guichet_")]:
        monkeypatch.delenv(name)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "guichet.toml").write_text(SAHEL)
    monkeypatch.setenv("GUICHET_SECRETS_DIR", str(tmp_path / "secrets"))
    monkeypatch.setenv("GUICHET_CONFIG", str(tmp_path / "guichet.toml"))
    return tmp_path


def test_a_provider_comes_from_file_secret_and_environment_together(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "secrets" / "guichet_ussd__sahel__key").write_text(CANARY)
    monkeypatch.setenv("GUICHET_USSD__HUBTEL__KEY", CANARY)
    monkeypatch.setenv("GUICHET_USSD__SAHEL__FIELDS__NETWORK", "mnc")
    loaded = settings.load()
    sahel = loaded.ussd["sahel"]
    assert (sahel.methods, sahel.fields.session, sahel.fields.network) == (("GET",), "sid", "mnc")
    assert [told.key.get_secret_value() for told in loaded.ussd.values() if told.key] == [CANARY, CANARY]
    shown = settings.show(loaded)
    assert CANARY not in shown + repr(loaded)
    assert '[ussd.sahel]\nkey = "****"  # secret file\nfields.session = "sid"  # TOML file' in shown
    assert 'fields.network = "mnc"  # environment' in shown


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ('[ussd.sahel]\nkee = "x"', "ussd.sahel.kee (TOML file) is not a setting"),
        (
            '[ussd.sahel.fields]\nsession = "x"\nservice = "y"',
            "ussd.sahel.fields: phone, text must be named too",
        ),
        ('[ussd.sahel]\nmethods = ["PUT"]', "ussd.sahel.methods (TOML file): Input should be 'GET' or 'POST'"),
        ("[ussd]\nsahel = 3", "ussd.sahel: Input should be a valid dictionary or instance of Ussd"),
        (
            '[ussd."a/b"]\nkey = "x"',
            "ussd.a/b.[key]: String should match pattern '^[a-z0-9-]+$'",
        ),
    ],
)
def test_a_wrong_provider_is_refused_by_its_name(folder: Path, toml: str, fault: str) -> None:
    (folder / "guichet.toml").write_text(toml)
    with pytest.raises(settings.SettingsError) as caught:
        settings.load()
    assert caught.value.faults == (fault,)


@pytest.mark.parametrize("name", ["GUICHET_USSD__HUBTEL__KEE", "GUICHET_USSD__KEY", "GUICHET_USSD____KEY", "GUICHET_USSD"])
def test_a_misspelt_variable_of_a_provider_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, CANARY)
    with pytest.raises(settings.SettingsError) as caught:
        settings.load()
    assert caught.value.faults[0].startswith(f"{name} (environment) is not a setting")
    assert CANARY not in str(caught.value)


def test_a_weak_key_and_a_plain_reply_address_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_USSD__VUMI__KEY", "short")
    monkeypatch.setenv("GUICHET_USSD__VUMI__REPLY_URL", "http://vumi.example/messages")
    told = settings.check(settings.load())
    assert "ussd.vumi.key is too short: it needs 128 random bits, such as 32 hexadecimal digits" in told
    assert "ussd.vumi.reply_url must be https in production" in told
