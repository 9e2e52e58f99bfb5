"""The social registry of a country that speaks SP-DCI, as the dialogs see it."""

from collections.abc import Sequence

from dialogs.model import IdRef, Phone
from dialogs.ports.identity import CallContext
from dialogs.ports.social import MOST_OF_PHONE, Change, DataUse, Household, Score, Subscription
from dialogs.refusals import Ambiguous, Conflict, NotFound, NotSupported, ProtocolViolation
from registry_client.dci import records
from registry_client.dci.client import Dci
from registry_client.dci.config import DciConfig
from registry_client.dci.envelope import fresh_id, iso, transaction
from registry_client.dci.errors import refusal
from registry_client.dci.lenient import Member
from registry_client.dci.search import Asked, Criteria, Entity, conclude, earlier, locale, search
from registry_client.http import Deadline

__all__ = ["DciSocial", "criteria", "truthful"]

CAPS = frozenset({"household", "members", "score", "subscribe"})


def criteria(config: DciConfig, ref: IdRef, entity: Entity, upstream: str) -> Criteria:
    """The search for an identifier. Raises `NotSupported` for a scheme that this registry does not know."""
    kind = config.id_types.get(ref.scheme)
    if kind is None:
        raise NotSupported("scheme", upstream=upstream)
    return Criteria(kind, ref.value.removesuffix("@phone") if ref.scheme == "HANDLE" else ref.value, entity)


def truthful(record: Member, sought: Criteria, upstream: str) -> Member:
    """A record that lists identifiers of the type asked for, but not this one, is somebody else's: `ProtocolViolation`."""
    told = {value for kind, value in records.identifiers(record) if kind == sought.id_type}
    if told and sought.value not in told:
        raise ProtocolViolation("another-record", upstream=upstream)
    return record


class DciSocial:
    """`dialogs.ports.SocialRegistry` over SP-DCI social 1.0.0."""

    def __init__(self, dci: Dci) -> None:
        self._dci = dci

    def caps(self) -> frozenset[str]:
        """A registry that cannot be asked by phone knows no people of a phone."""
        return CAPS | {"people_of_phone"} if "HANDLE" in self._dci.config.id_types else CAPS

    async def household(self, ref: IdRef, *, ctx: CallContext) -> Household:
        return self._read(await self._group(ref, ctx))

    async def score(self, ref: IdRef, *, ctx: CallContext) -> Score:
        return self._dci.read(await self._group(ref, ctx), lambda group: records.score(group, self._dci.config))

    async def member(self, ref: IdRef, scheme: str, born: int, *, ctx: CallContext) -> IdRef:
        kind = self._dci.config.id_types.get(scheme)
        if kind is None:
            raise NotSupported("scheme", upstream=self._dci.name)
        group = await self._group(ref, ctx)
        found = self._dci.read(group, lambda one: sorted(set(records.members_born(one, born, kind))))
        if not found:
            raise NotFound("no-member", upstream=self._dci.name)
        if len(found) > 1:
            raise Ambiguous("members", upstream=self._dci.name)
        return IdRef(scheme, found[0])

    async def subscribe(self, ref: IdRef, changes: Sequence[Change], *, ctx: CallContext) -> Subscription:
        """The id holds one code for each change; the same `ctx.key` again brings the same.

        Raises `Conflict` when the registry has this wish from another time and gives no code for it.
        """
        by, codes = Deadline(ctx.deadline), list[str]()
        for change in changes:
            codes += await self._subscribe(ref, change, ctx, by)
        return Subscription(" ".join(codes), ref)

    async def unsubscribe(self, subscription: Subscription, *, ctx: CallContext) -> None:
        ours, by = self._dci.config, Deadline(ctx.deadline)
        message = {
            "transaction_id": transaction(ctx.key),
            "timestamp": iso(self._dci.now),
            "subscription_codes": subscription.id.split(),
        }
        answer = await self._dci.send(ours.unsubscribe_path, "unsubscribe", message, by)
        code = answer.at("status_reason_code").text
        if answer.at("status").text.lower() == "rjct" and code != "rjct.event.already_unsubscribed":
            raise refusal(code, self._dci.name)

    async def data_uses(self, ref: IdRef, limit: int, *, ctx: CallContext) -> Sequence[DataUse]:
        raise NotSupported("data-uses", upstream=self._dci.name)  # SP-DCI has no such question

    async def households_of(self, phone: Phone, *, ctx: CallContext) -> Sequence[Household]:
        """Two records of one household are one; a record under another phone fails all: `ProtocolViolation`."""
        sought = criteria(self._dci.config, IdRef("HANDLE", f"{phone.e164}@phone"), "Group", self._dci.name)
        found = await search(self._dci, sought, ctx, Deadline(ctx.deadline), most=self._dci.config.page_size)
        told = [self._read(truthful(record, sought, self._dci.name)) for record in found]
        return list({house.ref: house for house in told}.values())[:MOST_OF_PHONE]

    def _read(self, group: Member) -> Household:
        return self._dci.read(group, lambda record: records.household(record, self._dci.config))

    async def _group(self, ref: IdRef, ctx: CallContext) -> Member:
        sought = criteria(self._dci.config, ref, "Group", self._dci.name)
        found = await search(self._dci, sought, ctx, Deadline(ctx.deadline), most=2)
        if not found:
            raise NotFound("no-record", upstream=self._dci.name)
        if len({records.group_number(record, self._dci.config) for record in found}) > 1:
            raise Ambiguous("records", upstream=self._dci.name)
        return truthful(found[0], sought, self._dci.name)

    async def _subscribe(self, ref: IdRef, change: Change, ctx: CallContext, by: Deadline) -> list[str]:
        ours, now = self._dci.config, iso(self._dci.now)
        ask = Asked("subscribe", transaction(ctx.key + change.encode()), fresh_id(), locale(self._dci, ctx))
        sought = criteria(ours, ref, "Group", self._dci.name)
        if change not in ours.events:
            raise NotSupported("change", upstream=self._dci.name)
        wanted = {
            "version": "1.0.0",
            "reg_type": ours.reg_type,
            "reg_event_type": ours.events[change],
            "filter_type": "idtype-value",
            "filter": {"type": sought.id_type, "value": sought.value},
            "notify_record_type": ours.reg_record_type,
        }
        asked = {"reference_id": ask.reference_id, "timestamp": now, "subscribe_criteria": wanted, "locale": ask.locale}
        message = {"transaction_id": ask.transaction_id, "subscribe_request": [asked]}
        try:
            answer = await self._dci.send(ours.subscribe_path, "subscribe", message, by)
            return self._codes(await conclude(self._dci, answer, ask, by))
        except Conflict:
            if (before := await earlier(self._dci, ask, by)) is None:
                raise
            return self._codes(before)

    def _codes(self, item: Member) -> list[str]:
        listed = item.at("subscriptions").each()
        codes = [told.at("code").text or told.text for told in listed]
        if not all(codes) or not codes:
            raise ProtocolViolation("subscription-code", upstream=self._dci.name)
        return codes
