"""Binds in the settings: from every source, all faults at once, and never the password."""

import os
from pathlib import Path

import pytest

from config import settings

CANARY = "s3cr3t-8"
IAM = '[smpp.iam]\nhost = "smsc.example"\nsystem_id = "guichet"\nrate = 100\nussd.profile = "sixdee"\n'


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in [name for name in os.environ if name.lower().startswith("guichet_")]:
        monkeypatch.delenv(name)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "guichet.toml").write_text(IAM)
    monkeypatch.setenv("GUICHET_SECRETS_DIR", str(tmp_path / "secrets"))
    monkeypatch.setenv("GUICHET_CONFIG", str(tmp_path / "guichet.toml"))
    return tmp_path


def test_a_bind_comes_from_file_secret_and_environment_together(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "secrets" / "guichet_smpp__iam__password").write_text(CANARY)
    monkeypatch.setenv("GUICHET_SMPP__IAM__WINDOW", "100")
    monkeypatch.setenv("GUICHET_SMPP__IAM__USSD__SERVICE_TYPE", "USSR")
    loaded = settings.load()
    iam = loaded.smpp["iam"]
    assert (iam.host, iam.port, iam.window, iam.rate) == ("smsc.example", 2775, 100, 100)
    assert (iam.ussd.profile, iam.ussd.service_type) == ("sixdee", "USSR")
    assert iam.password.get_secret_value() == CANARY
    shown = settings.show(loaded)
    assert CANARY not in shown + repr(loaded) + str(settings.check(loaded))
    assert 'password = "****"  # secret file' in shown
    assert "window = 100  # environment" in shown


def test_all_faults_are_told_at_once_each_with_its_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = '[smpp.iam]\nsystem_id = "sixteen-letters-"\nport = 70000\nbind = "both"\n[smpp.iam.ussd]\nprofil = "mica"\n'
    (folder / "guichet.toml").write_text(wrong)
    monkeypatch.setenv("GUICHET_SMPP__IAM__PASSWORD", f"{CANARY}-too-long")
    monkeypatch.setenv("GUICHET_SMPP__IAM__WINDWO", "1")
    with pytest.raises(settings.SettingsError) as caught:
        settings.load()
    assert sorted(caught.value.faults) == [
        "GUICHET_SMPP__IAM__PASSWORD (environment): expected 8 ASCII characters at most",
        "GUICHET_SMPP__IAM__WINDWO (environment) is not a setting",
        "smpp.iam.bind (TOML file): Input should be 'transceiver', 'transmitter' or 'receiver'",
        "smpp.iam.host: Field required",
        "smpp.iam.port (TOML file): Input should be less than or equal to 65535",
        "smpp.iam.system_id (TOML file): String should have at most 15 characters",
        "smpp.iam.ussd.profil (TOML file) is not a setting",
    ]
    assert CANARY not in str(caught.value)


def test_a_line_without_tls_is_doubted_in_production() -> None:
    assert "warning: smpp.iam.tls is off: is its line a private one?" in settings.check(settings.load())


def test_a_certificate_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("GUICHET_SMPP__IAM__TLS_CA_FILE", str(folder / "ca.pem"))
    assert f"smpp.iam.tls_ca_file: there is no file {folder / 'ca.pem'}" in settings.check(settings.load())


@pytest.mark.parametrize(("name", "wrong"), [("GUICHET_WORK_PORT", "70000"), ("GUICHET_KEEP_DAYS", "3")])
def test_the_workers_settings_have_their_bounds(monkeypatch: pytest.MonkeyPatch, name: str, wrong: str) -> None:
    loaded = settings.load()
    assert (loaded.work_port, loaded.keep_days) == (None, 90)
    monkeypatch.setenv(name, wrong)
    with pytest.raises(settings.SettingsError, match=name):
        settings.load()
