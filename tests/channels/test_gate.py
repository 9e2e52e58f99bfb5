"""The gate: what is wrong with a form, who may call, and how often."""

from ipaddress import ip_network
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.gate import BadForm, Gate, Rate, e164, form, subscriber

# --- forms -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        pytest.param(b"", {}, id="empty"),
        pytest.param(b"a=1&b=2", {"a": "1", "b": "2"}, id="two fields"),
        pytest.param(b"a=", {"a": ""}, id="an empty value is a value"),
        pytest.param(b"a", {"a": ""}, id="a name without a value"),
        pytest.param(b"text=1%2A%23&phone=%2B212612340007", {"text": "1*#", "phone": "+212612340007"}, id="escapes"),
        pytest.param(b"a=x+y%20z", {"a": "x y z"}, id="spaces both ways"),
        pytest.param(b"a=b=c", {"a": "b=c"}, id="an equals sign in a value"),
        pytest.param(b"a=1;b=2", {"a": "1;b=2"}, id="a semicolon parts nothing"),
        pytest.param(b"a=%D8%B2%F0%9F%98%80", {"a": "ز😀"}, id="UTF-8"),
        pytest.param(b"a=%25ZZ", {"a": "%ZZ"}, id="an escaped percent sign"),
        pytest.param(b"&".join(b"f%d=" % n for n in range(32)), {f"f{n}": "" for n in range(32)}, id="32 fields"),
    ],
)
def test_a_form_is_read_as_utf8(body: bytes, fields: dict[str, str]) -> None:
    assert form(body) == fields


@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param(b"a=%ZZ", "percent", id="percent and no number"),
        pytest.param(b"a=%4", "percent", id="half an escape"),
        pytest.param(b"a=%", "percent", id="percent at the end"),
        pytest.param(b"%u0041=1", "percent", id="an escape of another age, in a name"),
        pytest.param(b"a=%00", "nul", id="NUL encoded"),
        pytest.param(b"a=\0", "nul", id="NUL raw"),
        pytest.param(b"a%00=1", "nul", id="NUL in a name"),
        pytest.param(b"text=&text=1", "twice", id="a field twice"),
        pytest.param(b"text=1&te%78t=1", "twice", id="a field twice, spelt differently"),
        pytest.param(b"a=%E9", "encoding", id="Latin-1 encoded"),
        pytest.param(b"a=%ED%A0%80", "encoding", id="half a surrogate pair"),
        pytest.param(b"a=%C0%80", "encoding", id="an overlong NUL"),
        pytest.param(b"%FF=1", "encoding", id="not UTF-8 in a name"),
        pytest.param(b"a=\xc3\xa9", "encoding", id="UTF-8 raw: no provider sends it"),
        pytest.param(b"a=\xe9", "encoding", id="Latin-1 raw"),
        pytest.param(b"\xff\xfea\0=\0", "encoding", id="UTF-16"),
        pytest.param(b"&".join(b"f%d=" % n for n in range(33)), "encoding", id="33 fields"),
    ],
)
def test_a_form_that_no_provider_would_send_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(BadForm) as refused:
        form(body)
    assert refused.value.args == (why,), "the reason is a static word: nothing of the form is in it"


@given(st.text("ab&=%+2F6", max_size=40).map(str.encode))
def test_a_form_reads_as_the_standard_library_reads_it(body: bytes) -> None:
    try:
        fields = form(body)
    except BadForm:
        return
    assert list(fields.items()) == parse_qsl(body.decode(), keep_blank_values=True, errors="strict")


@given(st.binary(max_size=200) | st.text("a&=%+;1 \0é", max_size=60).map(str.encode))
def test_any_bytes_are_a_form_or_a_bad_form(body: bytes) -> None:
    try:
        fields = form(body)
    except BadForm:
        return
    assert "\0" not in "".join([*fields, *fields.values()])
    "".join(fields.values()).encode()


