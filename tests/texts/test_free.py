"""Nothing that Guichet does is paid for, found or not: no text asks for money or names a price (T43)."""

import re
from pathlib import Path

import pytest

from dialogs import texts

CATALOGUES = sorted(Path(texts.__file__).parent.rglob("*.ftl"))
PRICE = re.compile(
    r"\b(DH|DHS|MAD|FCFA|CFA|XOF|FDJ|DJF|PKR|Rs)\b"
    r"|(?i:\b(rupees?|dirhams?|francs?|centimes?|prix|tarif|payant|surtaxé|price|fees?)\b)"
    r"|درهم|فرنك|ثمن|سعر|روپے|قیمت|فیس"
)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: "-".join(path.parts[-2:]))
def test_no_text_names_a_price(catalogue: Path) -> None:
    lines = catalogue.read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#") and PRICE.search(line)] == []
