"""Cumulative text: what was typed is found by difference, retries are never input, and nothing rewinds (T2, T3, T13, T44)."""

from dataclasses import dataclass, field
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.ussd.hops import Kind, Note, read, read_last

A, B = b"session-a", b"session-b"


def mac(transcript: str) -> bytes:
    return blake2b(transcript.encode(), digest_size=8).digest()


def note(transcript: str, session: bytes = A, page: int = 0) -> Note:
    return Note(session, len(transcript), mac(transcript), page)


@pytest.mark.parametrize(
    ("before", "now", "kind", "said"),
    [
        pytest.param("", "1", "said", "1", id="the first answer"),
        pytest.param("1", "1*1", "said", "1", id="the same digit again is a new answer"),
        pytest.param("1*1", "1*1", "again", "", id="the same transcript again is a retry"),
        pytest.param("1*1", "1*1*2", "said", "2", id="a later turn"),
        pytest.param("1*1*2", "1", "again", "", id="an earlier turn that comes late"),
        pytest.param("1*1*2", "", "again", "", id="the first hop that comes late"),
        pytest.param("", "", "again", "", id="the first hop twice"),
        pytest.param("1", "1*", "said", "", id="an empty answer"),
        pytest.param("1*", "1**", "said", "", id="a second empty answer"),
        pytest.param("1*", "1*", "again", "", id="an empty answer twice"),
        pytest.param("7*a*b", "7*a*b*****", "said", "****", id="four stars typed"),
        pytest.param("7*a*b", "7*a*b**3737#", "said", "*3737#", id="the code dialled inside the session"),
        pytest.param("", "*3737#", "said", "*3737#", id="the code typed first"),
        pytest.param("", "*", "said", "*", id="a star typed first"),
        pytest.param("*", "**", "said", "", id="a star, then nothing"),
        pytest.param("1", "1*A+B & C=10%", "said", "A+B & C=10%", id="reserved letters"),
        pytest.param("1", "1*زاكورة", "said", "زاكورة", id="Arabic"),
        pytest.param("1", "1*😀", "said", "😀", id="an emoji"),
        pytest.param("1", "1*2*3", "said", "2*3", id="two answers in one hop: what is typed may hold a star"),
        pytest.param("1", "12", "over", "", id="the last answer grew"),
        pytest.param("1", "2*1", "over", "", id="another past"),
        pytest.param("1*2", "1*3*4", "over", "", id="another past of the same length"),
        pytest.param("1*2", "1*3", "over", "", id="another last answer of the same length"),
    ],
)
def test_a_hop_is_read_against_what_was_said_before(before: str, now: str, kind: Kind, said: str) -> None:
    assert read(note(before), A, now, mac) == (kind, said)


@pytest.mark.parametrize("kept", [Note(), note("", B), note("1*2", B)])
def test_an_unknown_session_opens_with_an_empty_text_only(kept: Note) -> None:
    assert read(kept, A, "", mac) == ("dial", "")
    assert read(kept, A, "1", mac) == ("over", ""), "an expired session's input is not a choice of a new one"
    assert read(kept, A, "1*2", mac) == ("over", ""), "not even when another session said the very same"


def test_the_page_shown_changes_nothing_of_what_was_typed() -> None:
    assert read(note("1", page=3), A, "1*99", mac) == ("said", "99")


def test_an_empty_first_answer_looks_like_a_retry_and_the_next_one_keeps_its_star() -> None:
    """The operator sends the same text for "opened" and "opened, then nothing typed": no reading can tell them apart."""
    assert read(note(""), A, "", mac) == ("again", "")
    assert read(note(""), A, "*1", mac) == ("said", "*1")


