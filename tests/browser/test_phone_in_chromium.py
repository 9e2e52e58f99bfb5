"""The phone page in a real Chromium: dialled and answered by mouse and keyboard, its messages, its faults, and whom it fits."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.browser.chromium import IN_CHROMIUM
from tests.browser.contrast import faint
from tests.browser.phone_window import AMINA, ARABIC, ASK_CODE, CODE_SMS, YOUSSEF, Telco, Visit, press

pytestmark = IN_CHROMIUM
USE_CODE = re.compile("Use code .482913")
"""What is put into a text stands between marks that keep its direction."""


async def test_a_citizen_dials_and_answers_with_the_mouse(visit: Visit, telco: Telco) -> None:
    phone = await visit.dial()
    await expect(phone.get_by_text("GSM-7 · 92 / 160")).to_be_visible()
    await press(phone, "2", "OK Send")
    await expect(phone.get_by_label("Screen")).to_contain_text("Entrez le code")
    await phone.get_by_role("button", name=USE_CODE).click()
    await expect(phone.get_by_label("Answer")).to_have_value("482913")
    await press(phone, "OK Send")
    await expect(phone.get_by_label("Screen")).to_contain_text("26****5169")
    await expect(phone.get_by_label("Code", exact=True)).to_have_value("*3737#")
    assert [(act, body) for _, act, body in telco.heard] == [
        ("dial", {"code": "*3737#", "profile": "africastalking"}),
        ("send", {"text": "2"}),
        ("send", {"text": "482913"}),
    ]
    assert visit.complaints == []


async def test_a_citizen_dials_and_answers_with_the_keyboard_only(visit: Visit, telco: Telco) -> None:
    phone = await visit.open()
    keyboard = visit.page.keyboard
    while not await phone.get_by_label("Screen").evaluate("node => node === document.activeElement"):
        await keyboard.press("Tab")
    await keyboard.type("*37378")
    await keyboard.press("Backspace")
    await keyboard.type("#")
    await keyboard.press("Enter")
    await expect(phone.get_by_label("Screen")).to_contain_text("Guichet social")
    await keyboard.press("Tab")
    await expect(phone.get_by_label("Answer")).to_be_focused()
    await keyboard.type("1")
    await keyboard.press("Enter")
    await expect(phone.get_by_label("Screen")).to_contain_text("Dossier")
    await keyboard.press("Escape")
    await expect(phone.get_by_label("Screen")).to_contain_text("You ended the session.")
    assert [act for _, act, _ in telco.heard] == ["dial", "send", "drop"]
    assert telco.heard[0][2]["code"] == "*3737#"


async def test_physical_keys_go_to_the_phone_whose_key_was_clicked(visit: Visit) -> None:
    phone = await visit.dial()
    await press(phone, "1")
    await visit.page.keyboard.type("0#")
    await expect(phone.get_by_label("Answer")).to_have_value("10#")
    await expect(visit.phone("Youssef").get_by_label("Code", exact=True)).to_have_value("*3737#")


async def test_every_control_is_reached_with_tab(visit: Visit) -> None:
    await visit.dial()
    seen = set()
    controls = visit.page.locator("button:visible, input:visible, select:visible:enabled")
    await visit.page.evaluate("document.querySelectorAll('button, input, select').forEach((node, i) => node.dataset.i = i)")
    for _ in range(await controls.count() + 6):
        await visit.page.keyboard.press("Tab")
        seen.add(await visit.page.evaluate("document.activeElement.dataset.i"))
    wanted = await controls.evaluate_all("nodes => nodes.map(node => node.dataset.i)")
    assert set(wanted) <= seen


async def test_arabic_lines_run_from_right_to_left(visit: Visit) -> None:
    phone = await visit.dial()
    await press(phone, "4", "OK Send")
    line = phone.get_by_text("تتبع ملفي")
    assert await line.evaluate("node => [node.matches(':dir(rtl)'), node.textContent]") == [True, "1 تتبع ملفي"]
    screen, drawn = await phone.get_by_label("Screen").bounding_box(), await drawn_box(line)
    assert screen is not None
    assert drawn["right"] > screen["x"] + screen["width"] - 20 > drawn["left"]
    await expect(phone.get_by_text(f"UCS-2 · {len(ARABIC)} / 70")).to_be_visible()


async def drawn_box(line: Locator) -> dict[str, float]:
    box: dict[str, float] = await line.evaluate(
        "node => { const r = document.createRange(); r.selectNodeContents(node);"
        " const { left, right } = r.getBoundingClientRect(); return { left, right }; }"
    )
    return box


async def test_line_breaks_of_the_screen_are_kept(visit: Visit) -> None:
    phone = await visit.dial()
    await press(phone, "2", "OK Send")
    await expect(phone.get_by_label("Screen")).to_contain_text("Entrez")
    assert await phone.get_by_label("Screen").locator("p").all_text_contents() == ASK_CODE.split("\n")


async def test_markup_in_a_text_stays_text(visit: Visit, telco: Telco) -> None:
    telco.text(AMINA, "<img src=x onerror=alert(1)> & <b>bold</b>")
    phone = await visit.open()
    await expect(phone.get_by_role("list")).to_contain_text("<img src=x onerror=alert(1)> & <b>bold</b>")
    assert visit.complaints == []


async def test_a_message_tells_when_it_came(visit: Visit, telco: Telco) -> None:
    telco.text(AMINA, CODE_SMS)
    phone = await visit.open()
    await expect(phone.get_by_role("listitem").locator("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))


async def test_a_message_that_arrives_is_announced_and_its_code_can_be_used(visit: Visit, telco: Telco) -> None:
    phone = await visit.dial()
    telco.text(AMINA, "رمز التحقق: ٤٨٢٩١٣")
    await visit.page.clock.fast_forward(2000)
    await expect(visit.page.locator("#announcer")).to_contain_text(re.compile("New message for .Amina"))
    await phone.get_by_role("button", name=USE_CODE).click()
    await expect(phone.get_by_label("Answer")).to_have_value("482913")
    await expect(phone.get_by_label("Answer")).to_be_focused()
    await expect(visit.phone("Youssef").get_by_role("listitem")).to_have_count(0)


@pytest.mark.parametrize("text", ["IDCS 2612345169", "Dial *373700#", "+212612345678", "26****516912", "réf. 4821"])
async def test_identifiers_and_numbers_are_no_codes(text: str, visit: Visit, telco: Telco) -> None:
    telco.text(AMINA, text)
    phone = await visit.open()
    await expect(phone.get_by_role("listitem")).to_have_count(1)
    await expect(phone.get_by_role("button", name=re.compile("Use code"))).to_have_count(0)


async def test_a_hidden_page_does_not_ask_for_messages(visit: Visit, telco: Telco) -> None:
    await visit.open()
    await visit.page.clock.fast_forward(2000)
    await visit.page.wait_for_load_state("networkidle")
    await visit.page.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden' })")
    before = telco.polls
    for _ in range(3):
        await visit.page.clock.fast_forward(2500)
    assert telco.polls == before


async def test_the_timer_ends_the_session(visit: Visit, telco: Telco) -> None:
    phone = await visit.dial()
    await expect(phone.get_by_role("timer")).to_have_text(re.compile(r"^(1:00|0:5\d)$"))
    await visit.page.clock.fast_forward(30_000)
    await expect(phone.get_by_role("timer")).to_have_text(re.compile(r"^0:(30|2\d)$"))
    await visit.page.clock.fast_forward(31_000)
    await expect(phone.get_by_label("Screen")).to_contain_text("the session is over")
    await expect(phone.get_by_label("Code", exact=True)).to_have_value("*3737#")
    assert [act for _, act, _ in telco.heard] == ["dial"]


async def test_drop_and_redial(visit: Visit, telco: Telco) -> None:
    phone = await visit.open()
    await phone.get_by_label("Code", exact=True).fill("*111*2#")
    await press(phone, "Call")
    await expect(phone.get_by_label("Answer")).to_have_value("")
    await press(phone, "End")
    await expect(phone.get_by_label("Screen")).to_contain_text("You ended the session.")
    await press(phone, "Redial")
    await expect(phone.get_by_label("Screen")).to_contain_text("Guichet social")
    await press(phone, "1", "OK Send")
    await expect(phone.get_by_label("Screen")).to_contain_text("Dossier")
    await press(phone, "Redial")
    await expect(phone.get_by_label("Screen")).to_contain_text("Guichet social")
    assert [act for _, act, _ in telco.heard] == ["dial", "drop", "dial", "send", "drop", "dial"]
    assert {body["code"] for _, act, body in telco.heard if act == "dial"} == {"*111*2#"}


async def test_the_operator_profile_is_sent_with_the_call(visit: Visit, telco: Telco) -> None:
    phone = await visit.open()
    await phone.get_by_label("Operator").select_option(label="Only the last input, hops numbered, twice and late")
    await press(phone, "Call")
    await expect(phone.get_by_label("Operator")).to_be_disabled()
    assert telco.heard == [(AMINA, "dial", {"code": "*3737#", "profile": "numbered-late"})]


async def test_two_phones_do_not_mix(visit: Visit, telco: Telco) -> None:
    amina = await visit.dial()
    youssef = visit.phone("Youssef")
    await press(youssef, "Call")
    await expect(youssef.get_by_label("Screen")).to_contain_text("Guichet social")
    await press(amina, "1")
    await press(youssef, "1", "OK Send")
    await expect(youssef.get_by_label("Screen")).to_contain_text(YOUSSEF)
    await expect(amina.get_by_label("Screen")).to_contain_text("Guichet social")
    await press(amina, "OK Send")
    await expect(amina.get_by_label("Screen")).to_contain_text(AMINA)
    await press(youssef, "End")
    await expect(amina.get_by_label("Screen")).to_contain_text(AMINA)
    assert telco.open == {AMINA}


async def test_a_phone_is_added_from_the_list_or_by_its_number_and_removed(visit: Visit) -> None:
    await visit.open()
    page = visit.page
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(visit.phone("Salma").get_by_label("Code", exact=True)).to_be_focused()
    await page.get_by_label("Number").fill("0612")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.locator("#add-note")).to_contain_text("with its country code")
    await page.get_by_label("Number").fill("+212 600-00 00 09")
    await page.get_by_label("Number").press("Enter")
    await expect(visit.phone("Typed number")).to_contain_text("+212600000009")
    await page.get_by_role("button", name=re.compile("Remove .Typed number")).click()
    await expect(page.get_by_role("article")).to_have_count(3)
    assert visit.complaints == []


async def test_a_screen_that_the_operator_could_not_show_says_so(visit: Visit) -> None:
    phone = await visit.dial()
    await press(phone, "9", "OK Send")
    await expect(
        phone.get_by_text(re.compile("The operator could not show this screen: .161 of 160 characters"))
    ).to_be_in_viewport()
    await expect(phone.get_by_text("GSM-7 · 161 / 160")).to_be_visible()


async def test_a_session_that_the_operator_has_closed_is_told_in_plain_words(visit: Visit, telco: Telco) -> None:
    phone = await visit.dial()
    telco.open.clear()
    await press(phone, "1", "OK Send")
    await expect(phone.get_by_label("Screen")).to_contain_text("The operator has no session here. Dial again.")


async def test_an_api_that_is_away_is_told_and_found_again(visit: Visit) -> None:
    phone = await visit.dial()
    await press(phone, "1")
    await visit.page.route(re.compile("/phones"), lambda route: route.abort())
    await press(phone, "OK Send")
    await expect(phone.get_by_label("Screen")).to_contain_text("The sandbox does not answer.")
    await visit.page.clock.fast_forward(2000)
    await expect(visit.page.locator("#away")).to_contain_text("Is the demo still running?")
    await visit.page.unroute_all()
    await press(phone, "OK Send")
    await expect(phone.get_by_label("Screen")).to_contain_text("Dossier")
    await visit.page.clock.fast_forward(2000)
    await expect(visit.page.locator("#away")).to_be_empty()


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280])
async def test_nothing_scrolls_sideways(width: int, visit: Visit, telco: Telco) -> None:
    telco.text(AMINA, "https://" + "a" * 80)
    await visit.page.set_viewport_size({"width": width, "height": 740})
    phone = await visit.dial()
    await press(phone, "4", "OK Send")
    await visit.page.get_by_label("Add a phone").select_option("")
    assert await visit.page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = await visit.page.locator("button:visible, input:visible, select:visible").evaluate_all(
        "nodes => nodes.map(node => node.getBoundingClientRect()).map(({ left, right, width, height }) =>"
        " [left >= 0, right <= innerWidth, width >= 24, height >= 24])"
    )
    assert all(all(box) for box in boxes)


async def test_every_control_has_a_name_of_its_own(visit: Visit) -> None:
    phone = await visit.dial()
    await press(phone, "2", "OK Send")
    await expect(phone.get_by_role("listitem")).to_have_count(1)
    tree = await (await visit.page.context.new_cdp_session(visit.page)).send("Accessibility.getFullAXTree")
    roles = {"button", "textbox", "combobox", "article", "main", "timer", "list", "group"}
    named = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in tree["nodes"] if not node["ignored"]]
    assert {role for role, name in named if role in roles and not name.strip()} == set()
    assert {"button", "textbox", "combobox", "article"} <= {role for role, _ in named}


# Every visible text against the nearest painted ground; alpha is composed, ratios as in WCAG 2.2.
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_stands_out_from_its_ground(scheme: Any, visit: Visit) -> None:
    await visit.page.emulate_media(color_scheme=scheme)
    phone = await visit.dial()
    await visit.page.get_by_role("button", name="Add", exact=True).click()
    await visit.page.get_by_role("button", name="Add", exact=True).click()
    await press(phone, "2", "OK Send")
    await expect(phone.get_by_role("listitem")).to_have_count(1)
    too_faint, count = await faint(visit.page)
    assert too_faint == []
    assert count > 80
    await press(phone, "9", "OK Send")
    await expect(phone.get_by_label("Screen")).to_contain_text("could not show")
    assert (await faint(visit.page))[0] == []


async def test_a_whole_visit_stays_on_its_origin_without_a_complaint(visit: Visit) -> None:
    phone = await visit.dial()
    await press(phone, "2", "OK Send")
    await phone.get_by_role("button", name=USE_CODE).click()
    await press(phone, "OK Send")
    await expect(phone.get_by_label("Screen")).to_contain_text("Merci")
    assert {url for url in visit.asked if not url.startswith((visit.origin + "/", "data:"))} == set()
    assert visit.complaints == []
