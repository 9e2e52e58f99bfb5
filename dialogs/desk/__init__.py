"""The handle by which a service asks the registries and does things: it hands out steps, never ports."""

from dialogs.desk.agents import AgentDesk, AgentSeen
from dialogs.desk.announcing import AnnouncementDesk, AnnouncementSeen, GenuineSeen
from dialogs.desk.announcing import told as told_of
from dialogs.desk.cases import CaseDesk, Opened, Seen, day
from dialogs.desk.challenge import CODE_LIFE, Challenge, Finding
from dialogs.desk.codes import CodeDesk
from dialogs.desk.directory import DirectoryDesk, Place, Places
from dialogs.desk.erasing import EraseDesk
from dialogs.desk.late import LateDesk, News
from dialogs.desk.linking import Accounts, Linked, Linking
from dialogs.desk.people import Near, PeopleDesk, menu_of
from dialogs.desk.phone import PhoneDesk
from dialogs.desk.presence import HandedOff, PresenceDesk
from dialogs.desk.protection import ProtectionDesk
from dialogs.desk.registration import RegistrationDesk, stage_of
from dialogs.desk.room import SMS_LIFE
from dialogs.desk.social import CardSeen, EnrolledSeen, HouseholdSeen, Package, PeopleSeen, PersonSeen, SocialDesk, UsesSeen
from dialogs.desk.steps import Deed, Hand, Look, World
from dialogs.desk.watching import WatchDesk

__all__ = [
    "CODE_LIFE", "SMS_LIFE", "Accounts", "AgentSeen", "AnnouncementSeen", "CardSeen", "Challenge", "Deed", "Desk",
    "EnrolledSeen", "Finding", "GenuineSeen", "Hand", "HandedOff", "HouseholdSeen", "Linked", "Linking", "Look", "Near", "News",
    "Opened", "Package", "PeopleSeen", "PersonSeen", "Place", "Places", "Seen", "UsesSeen", "World", "day", "menu_of", "stage_of",
    "told_of",
]  # fmt: skip


class Desk(
    PhoneDesk, CodeDesk, RegistrationDesk, SocialDesk, CaseDesk, DirectoryDesk, ProtectionDesk,
    PresenceDesk, WatchDesk, LateDesk, EraseDesk, PeopleDesk, AgentDesk, AnnouncementDesk,
):  # fmt: skip
    """What a service may look up and do, by subject. Refusals come back as values, outages end the turn."""
