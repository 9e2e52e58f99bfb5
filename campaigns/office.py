"""What the communication team does to a campaign, each step by who may and with a line in the audit."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from msgspec import structs

from campaigns import plan
from campaigns.asking import Counted, ask, counted, large, where_of
from campaigns.audience import CHOICES, Bad, Sheet, Tally, exclude, gather, remind
from campaigns.estimate import estimate
from campaigns.law import Law
from campaigns.plan import Campaign, Member
from campaigns.preview import Foreseen, Preview, reach_of, samples_of
from campaigns.wording import Fault, Measure, Size, Wording
from dialogs.model import Phone
from dialogs.numbers import mobile
from dialogs.ports import Audit, AuditEvent, Clock, Keys, Lane, Message, Outbox
from dialogs.refusals import Conflict, InvalidIdentifier, NotFound
from store.ledger import UNDER_WAY, Audience, Book, Fate, Person, Record, Results, Stage
from store.roll import Roll

__all__ = ["MOST_WAVES", "Desk", "wording_of"]

LOOKED_AT = 500
"""People among whom a preview finds somebody of each language."""
MOST_WAVES = 6
MOST_NAME = 64
TEST_LIFE = 3600.0
"""Seconds within which a test message may still leave."""


def wording_of(campaign: Campaign, law: Law, measure: Measure) -> Wording:
    """The texts under the country's rules: a campaign may name fewer hosts than its country, never more."""
    links = [host for host in campaign.links if host in law.links]
    return Wording(campaign.texts, campaign.default, measure, law.optout, links, campaign.code)


