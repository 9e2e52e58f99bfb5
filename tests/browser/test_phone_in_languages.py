"""The phone page in each language that staff read, in a real Chromium: what it says, which way it runs, and whom it fits."""

import re

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from dialogs.texts.staff import LANGUAGES, Words
from sandbox.templates import spoken
from tests.browser.chromium import IN_CHROMIUM
from tests.browser.contrast import faint
from tests.browser.phone_window import ASK_CODE, CODE_SMS, Telco, Visit, visiting
from tests.player import MOROCCO

pytestmark = IN_CHROMIUM
WORDS = spoken(MOROCCO)
IN_ALL = pytest.mark.parametrize("words", WORDS.values(), ids=LANGUAGES)
NAMES = {"en": "Amina", "fr": "Amina", "ar": "أمينة"}
DRAWN = """(node) => { const range = document.createRange(); range.selectNodeContents(node);
  return range.getBoundingClientRect(); }"""
PLACE = """(node, char) => { const range = document.createRange(), at = node.firstChild.data.indexOf(char);
  range.setStart(node.firstChild, at); range.setEnd(node.firstChild, at + 1); return range.getBoundingClientRect().left; }"""
CUT = """() => [...document.querySelectorAll("button, nav a, .what, .word, .count, .units, .left")]
  .filter((node) => node.checkVisibility() && node.textContent.trim())
  .map((node) => { const range = document.createRange(); range.selectNodeContents(node);
    return [node, range.getBoundingClientRect(), node.getBoundingClientRect(), node.matches("button") ? 2 : -1]; })
  .filter(([, text, box, edge]) => text.left < box.left + edge || text.right > box.right - edge || text.height > box.height + 1)
  .map(([node]) => node.textContent)"""
COVERED = """() => {
  const shown = [...document.querySelectorAll("button, input, select, nav a, h1, h2, p:not(.meta, .text *, .unseen)")]
    .filter((node) => node.checkVisibility()).map((node) => [node, node.getBoundingClientRect()]);
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  return shown.flatMap(([one, a], i) => shown.slice(i + 1).filter(([, b]) => meet(a, b))
    .map(([other]) => `${one.textContent} / ${other.textContent}`)); }"""


def button(place: Locator | Page, name: str) -> Locator:
    """By its whole name, which may have marks of direction in it."""
    return place.get_by_role("button", name=re.compile(f"^{re.escape(name)}$"))


async def dialled(visit: Visit, words: Words) -> Locator:
    phone = await visit.open(words.lang)
    await button(phone, words("call")).click()
    await expect(phone.get_by_label(words("screen"), exact=True)).to_contain_text("Guichet social")
    return phone


async def say(phone: Locator, words: Words, text: str) -> None:
    await phone.get_by_label(words("answer"), exact=True).fill(text)
    await button(phone, f"OK {words('send')}").click()


# --- what it says ------------------------------------------------------------------------------


@IN_ALL
async def test_a_visitor_goes_all_the_way_in_her_language(words: Words, visit: Visit, telco: Telco) -> None:
    phone = await visit.open(words.lang)
    screen = phone.get_by_label(words("screen"), exact=True)
    await expect(screen).to_contain_text(words("dial"))
    await expect(phone).to_contain_text(NAMES[words.lang])
    await button(phone, words("call")).click()
    await expect(phone).to_contain_text(words("state-open"))
    await say(phone, words, "2")
    announced = words("message-new", name=NAMES[words.lang], sender="Guichet", text=CODE_SMS)
    await expect(visit.page.locator("#announcer")).to_have_text(announced)
    await button(phone, words("use-this-code", code="482913")).click()
    await expect(phone.get_by_label(words("answer"), exact=True)).to_have_value("482913")
    await button(phone, words("redial")).click()
    await expect(screen).to_contain_text("Guichet social")
    await button(phone, words("delete")).click()
    await button(phone, f"OK {words('send')}").click()
    await expect(screen).to_contain_text(words("answer-first"))
    await button(phone, words("end")).click()
    await expect(screen).to_contain_text(words("hung-up"))
    assert [act for _, act, _ in telco.heard] == ["dial", "send", "drop", "dial", "drop"]
    assert visit.complaints == []


