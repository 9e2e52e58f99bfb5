"""The inboxes of the sandbox's phones: whatever sends an SMS in the sandbox puts it here."""

from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Sms:
    """One received SMS: sender as shown, text as read, Unix time."""

    sender: str
    text: str
    at: float


class Phones:
    """SMS by subscriber number (E.164), oldest first."""

    def __init__(self) -> None:
        self._inbox: dict[str, list[Sms]] = defaultdict(list)

    def deliver(self, to: str, sender: str, text: str, at: float) -> None:
        self._inbox[to].append(Sms(sender, text, at))

    def messages(self, msisdn: str) -> list[Sms]:
        return list(self._inbox.get(msisdn, ()))
