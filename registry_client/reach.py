"""How far a population registry reaches: which references it takes for what, refused before anything is sent."""

from dataclasses import dataclass

from dialogs.model import Code, IdRef
from dialogs.ports import CallContext
from dialogs.refusals import ConsentMissing, NotSupported, OtpInvalid

_RECOVERED_BY = {"HANDLE": "recover_by_phone", "AID": "recover_by_receipt"}


@dataclass(frozen=True, slots=True)
class Reach:
    """`scheme` and `alias` are those of its numbers and temporary numbers, `caps` of `dialogs.ports.identity.CAPS`.

    All methods raise `Refused` with `upstream` as its name.
    """

    upstream: str
    scheme: str
    alias: str
    caps: frozenset[str]

    def only(self, ref: IdRef, *schemes: str) -> None:
        if ref.scheme not in schemes:
            raise NotSupported("scheme", upstream=self.upstream)

    def needs(self, cap: str) -> None:
        if cap not in self.caps:
            raise NotSupported(cap, upstream=self.upstream)

    def may_prove(self, by: IdRef) -> None:
        """A handle stands for its owner where the country turned phone handles on."""
        self.only(by, self.scheme, self.alias, "HANDLE")
        if by.scheme == "HANDLE":
            self.needs("recover_by_phone")

    def may_recover(self, by: IdRef) -> None:
        self.only(by, "HANDLE", "AID", self.scheme)
        self.needs(_RECOVERED_BY.get(by.scheme, "recover_by_number"))

    def of_a_holder(self, by: IdRef, cap: str) -> None:
        """What only a number itself opens, not a phone or a receipt."""
        self.only(by, self.scheme, self.alias)
        self.needs(cap)

    def agreed(self, ctx: CallContext) -> None:
        if not ctx.consent:
            raise ConsentMissing("consent", upstream=self.upstream)

    def typed(self, code: Code, ctx: CallContext) -> str:
        """The digits of a code: known only in the turn that brought it; after a crash the citizen types it again."""
        self.agreed(ctx)
        if code.plain is None:
            raise OtpInvalid("typed-before", upstream=self.upstream)
        return code.plain
