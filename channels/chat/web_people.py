"""What a person says to a visitor of the web chat: put where whoever holds her line, or polls for her, finds it."""

from dataclasses import dataclass

from channels.chat.buttons import Button
from channels.chat.web import WebLine
from channels.chat.web_face import Shown
from dialogs.ports import Conversation, Words
from dialogs.texts.speech import Speech

MENU = "00"


@dataclass(frozen=True, slots=True)
class WebChats:
    """The `Chats` port of the web chat. One button under a person's words leads back to the counter."""

    line: WebLine
    speech: Speech

    async def say(self, to: Conversation, words: Words) -> bool:
        menu = Button(MENU, self.speech.word("word-home", words.lang))
        shown = Shown(
            text=words.text,
            options=(menu,) if words.held else (),
            code=False,
            pin=False,
            end=not words.held,
            lang=words.lang,
            agent=words.agent,
            person=words.held,
        )
        await self.line.talk.backlog.add(to.caller, words.id, [shown], 0)
        return True

    async def typing(self, to: Conversation) -> None:
        await self.line.typing(to.caller)