@IN_ALL
async def test_what_goes_wrong_is_told_in_her_language(words: Words, visit: Visit, telco: Telco) -> None:
    phone = await dialled(visit, words)
    screen = phone.get_by_label(words("screen"), exact=True)
    await say(phone, words, "8")
    await expect(screen).to_contain_text(words("not-shown", why=words("why-no-answer")))
    await say(phone, words, "9")
    await expect(screen).to_contain_text(words("not-shown", why="161 of 160 characters"))
    telco.open.clear()
    await say(phone, words, "1")
    await expect(screen).to_contain_text(words("no-session"))
    await button(phone, words("call")).click()
    await expect(phone).to_contain_text(words("state-open"))
    await visit.page.clock.fast_forward(61_000)
    await expect(screen).to_contain_text(words("timed-out"))
    telco.broken = True
    await button(phone, words("call")).click()
    await expect(screen).to_contain_text(words("refused", why="HTTP 500"))
    await visit.page.route(re.compile("/phones"), lambda route: route.abort())
    await button(phone, words("call")).click()
    await expect(screen).to_contain_text(words("away"))
    await visit.page.clock.fast_forward(2000)
    await expect(visit.page.get_by_role("alert").filter(has_text=words("away-long"))).to_be_visible()


@IN_ALL
async def test_phones_are_added_and_removed_in_her_language(words: Words, visit: Visit) -> None:
    await visit.open(words.lang)
    page = visit.page
    for number, said in (
        ("0612", words("number-wrong", example="+212600000000")),
        ("+212600000009", ""),
        ("+212600000009", words("number-here")),
    ):
        await page.get_by_label(words("add-phone")).select_option(label=words("number-another"))
        await page.get_by_label(words("number"), exact=True).fill(number)
        await button(page.locator("form"), words("add")).click()
        await expect(page.locator("#add-note")).to_have_text(said)
    await button(page, words("remove-phone", name=words("number-typed"))).click()
    await expect(page.get_by_role("article")).to_have_count(2)
    offered = await page.get_by_label(words("operator")).first.locator("option").all_text_contents()
    assert offered == [words("profile-africastalking"), words("profile-numbered-late"), "newer"]


async def test_the_language_is_the_browsers_until_another_is_chosen_by_keyboard(chromium: Browser, telco: Telco) -> None:
    async with visiting(chromium, telco, locale="ar-MA") as visit:
        await visit.open()
        here = visit.page.get_by_role("navigation", name=WORDS["ar"]("language"))
        await expect(here.locator("[aria-current]")).to_have_text("العربية")
        for _ in range(2):
            await visit.page.keyboard.press("Tab")
        await expect(here.get_by_role("link", name="Français")).to_be_focused()
        async with visit.page.expect_navigation():
            await visit.page.keyboard.press("Enter")
        assert await visit.page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["fr", "ltr"]
        await expect(visit.page).to_have_title(WORDS["fr"]("title"))
        await expect(visit.page.get_by_role("article")).to_have_count(2)
        assert visit.complaints == []


# --- which way it runs -------------------------------------------------------------------------


async def test_the_arabic_page_is_mirrored_but_not_its_keys_codes_and_numbers(visit: Visit, telco: Telco) -> None:
    words = WORDS["ar"]
    phone = await dialled(visit, words)
    assert await visit.page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert await left(phone.locator(".side")) < await left(phone.locator(".handset"))
    assert await left(visit.page.locator("nav")) < await left(visit.page.locator("h1"))
    assert await left(phone.locator(".left")) < await left(phone.locator(".units"))
    for row in ("123", "456", "789", "*0#"):
        places = [await left(phone.locator(f'[data-key="{key}"]')) for key in row]
        assert places == sorted(places), row
    assert await left(phone.locator(".call")) < await left(phone.locator(".end"))
    await button(phone, words("end")).click()
    ltr = ("code", ".foot kbd", ".msisdn", ".big", ".units", ".left")
    for place in ltr:
        assert await visit.page.locator(place).first.evaluate("node => getComputedStyle(node).direction") == "ltr", place
    await visit.page.get_by_label(words("add-phone")).select_option("")
    await button(visit.page.locator("form"), words("add")).click()
    said = visit.page.locator("#add-note")
    await expect(said).to_have_text(words("number-wrong", example="+212600000000"))
    plus, digit = [await said.evaluate(PLACE, char) for char in "+2"]
    assert plus < digit


