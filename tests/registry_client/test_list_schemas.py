"""What is declared of a list: its columns, what they mean, and what cannot be declared."""

import pytest

from registry_client.lists.schema import Column, ListSchema

NUMBER = Column("n", "identifier", "number", scheme="PASS")


@pytest.mark.parametrize(
    ("name", "columns", "fault"),
    [
        ("Pass", (NUMBER,), "small letters"),
        ("pass", (), "number by which"),
        ("pass", (Column("n"),), "number by which"),
        ("pass", (NUMBER, Column("N", "text")), "same name"),
        ("pass", (NUMBER, Column("a", "date", "since"), Column("b", "date", "since")), "mean the same"),
        ("pass", (NUMBER, Column("a", pattern="(")), "regular expression"),
        ("pass", (NUMBER, Column("a", scheme="PASS")), "have a scheme"),
        ("pass", (Column("a", "identifier", "number"),), "have a scheme"),
        ("pass", (Column("a", "identifier", "number", scheme="FILE"),), "needs a pattern"),
        ("pass", (NUMBER, Column("a", means="since")), "is a date"),
        ("pass", (NUMBER, Column("a", means="state")), "needs values"),
        ("pass", (NUMBER, Column("a", means="state", values={"oui": "yes"})), "values stand for"),
    ],
)
def test_a_schema_tells_its_faults(name: str, columns: tuple[Column, ...], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        ListSchema(name, columns, programme="PASS")


@pytest.mark.parametrize(("programme", "fault"), [("", "needs a programme"), ("P" * 49, "48 characters")])
def test_a_schema_needs_a_programme_that_can_be_kept(programme: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        ListSchema("pass", (NUMBER,), programme=programme)