@pytest.mark.parametrize(
    ("kept", "event", "hop", "kind"),
    [
        pytest.param(Note(), "new", b"1", "dial", id="a session opens"),
        pytest.param(Note(B, 3, b"3"), "new", b"1", "dial", id="another session opens"),
        pytest.param(Note(), "resume", b"2", "over", id="an unknown session goes on"),
        pytest.param(Note(B, 3, b"3"), "resume", b"2", "over", id="the session before goes on"),
        pytest.param(Note(A, 0, b"1"), "new", b"1", "again", id="the opening twice"),
        pytest.param(Note(A, 2, b"3"), "new", b"1", "again", id="the opening comes late"),
        pytest.param(Note(A, 0, b"1"), "resume", b"2", "said", id="an answer"),
        pytest.param(Note(A, 1, b"2"), "resume", b"2", "again", id="the same hop number is a retry"),
        pytest.param(Note(A, 2, b"2" * 8 + b"1" * 8), "resume", b"1" * 8, "again", id="an earlier hop comes late"),
        pytest.param(Note(B, 0, b"1", past=A), "new", b"1", "over", id="the opening of the session before comes late"),
        pytest.param(Note(A, 1, b""), "resume", b"", "said", id="without hop numbers nothing tells a retry"),
    ],
)
def test_a_dialect_with_only_the_last_input_goes_by_session_and_hop_number(
    kept: Note, event: str, hop: bytes, kind: Kind
) -> None:
    assert read_last(kept, A, event, hop) == kind


def test_the_opening_of_the_session_before_opens_nothing_when_it_comes_late() -> None:
    assert read(Note(B, 0, mac(""), past=A), A, "", mac) == ("over", "")
    assert read(Note(B, 0, mac("")), A, "", mac) == ("dial", "")


# --- any conversation over any network ---------------------------------------------------------

inputs = st.text(st.sampled_from("0189*#+ aé€ش😀"), max_size=6) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4)


@dataclass
class Line:
    """The operator's side and ours: what was really typed, and what was heard of it."""

    session: int = 0
    typed: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    kept: Note = field(default_factory=Note)

    def dial(self) -> None:
        self.session, self.typed, self.heard = self.session + 1, [], []
        assert self._deliver() == "dial"

    def say(self, words: str) -> None:
        if self.typed or words:  # an empty first answer cannot be told from a retry
            self.typed.append(words)
            assert self._deliver() == "said"

    def retry(self) -> None:
        assert self._deliver() == "again"

    def late(self, back: int) -> None:
        earlier = self.typed[: max(0, len(self.typed) - back)]
        assert self._read("*".join(earlier)) == ("again", "")

    def diverge(self, words: str) -> None:
        now = "*".join(self.typed)
        other = words.ljust(len(now) + 1, "?")
        if now and not other.startswith(now + "*"):
            assert self._read(other) == ("over", "")

    def stray(self, words: str) -> None:
        assert read(self.kept, b"another", words or "1", mac) == ("over", "")

    def _deliver(self) -> Kind:
        transcript = "*".join(self.typed)
        kind, said = self._read(transcript)
        if kind in ("dial", "said"):
            self.kept = Note(str(self.session).encode(), len(transcript), mac(transcript))
        if kind == "said":
            self.heard.append(said)
        return kind

    def _read(self, transcript: str) -> tuple[Kind, str]:
        return read(self.kept, str(self.session).encode(), transcript, mac)


steps = st.one_of(
    st.just(("dial",)),
    st.tuples(st.just("say"), inputs),
    st.tuples(st.just("say"), inputs),
    st.just(("retry",)),
    st.tuples(st.just("late"), st.integers(1, 5)),
    st.tuples(st.just("diverge"), inputs),
    st.tuples(st.just("stray"), inputs),
)


@given(st.lists(steps, max_size=40))
def test_what_is_heard_is_what_was_typed_whatever_the_network_does(script: list[tuple[object, ...]]) -> None:
    line = Line()
    line.dial()
    for name, *args in script:
        getattr(line, str(name))(*args)
        assert line.heard == line.typed
        assert line.kept.length == len("*".join(line.typed)), "a late or strange hop never rewinds"