async def left(place: Locator) -> float:
    box = await place.bounding_box()
    assert box is not None
    return box["x"]


@pytest.mark.parametrize("lang", ["fr", "ar"])
async def test_each_line_of_the_screen_keeps_its_own_direction(lang: str, visit: Visit, telco: Telco) -> None:
    words = WORDS[lang]
    phone = await dialled(visit, words)
    screen = phone.get_by_label(words("screen"), exact=True)
    box = await screen.bounding_box()
    assert box is not None
    french = await screen.get_by_text("Guichet social").evaluate(DRAWN)
    assert french["left"] < box["x"] + 20
    await say(phone, words, "4")
    arabic = await screen.get_by_text("تتبع ملفي").evaluate(DRAWN)
    assert arabic["right"] > box["x"] + box["width"] - 20
    await say(phone, words, "2")
    await expect(screen).to_contain_text("Entrez")
    assert await screen.locator("p").all_text_contents() == ASK_CODE.split("\n")
    telco.text("+212600000001", "رمز التحقق: 482913")
    await visit.page.clock.fast_forward(2000)
    sms = phone.get_by_role("listitem").first.get_by_text("رمز التحقق")
    assert await sms.evaluate("node => node.matches(':dir(rtl)')")


# --- whom it fits ------------------------------------------------------------------------------


@IN_ALL
@pytest.mark.parametrize("width", [320, 1280])
async def test_nothing_is_cut_covered_or_out_of_reach(words: Words, width: int, visit: Visit) -> None:
    await visit.page.set_viewport_size({"width": width, "height": 740})
    phone = await dialled(visit, words)
    await say(phone, words, "2")
    await expect(phone.get_by_role("listitem")).to_have_count(1)
    await visit.page.get_by_label(words("add-phone")).select_option("")
    await button(visit.page.locator("form"), words("add")).click()
    assert await visit.page.evaluate("document.documentElement.scrollWidth") <= width
    assert await visit.page.evaluate(CUT) == []
    assert await visit.page.evaluate(COVERED) == []
    boxes = await visit.page.locator("button:visible, input:visible, select:visible, nav a").evaluate_all(
        "nodes => nodes.map(node => node.getBoundingClientRect()).map(({ left, right, width, height }) =>"
        " [left >= 0, right <= innerWidth, width >= 24, height >= 24])"
    )
    assert all(all(box) for box in boxes)


@IN_ALL
async def test_every_text_stands_out_and_every_control_has_a_name(words: Words, visit: Visit) -> None:
    phone = await dialled(visit, words)
    await say(phone, words, "2")
    await expect(phone.get_by_role("listitem")).to_have_count(1)
    await say(phone, words, "8")
    await expect(phone.locator(".note")).to_be_visible()
    for scheme in ("light", "dark"):
        await visit.page.emulate_media(color_scheme=scheme)
        found, count = await faint(visit.page)
        assert found == []
        assert count > 60
    tree = await (await visit.page.context.new_cdp_session(visit.page)).send("Accessibility.getFullAXTree")
    roles = {"button", "textbox", "combobox", "article", "main", "timer", "list", "group", "link", "navigation"}
    named = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in tree["nodes"] if not node["ignored"]]
    assert {role for role, name in named if role in roles and not name.strip()} == set()
    assert roles <= {role for role, _ in named}


@IN_ALL
async def test_every_control_is_reached_with_tab_in_reading_order(words: Words, visit: Visit) -> None:
    await visit.open(words.lang)
    controls = "nav a, button, input, select"
    await visit.page.evaluate(f"document.querySelectorAll('{controls}').forEach((node, i) => node.dataset.i = i)")
    wanted = await visit.page.locator(f":is({controls}):visible").evaluate_all("nodes => nodes.map((node) => node.dataset.i)")
    seen = []
    for _ in range(len(wanted) + 4):
        await visit.page.keyboard.press("Tab")
        seen.append(await visit.page.evaluate("document.activeElement.dataset.i"))
    assert [one for one in seen if one is not None][: len(wanted)] == wanted
