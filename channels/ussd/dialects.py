"""Every dialect that needs code, and the clones that are known by data, under the names of their addresses."""

from collections.abc import Mapping

from channels.ussd import (
    africastalking,
    arkesel,
    beem,
    cellulant,
    flares,
    hubtel,
    infobip,
    kannel,
    mtech,
    mtn,
    nalo,
    oltranz,
    orange,
    safaricom,
    trueafrican,
    truroute,
    vodacom,
    vumi,
)
from channels.ussd.dialect import Dialect
from channels.ussd.forms import CLONES

_CODED: tuple[Dialect, ...] = (
    africastalking, arkesel, beem, cellulant, flares, hubtel, infobip, kannel, mtech, mtn, nalo, oltranz, orange,
    safaricom, trueafrican, truroute, vodacom, vumi,
)  # fmt: skip

DIALECTS: Mapping[str, Dialect] = {dialect.SHAPE.name: dialect for dialect in (*_CODED, *CLONES.values())}
