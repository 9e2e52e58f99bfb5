"""What a person says to somebody in a messenger: sent as any message of ours, with one button back to the counter."""

from dataclasses import dataclass

from channels.chat.buttons import Button
from channels.chat.messenger import Incoming, Platform, Said
from channels.chat.messenger_face import TO_MENU
from channels.outbound import Refused, Taken
from dialogs.ports import Clock, Conversation, Words
from dialogs.refusals import Unavailable
from dialogs.texts.speech import Speech


@dataclass(frozen=True, slots=True)
class MessengerChats:
    """The `Chats` port of one messenger. It has no way to tell a copy: after a crash her phone may show one twice."""

    platform: Platform
    speech: Speech
    clock: Clock

    async def say(self, to: Conversation, words: Words) -> bool:
        """A person without a number is addressed by her id there, as in an answer."""
        menu = (Button(TO_MENU, self.speech.word("word-home", words.lang)),) if words.held else ()
        said = Said(words.text, menu, private=True, choose=self.speech.word("word-choose", words.lang))
        outcome = await self.platform.send(_to(to), said, at=self.clock.now())
        if isinstance(outcome, Taken | Refused):
            return isinstance(outcome, Taken)
        raise Unavailable(outcome.reason, upstream=self.platform.name)

    async def typing(self, to: Conversation) -> None:
        await self.platform.working(_to(to))


def _to(conversation: Conversation) -> Incoming:
    return Incoming("", conversation.caller, conversation.caller, "text")