@pytest.mark.parametrize("number", ["+2126123", "+212612340007", "+123456789012345"])
def test_a_number_in_e164_passes(number: str) -> None:
    assert e164(number) == number


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(" 212612340007", id="an unescaped plus"),
        pytest.param("212612340007", id="no plus"),
        pytest.param("00212612340007", id="two zeros"),
        pytest.param("+0612340007", id="a country code of zero"),
        pytest.param("+212612", id="six digits"),
        pytest.param("+1234567890123456", id="sixteen digits"),
        pytest.param("+212612340007\n", id="a new line at the end"),
        pytest.param("+212 612340007", id="a space"),
        pytest.param("+٢١٢٦١٢٣٤٠٠٠٧", id="Eastern Arabic digits"),
        pytest.param("+2126123400xx", id="letters"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_number_is_refused_and_never_repaired(number: str) -> None:
    with pytest.raises(BadForm) as refused:
        e164(number)
    assert refused.value.args == ("phone",)


# --- how often ---------------------------------------------------------------------------------


def test_the_rate_lets_a_burst_through_and_then_one_each_interval() -> None:
    rate = Rate(every=1.0, burst=3)
    assert [rate.allows("a", 100.0) for _ in range(4)] == [True, True, True, False]
    assert [rate.allows("a", now) for now in (100.5, 101.0, 101.5, 102.0)] == [False, True, False, True]
    assert [rate.allows("a", 200.0) for _ in range(4)] == [True, True, True, False], "a rest gives the burst back, not more"


def test_one_phone_does_not_use_up_another_ones_rate() -> None:
    rate = Rate(every=1.0, burst=1)
    assert rate.allows("a", 0.0)
    assert not rate.allows("a", 0.0)
    assert rate.allows("b", 0.0)


def test_a_clock_that_steps_back_does_not_open_the_gate() -> None:
    rate = Rate(every=1.0, burst=1)
    assert rate.allows("a", 100.0)
    assert not rate.allows("a", 90.0)


def test_the_rate_remembers_so_many_phones_and_forgets_the_longest_silent() -> None:
    rate = Rate(every=1000.0, burst=1, most=2)
    assert rate.allows("a", 0.0)
    assert rate.allows("b", 1.0)
    assert rate.allows("c", 2.0)
    assert not rate.allows("b", 3.0)
    assert rate.allows("a", 3.0), "the longest silent was forgotten"


@given(st.integers(1, 5), st.lists(st.integers(0, 8), min_size=1, max_size=60))
def test_no_span_of_time_holds_more_than_the_burst_and_what_time_gave_back(burst: int, pauses: list[int]) -> None:
    rate, now, passed = Rate(every=1.0, burst=burst), 0.0, list[float]()
    for pause in pauses:
        now += pause / 4
        if rate.allows("a", now):
            passed.append(now)
    for first, since in enumerate(passed):
        for last in range(first, len(passed)):
            assert last - first + 1 <= burst + (passed[last] - since)


# --- who ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("tried", ["", "s", "secre", "secret ", "secret2", "Secret", "secrét", "secret\0"])
def test_only_the_whole_key_opens(tried: str) -> None:
    assert Gate("secret").knows("secret")
    assert not Gate("secret").knows(tried)


def test_keys_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = list[tuple[bytes, bytes]]()

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return one == other

    monkeypatch.setattr("channels.gate.hmac.compare_digest", compare)
    assert Gate("secret").knows("secret")
    assert not Gate("secret").knows("guess")
    assert compared == [(b"secret", b"secret"), (b"guess", b"secret")]


@pytest.mark.parametrize(
    ("remote", "admitted"),
    [
        ("196.201.214.200", True),
        ("196.201.215.1", False),
        ("2001:db8::7", True),
        ("2001:db9::7", False),
        ("127.0.0.1", False),
        (None, False),
        ("", False),
    ],
)
def test_only_the_networks_of_the_contract_are_admitted(remote: str | None, admitted: bool) -> None:
    networks = (ip_network("196.201.214.0/24"), ip_network("2001:db8::/32"))
    assert Gate("secret", networks).admits(remote) is admitted


@pytest.mark.parametrize("remote", ["196.201.214.200", "::1", None])
def test_without_networks_in_the_contract_anybody_may_call_who_has_the_key(remote: str | None) -> None:
    assert Gate("secret").admits(remote)


@pytest.mark.parametrize(
    ("remote", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:a:b:c:d", "2001:db8:1:2::"),
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("not an address", ""),
        (None, ""),
    ],
)
def test_all_addresses_of_one_subscriber_count_as_one(remote: str | None, counted: str) -> None:
    assert subscriber(remote) == counted