@dataclass(frozen=True, slots=True)
class Desk:
    """The steps of a campaign. All raise `NotFound`, `NotPermitted`, `Conflict` and `StoreDown`."""

    book: Book
    people: Audience
    results: Results
    outbox: Outbox
    audit: Audit
    keys: Keys
    clock: Clock
    law: Law
    measure: Measure
    roll: Roll
    operator_of: Callable[[Phone], str] = lambda _: ""

    async def draft(self, campaign: Campaign, member: Member) -> Record:
        """A new campaign; the one that is there under this name, with this content."""
        try:
            return await self.create(campaign, member)
        except Conflict:
            return await self.edit(campaign, member)

    async def create(self, campaign: Campaign, member: Member) -> Record:
        """A new campaign. Raises `Conflict` (`name-taken`) when another one is there under this name."""
        self._check(campaign)
        own = plan.encode(self._own(campaign, member))
        plan.allowed(Record(0, campaign.name, 0, Stage.DRAFT, own), "edit", member)
        record = await self.book.create(campaign.name, own, now=self.clock.now())
        if record.plan != own:
            raise Conflict("name-taken")
        await self._noted(record, member, "create")
        return record

    async def edit(self, campaign: Campaign, member: Member, revision: int | None = None) -> Record:
        """New content for a campaign that was not started; what was approved of the old is void.

        Raises `Conflict` (`changed-meanwhile`) when the one that is there is not of this revision, if one is given.
        """
        self._check(campaign)
        record = await self.find(campaign.name)
        if revision not in (None, record.revision):
            raise Conflict("changed-meanwhile")
        was = plan.decode(record)
        kept = {"author": was.author, "editors": was.editors, "code": was.code, "columns": was.columns, "reminds": was.reminds}
        kept["asked"] = was.asked
        new = structs.replace(campaign, **kept)
        stage, edited = plan.edit(record, new, member)
        if plan.content(new, b"") == plan.content(was, b""):
            return record
        return await self._save(record, stage, edited, member, "edit")

    async def gather(self, name: str, sheet: Sheet, member: Member, bad: Callable[[Bad], None]) -> Tally:
        """Add a file's people. Raises `Unusable`."""
        record = await self._to_gather(name, member)
        columns = await asyncio.to_thread(sheet.columns)
        tally = await gather(self.people, record.id, sheet, bad)
        was = plan.decode(record)
        named = tuple(one for one in was.columns if one in columns) if was.columns or was.asked else columns
        gathered = plan.touched(structs.replace(was, columns=named), member)
        await self._save(record, record.stage, gathered, member, "import")
        return tally

    async def exclude(self, name: str, sheet: Sheet, member: Member, bad: Callable[[Bad], None]) -> int:
        """Take a file's people out."""
        record = await self._to_gather(name, member)
        count = await exclude(self.people, record.id, sheet, bad)
        await self._save(record, record.stage, plan.touched(plan.decode(record), member), member, "exclude")
        return count

    async def remind(self, name: str, source: str, choice: str, member: Member) -> Tally:
        """Gather the people of an earlier campaign: the next wave."""
        if choice not in CHOICES:
            raise InvalidIdentifier("choice")
        record, earlier = await self._to_gather(name, member), await self.find(source)
        tally = await remind(self.people, earlier.id, record.id, choice)
        columns = plan.decode(earlier).columns
        reminded = plan.touched(structs.replace(plan.decode(record), columns=columns, reminds=source), member)
        await self._save(record, record.stage, reminded, member, "remind")
        return tally

    async def ask(self, name: str, told: Sequence[str], member: Member) -> Tally:
        """Gather those whom the lists name (`campaigns.asking.where_of`). Raises `InvalidIdentifier`."""
        record, where = await self._to_gather(name, member), where_of(told)
        tally = await ask(self.people, record.id, self.roll, where, self.operator_of)
        was = plan.decode(record)
        asked = tuple(dict.fromkeys((*was.asked, " ".join(sorted(told)))))
        gathered = plan.touched(structs.replace(was, columns=(), asked=asked), member)
        await self._save(record, record.stage, gathered, member, "ask")
        return tally

    async def count(self, name: str, told: Sequence[str], member: Member) -> Counted:
        """How many `ask` would find; the audit keeps that somebody asked."""
        record = await self._to_gather(name, member)
        campaign, where = plan.decode(record), where_of(told)
        await self._noted(record, member, "count")
        return await counted(self.roll, where, campaign.purpose, consented=campaign.consented)

    async def freeze(self, name: str, member: Member) -> tuple[Record, dict[str, int]]:
        """Fix the audience for good: who refused or was excluded is out. How many, by reason."""
        record, out = await self._to_gather(name, member, "freeze"), dict[str, int]()
        campaign = plan.decode(record)
        while (step := await self.people.freeze(record.id, campaign.purpose, consented=campaign.consented)) is not None:
            for why, count in step.out.items():
                out[why] = out.get(why, 0) + count
        frozen = await self.people.seal(record, record.plan)
        return await self._written(frozen, member, "freeze"), out

    async def try_out(self, name: str, numbers: Sequence[str], member: Member) -> int:
        """Send each text, those of reminders too, to named phones (E.164 or as dialled in the country); how many messages.

        Once per content. The names of the columns stand for values. Raises `InvalidIdentifier` for what is no mobile.
        """
        record, phones = await self.find(name), self._mobiles(numbers)
        plan.allowed(record, "edit", member)
        campaign = plan.decode(record)
        seen, sent = plan.content(campaign, record.digest), 0
        for phone in phones:
            for number, one in plan.texts_of(campaign).items():
                sent += await self._try_out(one, phone, f"{seen}-{number}")
        await self._noted(record, member, "test")
        return sent

    async def submit(self, name: str, member: Member) -> Record:
        """Ask for approval. Raises `Conflict` with the first fault while a text has any, or nobody is written to."""
        record = await self.find(name)
        if not plan.allowed(record, "submit", member):
            return record
        faults = [fault for fault in self.faults(plan.decode(record)) if not fault.warning]
        if faults or not record.count:
            raise Conflict(faults[0].code if faults else "no-audience")
        return await self._move(record, "submit", member)

    async def approve(self, name: str, member: Member, seen: str) -> Record:
        """Approve what was seen (`Preview.digest`); the second approval is the last."""
        record = await self.find(name)
        if not plan.allowed(record, "approve", member):
            return record
        stage, campaign = plan.approve(record, member, seen=seen, now=self.clock.now())
        return await self._save(record, stage, campaign, member, "approve")

    async def act(self, name: str, action: str, member: Member) -> Record:
        """`start`, `pause`, `resume` or `stop`; doing it again changes nothing."""
        record = await self.find(name)
        go = plan.allowed(record, action, member)
        if action == "stop":
            for wave in await self.waves(name):
                await self._stop(wave, member)
        if action == "start" and go:
            plan.moved(record, action, now=self.clock.now())  # before anything is scheduled: it raises where it may not start
            await self._schedule(record, member)
        return await self._move(record, action, member) if go else record

    async def waves(self, name: str) -> list[Record]:
        """The waves of a campaign that was started, in their order."""
        found = [one for one in await self.book.all() if plan.decode(one).wave_of == name]
        return sorted(found, key=lambda one: plan.decode(one).starts_at)

    def sheet(self, path: Path) -> Sheet:
        """A file of people for `gather` and `exclude`."""
        return Sheet(path, self.law.region, self.law.languages, self.operator_of)

    async def show(self, name: str, member: Member) -> Preview:
        """The preview with a line in the audit: its samples are written to real people."""
        preview = await self.preview(name)
        await self._noted(preview.record, member, "preview")
        return preview

    async def preview(self, name: str) -> Preview:
        record = await self.find(name)
        campaign, counts, some = plan.decode(record), await self._counts(record), await self._some(record)
        first, *waves = (self._foreseen(one, counts, some) for one in (campaign, *plan.waves_of(campaign)))
        langs = Counter[str]()
        for one in first.reach:
            langs[one.lang] += one.count
        digest, faults = plan.content(campaign, record.digest), tuple(self.faults(campaign))
        return Preview(record, digest, faults, large(langs), first, tuple(waves))

    def sizes(self, campaign: Campaign) -> dict[str, Size]:
        """How much room each text takes, with its opt-out words and values of an ordinary length."""
        wording = wording_of(campaign, self.law, self.measure)
        return {lang: self.measure(wording.typical(lang)) for lang in campaign.texts}

    def faults(self, campaign: Campaign) -> list[Fault]:
        """What is wrong with the texts, those of its waves too; only warnings may leave."""
        columns = () if campaign.public else campaign.columns
        return [
            replace(fault, wave=number)
            for number, one in plan.texts_of(campaign).items()
            for fault in wording_of(one, self.law, self.measure).faults(columns)
        ]

    async def find(self, name: str) -> Record:
        record = await self.book.find(name)
        if record is None:
            raise NotFound("campaign")
        return record

    async def _try_out(self, campaign: Campaign, phone: Phone, seen: str) -> int:
        wording, sent = wording_of(campaign, self.law, self.measure), 0
        for lang in campaign.texts:
            written = wording.write(Person(phone, lang, values={column: column for column in campaign.columns}))
            if isinstance(written, str):
                raise Conflict(written)
            key, until = self.keys.mac("campaign-test", seen, lang, phone.e164), self.clock.now() + TEST_LIFE
            sent += await self.outbox.put(Message(key, phone, written.text, Lane.CASE, until, encoding=written.encoding))
        return sent

    def _mobiles(self, numbers: Sequence[str]) -> list[Phone]:
        phones = [mobile(number, self.law.region) for number in numbers]
        if wrong := [one for one in phones if isinstance(one, str)]:
            raise InvalidIdentifier(wrong[0])
        return [one for one in phones if isinstance(one, Phone)]

    def _own(self, campaign: Campaign, member: Member) -> Campaign:
        code = int.from_bytes(self.keys.mac("campaign-code", campaign.name)[:4], "big") % 1_000_000
        blank = {"approvals": (), "tested": False, "cell_until": 0.0, "wave_of": "", "starts_at": 0.0, "to": ""}
        return structs.replace(campaign, author=member.id, code=f"{code:06}", **blank)

    def _check(self, campaign: Campaign) -> None:
        """What cannot be saved at all. Raises `InvalidIdentifier`, with the name of the field."""
        wrong = {
            "name": not (campaign.name.replace("-", "a").isalnum() and campaign.name.isascii() and len(campaign.name) <= 64),
            "texts": any(lang not in self.law.languages for lang in campaign.texts),
            "cell": not 0 <= campaign.cell <= 0.5,
            "daily": not 0 < campaign.daily <= self.law.daily,
            "weekly": not 0 < campaign.weekly <= self.law.weekly,
            "consented": self.law.consented and not campaign.consented,
            "sender": campaign.sender not in ("", self.law.sender),
            "keywords": any(service not in self.law.services for service in campaign.keywords.values()),
            "links": any(host not in self.law.links for host in campaign.links),
            "waves": not self._in_order(campaign),
        }
        if faults := [name for name, is_wrong in wrong.items() if is_wrong]:
            raise InvalidIdentifier(faults[0])

    def _in_order(self, campaign: Campaign) -> bool:
        times = [wave.at for wave in campaign.waves] + [campaign.ends_at]
        told = all(wave.to in plan.TO and set(wave.texts) <= set(self.law.languages) for wave in campaign.waves)
        named = not campaign.waves or len(campaign.name) + len("-w9") <= MOST_NAME
        return told and named and len(campaign.waves) <= MOST_WAVES and all(one < next_ for one, next_ in pairwise(times))

    async def _to_gather(self, name: str, member: Member, action: str = "freeze") -> Record:
        record = await self.find(name)
        plan.allowed(record, action, member)
        return record

    def _foreseen(self, campaign: Campaign, counts: Mapping[tuple[str, str], int], some: Sequence[Person]) -> Foreseen:
        wording, now = wording_of(campaign, self.law, self.measure), max(self.clock.now(), campaign.starts_at)
        rate = min((one for one in (campaign.rate, self.law.share) if one), default=0.0)
        reach = reach_of(wording, counts)
        told = estimate(reach, self.law.tariff, rate, self.law.hours, now)
        return Foreseen(campaign, samples_of(wording, some), reach, told)

    async def _counts(self, record: Record) -> Mapping[tuple[str, str], int]:
        """The frozen audience by language and operator."""
        counts = Counter[tuple[str, str]]()
        async for line in self.results.lines(record.id):
            lang, _, operator = line.group
            counts[lang, operator] += line.count
        return counts

    async def _some(self, record: Record) -> Sequence[Person]:
        """The first of the frozen order, which is as good as chance."""
        some = list[Person]()
        async for person, _, _ in self.people.people(record.id):
            some.append(person)
            if len(some) == LOOKED_AT:
                break
        return some

    async def _schedule(self, record: Record, member: Member) -> None:
        """Every wave with its own ledger over the same people; those that are scheduled already stay as they are."""
        for wave in plan.waves_of(plan.decode(record)):
            made = await self.book.create(wave.name, plan.encode(wave), now=self.clock.now())
            if plan.decode(made).wave_of != record.name:
                raise Conflict("name-taken")
            if made.stage is Stage.DRAFT and (scheduled := await self.people.again(made, record)) is not None:
                await self._noted(scheduled, member, "schedule")

    async def _stop(self, wave: Record, member: Member) -> None:
        if wave.stage in UNDER_WAY and plan.allowed(wave, "stop", member):
            await self._move(wave, "stop", member)

    async def _move(self, record: Record, action: str, member: Member) -> Record:
        stage, campaign = plan.moved(record, action, now=self.clock.now()), plan.decode(record)
        if action == "resume" and record.reason:
            campaign = structs.replace(campaign, waived=(*campaign.waived, record.reason))
        return await self._save(record, stage, campaign, member, action)

    async def _save(self, record: Record, stage: Stage, campaign: Campaign, member: Member, action: str) -> Record:
        return await self._written(await self.book.save(record, stage, plan.encode(campaign)), member, action)

    async def _written(self, saved: Record | None, member: Member, action: str) -> Record:
        if saved is None:
            raise Conflict("changed-meanwhile")
        await self._noted(saved, member, action)
        return saved

    async def _noted(self, record: Record, member: Member, action: str) -> None:
        who, what = self.keys.mac("operator", member.id), self.keys.mac("campaign", record.name)
        await self.audit.append(AuditEvent(self.clock.now(), f"campaign-{action}", who, what, record.stage.value))


def done(progress: Mapping[Fate, int]) -> bool:
    """Whether nobody waits and nothing is on its way to the operator."""
    return not progress[Fate.WAITING] and not progress[Fate.QUEUED]
