"""The settings: which source wins, what is refused and how it is said, and that no secret is ever shown."""

import base64
import os
import tomllib
from pathlib import Path

import pytest
from pydantic import SecretStr

from config import settings

KEY = base64.b64encode(bytes(range(32))).decode()
CANARY = "canary-5f1c"


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No source says anything: whatever this machine sets stays out."""
    for name in [name for name in os.environ if name.lower().startswith("guichet_")]:
        monkeypatch.delenv(name)
    (tmp_path / "secrets").mkdir()
    monkeypatch.setenv("GUICHET_SECRETS_DIR", str(tmp_path / "secrets"))


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Sources":
    return Sources(monkeypatch, tmp_path)


class Sources:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._monkeypatch, self._folder = monkeypatch, folder

    def env(self, **values: str) -> None:
        for name, value in values.items():
            self._monkeypatch.setenv(name, value)

    def secret(self, name: str, text: str) -> None:
        (self._folder / "secrets" / name).write_text(text)

    def toml(self, text: str) -> None:
        (self._folder / "guichet.toml").write_text(text)
        self._monkeypatch.setenv("GUICHET_CONFIG", str(self._folder / "guichet.toml"))


def faults() -> tuple[str, ...]:
    with pytest.raises(settings.SettingsError) as caught:
        settings.load()
    return caught.value.faults


def secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None


def test_nothing_needs_to_be_set() -> None:
    loaded = settings.load()
    assert (loaded.country, loaded.environment, loaded.port, loaded.turn_budget) == ("morocco", "production", 8080, 3.5)
    assert secret(loaded.database_url) == "sqlite+aiosqlite:///.guichet/guichet.db"
    assert loaded.redis_url is None
    assert loaded.mosip.verify_signatures


def test_the_database_is_in_the_data_folder(sources: Sources) -> None:
    sources.env(GUICHET_DATA_DIR="/srv/guichet")
    assert secret(settings.load().database_url) == "sqlite+aiosqlite:////srv/guichet/guichet.db"


def test_command_line_beats_environment_beats_secret_file_beats_toml_beats_default(sources: Sources) -> None:
    sources.toml('host = "toml"\nlog_level = "debug"\nport = 1\ncountry = "toml"\n[mosip]\npartner_id = "toml"\napp_id = "toml"')
    sources.secret("guichet_host", "secret\n")
    sources.secret("guichet_port", "2")
    sources.secret("guichet_mosip__partner_id", "secret\n")
    sources.secret("guichet_country", "secret")
    sources.env(GUICHET_PORT="3", GUICHET_COUNTRY="env")
    loaded = settings.load(country="option")
    assert (loaded.country, loaded.port, loaded.host, loaded.log_level) == ("option", 3, "secret", "debug")
    assert (loaded.mosip.partner_id, loaded.mosip.app_id, loaded.mosip.env) == ("secret", "toml", "Staging")


def test_two_underscores_go_one_level_down(sources: Sources) -> None:
    sources.env(GUICHET_MOSIP__IDA_URL="https://ida.example/idauthentication/v1/", GUICHET_AFRICASTALKING__USERNAME="ministry")
    loaded = settings.load()
    assert loaded.mosip.ida_url == "https://ida.example/idauthentication/v1"
    assert loaded.africastalking.username == "ministry"


def test_lists_are_written_with_commas_or_as_toml(sources: Sources) -> None:
    sources.toml('trusted_proxies = ["10.0.0.0/8"]')
    assert [str(proxy) for proxy in settings.load().trusted_proxies] == ["10.0.0.0/8"]
    sources.env(GUICHET_TRUSTED_PROXIES="10.1.0.0/16, ::1")
    assert [str(proxy) for proxy in settings.load().trusted_proxies] == ["10.1.0.0/16", "::1/128"]


def test_an_empty_variable_is_an_unset_one(sources: Sources) -> None:
    sources.env(GUICHET_PORT="", GUICHET_REDIS_URL="")
    assert settings.load().port == 8080
    assert settings.load().redis_url is None


def test_names_of_the_tests_and_of_other_programs_are_left_alone(sources: Sources) -> None:
    sources.env(GUICHET_TEST_DATABASE_URL="x", GUICHET_TEST_REDIS_URL="x", GUICHETTE="x")
    sources.secret("another_program", CANARY)
    assert settings.load().port == 8080


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("GUICHET_PRT", "GUICHET_PORT"),
        ("GUICHET_MOSIP__IDA_ULR", "GUICHET_MOSIP__IDA_URL"),
        ("GUICHET_MOSIP_IDA_URL", "GUICHET_MOSIP__IDA_URL"),
        ("GUICHET_CONFG", "GUICHET_CONFIG"),
        ("guichet_data_dri", "guichet_data_dir"),
    ],
)
def test_a_misspelt_variable_is_refused_with_the_name_that_was_meant(sources: Sources, name: str, meant: str) -> None:
    sources.env(**{name: CANARY})
    assert faults() == (f"{name} (environment) is not a setting; did you mean {meant}?",)


def test_a_name_like_no_other_gets_no_suggestion(sources: Sources) -> None:
    sources.env(GUICHET_ZZZZZZ="1")
    assert faults() == ("GUICHET_ZZZZZZ (environment) is not a setting",)


def test_a_misspelt_secret_file_is_refused(sources: Sources) -> None:
    sources.secret("guichet_databse_url", CANARY)
    assert faults() == ("guichet_databse_url (secret file) is not a setting; did you mean guichet_database_url?",)


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("prt = 1", "prt (TOML file) is not a setting; did you mean port?"),
        ("[mosip]\nida_ur = 1", "mosip.ida_ur (TOML file) is not a setting; did you mean mosip.ida_url?"),
        ('_env_file = "x"', "_env_file (TOML file) is not a setting"),
    ],
)
def test_a_misspelt_toml_key_is_refused(sources: Sources, toml: str, fault: str) -> None:
    sources.toml(toml)
    assert faults() == (fault,)


def test_all_faults_are_said_at_once_each_with_its_source(sources: Sources) -> None:
    sources.toml('log_level = "loud"\nsesion_ttl = 3\n[mosip]\nida_url = "ftp://ida.example"')
    sources.secret("guichet_keys", f"1:{CANARY}")
    sources.env(GUICHET_PORT="99999", GUICHET_TRUSTED_PROXIES="10.0.0.0/8,x", GUICHET_HOTS="x", GUICHET_MOSIP__ENV="Live")
    assert sorted(faults()) == [
        "GUICHET_HOTS (environment) is not a setting; did you mean GUICHET_HOST?",
        "GUICHET_MOSIP__ENV (environment): Input should be 'Developer', 'Staging', 'Pre-Production' or 'Production'",
        "GUICHET_PORT (environment): Input should be less than or equal to 65535",
        "GUICHET_TRUSTED_PROXIES (environment): value is not a valid IPv4 or IPv6 network",
        "guichet_keys (secret file): expected 1:<base64 of 32 bytes>, further keys after a comma, each number once",
        "log_level (TOML file): Input should be 'debug', 'info', 'warning' or 'error'",
        "mosip.ida_url (TOML file): expected an http(s) address without user, password or query",
        "sesion_ttl (TOML file) is not a setting; did you mean session_ttl?",
    ]


def test_a_data_folder_that_is_wrong_is_one_fault(sources: Sources) -> None:
    sources.toml("data_dir = 3")
    assert len(faults()) == 1


@pytest.mark.parametrize("name", ["GUICHET_CONFIG", "GUICHET_SECRETS_DIR"])
def test_a_source_that_is_named_must_be_there(sources: Sources, name: str, tmp_path: Path) -> None:
    sources.env(**{name: str(tmp_path / "nowhere"), "GUICHET_PORT": "x"})
    first, second = faults()
    assert first.startswith(f"{name}: ")
    assert second.startswith("GUICHET_PORT (environment): ")


def test_what_is_not_toml_is_said_with_its_place(sources: Sources) -> None:
    sources.toml("port = 1\nhost = x\n")
    (fault,) = faults()
    assert "is not TOML" in fault
    assert "line 2" in fault


def test_a_secret_file_that_is_not_text_is_a_fault(sources: Sources, tmp_path: Path) -> None:
    (tmp_path / "secrets" / "guichet_lookup_key").write_bytes(b"\xff\xfe")
    assert faults() == ("GUICHET_SECRETS_DIR: a secret file cannot be read as text",)


def test_signatures_are_always_verified_in_production(sources: Sources) -> None:
    sources.env(GUICHET_MOSIP__VERIFY_SIGNATURES="false")
    assert faults() == ("mosip: verify_signatures may not be off in production",)
    sources.env(GUICHET_ENVIRONMENT="demo")
    assert not settings.load().mosip.verify_signatures


def secrets() -> list[tuple[str, str]]:
    good = {
        "DATABASE_URL": f"postgresql+asyncpg://u:{CANARY}@db/g",
        "REDIS_URL": f"redis://:{CANARY}@r/0",
        "KEYS": f"1:{KEY}",
    }
    plain = ["LOOKUP_KEY", "AFRICASTALKING__API_KEY", "AFRICASTALKING__USSD_KEY", "AFRICASTALKING__SMS_KEY"]
    plain += [f"MOSIP__{name}" for name in ("MISP_LICENCE_KEY", "API_KEY", "AUTH_TOKEN", "CLIENT_SECRET")]
    return [*good.items(), *((name, CANARY) for name in plain)]


def test_no_secret_is_shown_by_repr_str_or_show(sources: Sources) -> None:
    sources.env(**{f"GUICHET_{name}": value for name, value in secrets()})
    loaded = settings.load()
    for text in (repr(loaded), str(loaded), settings.show(loaded), "\n".join(settings.check(loaded))):
        assert CANARY not in text
        assert KEY not in text
    assert settings.show(loaded).count("****") == len(secrets())


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "KEYS", "MOSIP__IDA_URL", "PORT", "ENVIRONMENT", "TURN_BUDGET"])
def test_no_value_is_in_a_fault_or_its_traceback(sources: Sources, name: str) -> None:
    sources.env(**{f"GUICHET_{name}": f"x{CANARY}"})
    with pytest.raises(settings.SettingsError) as caught:
        settings.load()
    assert len(caught.value.faults) == 1
    assert CANARY not in f"{caught.value} {caught.value!r} {caught.value.__cause__}"
    assert caught.value.__suppress_context__


def test_show_is_toml_and_names_the_source_of_each_value(sources: Sources) -> None:
    sources.toml('host = "0.0.0.0"')
    sources.secret("guichet_keys", f"1:{KEY}")
    sources.env(GUICHET_MOSIP__APP_ID="resident-2", GUICHET_TRUSTED_PROXIES="10.0.0.0/8")
    shown = settings.show(settings.load(port=1))
    lines = shown.splitlines()
    assert 'host = "0.0.0.0"  # TOML file' in lines
    assert 'keys = "****"  # secret file' in lines
    assert "port = 1  # command line" in lines
    assert 'country = "morocco"  # default' in lines
    assert "# redis_url is unset" in lines
    parsed = tomllib.loads(shown)
    assert parsed["trusted_proxies"] == ["10.0.0.0/8"]
    assert parsed["mosip"]["app_id"] == "resident-2"


@pytest.mark.parametrize(
    "text", ["", "1", f"x:{KEY}", f"1:{KEY[:-4]}", f"1:{KEY},1:{KEY}", f"1:{KEY},", f"²:{KEY}", "1:****"], ids=str
)
def test_sealing_keys_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected 1:<base64 of 32 bytes>"):
        settings.sealing_keys(text)


def test_sealing_keys_are_read_in_both_alphabets() -> None:
    key = bytes([251, 255, 191] * 10 + [251, 255])
    text = f"1:{base64.b64encode(key).decode()}, 12:{base64.urlsafe_b64encode(key).decode()}"
    assert settings.sealing_keys(text) == {1: key, 12: key}


def test_a_demo_has_nothing_to_be_warned_of(sources: Sources) -> None:
    sources.env(GUICHET_ENVIRONMENT="demo", GUICHET_MOSIP__IDA_URL="http://127.0.0.1:1/ida")
    assert settings.check(settings.load()) == []


def test_production_wants_https_and_is_warned_about_memory(sources: Sources) -> None:
    sources.env(GUICHET_MOSIP__IDA_URL="http://ida.example", GUICHET_AFRICASTALKING__BASE_URL="http://at.example")
    assert settings.check(settings.load()) == [
        "africastalking.base_url must be https in production",
        "mosip.ida_url must be https in production",
        "warning: no redis_url: conversations end when this process does",
    ]


def test_production_is_warned_of_an_address_in_the_open_that_may_be_a_private_line(sources: Sources) -> None:
    sources.env(
        GUICHET_RSMIS__URL="http://rsmis.example", GUICHET_GOVSTACK__URL="https://rsu.example", GUICHET_REDIS_URL="redis://r"
    )
    sources.env(
        GUICHET_SMS__IAM__KIND="kannel", GUICHET_SMS__IAM__URL="http://10.0.0.7:13013", GUICHET_RASA__URL="http://127.0.0.1:5005"
    )
    assert settings.check(settings.load()) == [
        "warning: rsmis.url is not https: is its line a private one?",
        "warning: sms.iam.url is not https: is its line a private one?",
    ]


def test_production_that_is_complete_passes(sources: Sources, tmp_path: Path) -> None:
    (tmp_path / "partner.pem").touch()
    sources.env(GUICHET_KEYS=f"1:{KEY}", GUICHET_LOOKUP_KEY=KEY, GUICHET_REDIS_URL="rediss://redis.example/0")
    sources.env(GUICHET_MOSIP__PARTNER_KEY_FILE=str(tmp_path / "partner.pem"), GUICHET_MOSIP__IDA_URL="https://ida.example")
    assert settings.check(settings.load()) == []


@pytest.mark.parametrize(("text", "enough"), [("0" * 31, False), ("0f" * 16, True), ("z" * 21, False), ("z" * 22, True)])
def test_a_secret_has_at_least_128_bits(sources: Sources, text: str, enough: bool) -> None:
    sources.env(GUICHET_ENVIRONMENT="demo", GUICHET_AFRICASTALKING__USSD_KEY=text)
    found = settings.check(settings.load())
    expected = "africastalking.ussd_key is too short: it needs 128 random bits, such as 32 hexadecimal digits"
    assert found == ([] if enough else [expected])


def test_a_key_file_that_is_not_there_is_said(sources: Sources, tmp_path: Path) -> None:
    sources.env(GUICHET_ENVIRONMENT="demo", GUICHET_MOSIP__IDA_CERTIFICATE_FILE=str(tmp_path / "ida.pem"))
    assert settings.check(settings.load()) == [f"mosip.ida_certificate_file: there is no file {tmp_path / 'ida.pem'}"]


def test_an_identity_provider_needs_to_know_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_CONSOLE__ISSUER_URL", "https://sso.example.org/realms/staff/")
    with pytest.raises(settings.SettingsError, match="public_url and client_id"):
        settings.load()
    monkeypatch.setenv("GUICHET_CONSOLE__CLIENT_ID", "guichet")
    monkeypatch.setenv("GUICHET_CONSOLE__PUBLIC_URL", "http://guichet.example.org")
    told = settings.load()
    assert told.console.issuer_url == "https://sso.example.org/realms/staff"
    assert "console.public_url must be https in production" in settings.check(told)
