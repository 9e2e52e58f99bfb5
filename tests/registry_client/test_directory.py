"""Directories of services: a country's CSV list, and MOSIP's master data."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from pytest_aiohttp import AiohttpServer

from dialogs.refusals import ProtocolViolation, Unavailable
from registry_client.directory.csv_list import DirectoryError, read
from registry_client.directory.listed import ListedDirectory
from registry_client.directory.masterdata import MasterdataConfig, MosipDirectory
from registry_client.http import Upstream
from store.clock import FakeClock

HEADING = "id,needs,commune,phone,langs,national,name_fr,address_fr,hours_fr,bring_fr,name_en,address_en,hours_en"
CLINIC = 'clinic,health,zagora,0500000001,fr ar,,Dispensaire,"3, rue du Souk",8h-14h,Carte,Clinic,"3, Souk Street",8-14'
LINE = "line-1,health protection,,8080,fr,yes,Ligne verte,Téléphone,24h,,Helpline,Telephone,24h"


def listed(*rows: str, heading: str = HEADING) -> ListedDirectory:
    text = "\r\n".join([heading, *rows, ""])
    return ListedDirectory(read(text, languages=("fr", "en"), communes={"zagora", "tata"}, needs={"health", "protection"}))


async def test_the_commune_comes_first_and_then_the_whole_country() -> None:
    found = await listed(LINE, CLINIC).find("health", "zagora")
    assert [(one.id, one.names.in_lang("en")) for one in found] == [("clinic", "Clinic"), ("line-1", "Helpline")]
    assert found[0].bring is not None
    assert found[0].langs == ("fr", "ar")
    assert found[1].bring is None


async def test_elsewhere_there_is_only_what_serves_the_whole_country() -> None:
    directory = listed(CLINIC, LINE)
    assert [one.id for one in await directory.find("health", "tata")] == ["line-1"]
    assert await directory.find("school", "tata") == []
    assert await directory.get("clinic") is not None
    assert await directory.get("nothing") is None


async def test_a_spreadsheets_export_reads_the_same() -> None:
    rows = [row.replace("3, ", "3 ").replace('"', "").replace(",", ";") for row in (CLINIC, LINE)]
    directory = listed(*rows, "", heading="\ufeff" + HEADING.replace(",", ";"))
    assert [one.id for one in await directory.find("health", "zagora")] == ["clinic", "line-1"]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        pytest.param([CLINIC, CLINIC], "line 3: id: is in the list already", id="twice"),
        pytest.param([CLINIC.replace("zagora", "atlantis")], "line 2: commune: 'atlantis' is not a commune", id="no place"),
        pytest.param([CLINIC.replace("zagora", "")], "line 2: commune: is empty, and the service is not", id="nowhere"),
        pytest.param([CLINIC.replace("health", "magic")], "line 2: needs: 'magic' is not a need", id="no need"),
        pytest.param([CLINIC.replace("health", "")], "line 2: needs: is empty", id="needs empty"),
        pytest.param([CLINIC.replace("Clinic", "")], "line 2: name_en: is empty", id="a text missing"),
        pytest.param([CLINIC.replace("0500000001", "05 00")], "line 2: phone: digits only", id="phone"),
        pytest.param([CLINIC + ",more"], "line 2: has 14 cells, the heading has 13", id="cells"),
        pytest.param([CLINIC.replace("clinic,", "Clinic!,")], "line 2: id: small letters", id="id"),
        pytest.param([LINE.replace("yes", "maybe")], "line 2: national: is yes, no or empty", id="national"),
        pytest.param([CLINIC, 'x"y"z,"'], "line 3: is no CSV", id="no CSV"),
    ],
)
def test_a_fault_is_told_with_its_line_and_nothing_is_taken(rows: list[str], fault: str) -> None:
    with pytest.raises(DirectoryError) as refused:
        listed(*rows)
    assert any(one.startswith(fault) for one in refused.value.faults), refused.value.faults


def test_a_heading_says_all_that_it_lacks() -> None:
    with pytest.raises(DirectoryError) as refused:
        listed(heading=HEADING.replace("hours_en", "opening").replace("needs,", ""))
    assert refused.value.faults == (
        "line 1: lacks the column hours_en",
        "line 1: lacks the column needs",
        "line 1: the column 'opening' is not known",
    )


# --- MOSIP master data -------------------------------------------------------------------------

CENTRE = {
    "id": "10001", "name": "Centre", "addressLine1": "3 rue du Souk", "contactPhone": "05 00-000001", "isActive": True,
    "centerStartTime": "08:30:00", "centerEndTime": "16:30:00",
}  # fmt: skip


class Masterdata:
    """Answers with `centres` by language and place; `broken` instead when it is set."""

    def __init__(self) -> None:
        self.centres: dict[tuple[str, str, str], list[dict[str, object]]] = {}
        self.broken: web.Response | None = None

    async def answer(self, request: web.Request) -> web.Response:
        asked = (request.match_info["lang"], request.match_info["level"], request.match_info["name"])
        return self.broken or web.json_response({"response": {"registrationCenters": self.centres.get(asked, [])}})


@pytest.fixture
async def mosip(aiohttp_server: AiohttpServer, clock: FakeClock) -> AsyncIterator[tuple[Masterdata, MosipDirectory]]:
    data, app = Masterdata(), web.Application()
    app.router.add_get("/v1/masterdata/registrationcenters/{lang}/{level}/{name}", data.answer)
    url = str((await aiohttp_server(app)).make_url("/v1/masterdata"))
    config = MasterdataConfig(4, {"fes": "Fès"}, {"fr": "fra", "ar": "ara"})
    async with aiohttp.ClientSession() as session:
        yield data, MosipDirectory(Upstream("masterdata", url, session, clock), config)


async def test_centres_that_are_open_are_found_in_every_language(mosip: tuple[Masterdata, MosipDirectory]) -> None:
    data, directory = mosip
    shut = CENTRE | {"id": "10002", "isActive": False}
    data.centres = {("fra", "4", "Fès"): [CENTRE, shut], ("ara", "4", "Fès"): [CENTRE | {"name": "مركز"}, shut]}
    (found,) = await directory.find("registration", "fes")
    assert (found.id, found.phone, found.hours.in_lang("ar")) == ("mosip-10001", "0500000001", "08:30-16:30")
    assert found.names.in_lang("ar") == "مركز"


async def test_another_need_and_an_unknown_place_ask_nobody(mosip: tuple[Masterdata, MosipDirectory]) -> None:
    data, directory = mosip
    data.broken = web.Response(status=500)
    assert await directory.find("health", "fes") == []
    assert await directory.find("registration", "atlantis") == []


async def test_master_data_that_is_down_or_lies_is_an_outage(mosip: tuple[Masterdata, MosipDirectory]) -> None:
    data, directory = mosip
    data.broken = web.Response(status=500)
    with pytest.raises(Unavailable):
        await directory.find("registration", "fes")
    data.broken = web.Response(text="[]")
    with pytest.raises(ProtocolViolation):
        await directory.find("registration", "fes")
