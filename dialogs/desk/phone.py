"""What we keep about the phone itself: its language and its word on messages."""

from dialogs.desk.room import HERSELF, Room
from dialogs.desk.steps import Deed, Hand, Look
from dialogs.ports.learning import PURPOSE as TRAINING


class PhoneDesk(Room):
    """Language and consents of the phone that calls."""

    def language(self) -> Look[str]:
        """The language this phone once chose, else the one of the keyword that opened the conversation; empty without."""

        async def call(_: Hand) -> str:
            phone = self._caller.phone
            return (await self._world.contacts.language(phone) if phone else "") or self._hint()

        return Look("known", (), str, call, speaks=True)

    def set_language(self, lang: str) -> Deed[str]:
        """Remember the language for this phone."""

        async def call(_: Hand) -> str:
            if self._caller.phone:
                await self._world.contacts.set_language(self._caller.phone, lang, at=self._world.clock.now())
            return lang

        return Deed("speak", (lang,), str, call, speaks=True)

    def consent(self, service: str) -> Deed[bool]:
        """Write into the audit chain that this caller agreed to `service`, and keep the phone's word on being served."""

        async def call(hand: Hand) -> bool:
            await self._audit(f"consent-{service}", hand.key, HERSELF)
            phone, now = self._caller.phone, self._world.clock.now()
            if phone:
                await self._world.contacts.set_consent(
                    phone, "service", True, how=f"{self._caller.channel}:{service}"[:32], at=now
                )
            return True

        return Deed("agreed", (service,), bool, call, sure=True)

    @property
    def may_teach(self) -> bool:
        """Whether what this phone writes may be learnt from, if its holder agrees."""
        return self._world.lessons is not None and self._caller.phone is not None

    def teaches(self) -> Look[bool]:
        """Whether she agreed to it; who never said so did not."""

        async def call(_: Hand) -> bool:
            phone = self._caller.phone
            return bool(phone and await self._world.contacts.consent(phone, TRAINING))

        return Look("teaches", (), bool, call)

    def teach(self, on: bool) -> Deed[bool]:
        """Keep her word on it; with her consent goes what was kept."""

        async def call(_: Hand) -> bool:
            phone, now = self._caller.phone, self._world.clock.now()
            if phone and self._world.lessons:
                await self._world.contacts.set_consent(phone, TRAINING, on, how=self._caller.channel, at=now)
                if not on:
                    await self._world.lessons.forget(phone)
            return on

        return Deed("teach", (str(on),), bool, call, sure=True)

    def wants_messages(self) -> Look[bool]:
        """Whether this phone gets announcements; a phone that never said so does not count as wanting them."""

        async def call(_: Hand) -> bool:
            phone = self._caller.phone
            return bool(phone and await self._world.contacts.consent(phone, "campaign"))

        return Look("wants-messages", (), bool, call)

    def want_messages(self, on: bool) -> Deed[bool]:
        """Keep this phone's word on announcements."""

        async def call(_: Hand) -> bool:
            phone, now = self._caller.phone, self._world.clock.now()
            if phone:
                await self._world.contacts.set_consent(phone, "campaign", on, how=self._caller.channel, at=now)
            return on

        return Deed("want-messages", (str(on),), bool, call, sure=True)
