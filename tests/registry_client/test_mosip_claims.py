"""What somebody says of herself, as MOSIP's IDA gets to hear it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from dialogs.model import Phone
from dialogs.ports import Claims
from registry_client.mosip.claims import demographics
from registry_client.mosip.config import MosipConfig
from registry_client.mosip.identity import MosipIdentity
from registry_client.mosip.wire import timestamp
from store.clock import FakeClock
from tests.registry_client.mosip_desk import IDA_KEYS, TXN, UIN, Desk, ctx

BORN = date(1980, 5, 7)


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        (Claims(), {}),
        (Claims("  "), {}),
        (Claims("Zineb  Alaoui "), {"name": [{"language": "fra", "value": "Zineb Alaoui"}]}),
        (Claims("زينب العلوي"), {"name": [{"language": "ara", "value": "زينب العلوي"}]}),
        (Claims("(زينب)"), {"name": [{"language": "ara", "value": "(زينب)"}]}),
        (Claims("Ève"), {"name": [{"language": "fra", "value": "Ève"}]}),
        (Claims("12"), {"name": [{"language": "fra", "value": "12"}]}),
        (Claims(born=BORN), {"dob": "1980/05/07"}),
        (Claims(phone=Phone("+212612340007")), {"phoneNumber": "+212612340007"}),
        (
            Claims("Zineb", BORN, Phone("+212612340007")),
            {
                "name": [{"language": "fra", "value": "Zineb"}],
                "dob": "1980/05/07",
                "phoneNumber": "+212612340007",
            },
        ),
    ],
)
def test_only_what_was_claimed_is_told_in_the_language_of_its_script(
    config: MosipConfig, claims: Claims, told: dict[str, object]
) -> None:
    assert demographics(claims, config) == told


def test_claims_take_the_forms_that_a_country_has_on_file(config: MosipConfig) -> None:
    theirs = replace(config, phone_on_file="national", born_format="%d-%m-%Y", languages=("eng",), script_languages={})
    assert demographics(Claims("زينب", BORN, Phone("+212612340007")), theirs) == {
        "name": [{"language": "eng", "value": "زينب"}],
        "dob": "07-05-1980",
        "phoneNumber": "0612340007",
    }


async def test_claims_go_to_ida_sealed_and_without_a_code(desk: Desk, mosip: MosipIdentity, clock: FakeClock) -> None:
    desk.answers["auth"] = {"response": {"authStatus": True, "authToken": "psut"}}
    outcome = await mosip.verify_demographics(UIN, Claims("Zineb", BORN), ctx=ctx())
    assert outcome.token == "psut"
    path, headers, raw = desk.asked[0]
    assert path.startswith("/ida/auth/")
    IDA_KEYS.verify(raw, headers["signature"])
    body = json.loads(raw)
    assert b"Zineb" not in raw
    assert json.loads(IDA_KEYS.open(body["request"], body["requestSessionKey"])) == {
        "timestamp": timestamp(clock.now()),
        "otp": None,
        "demographics": {"name": [{"language": "fra", "value": "Zineb"}], "dob": "1980/05/07"},
        "biometrics": [],
    }
    assert (body["transactionID"], body["consentObtained"]) == (TXN, True)
