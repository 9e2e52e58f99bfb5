"""One way to ask for a code and to try it, whatever it is good for."""

from dialogs.desk.challenge import Challenge, Finding
from dialogs.desk.control import ControlDesk
from dialogs.desk.helping import HelpDesk
from dialogs.desk.proof import ProofDesk
from dialogs.desk.recovery import RecoveryDesk
from dialogs.desk.steps import Deed
from dialogs.model import Code, IdRef


class CodeDesk(RecoveryDesk, ProofDesk, ControlDesk, HelpDesk):
    """`purpose` is `recover`, `prove`, `help`, or what she does with her number: `lock`, `unlock`, `alias`, `usage`."""

    def send_code(self, purpose: str, subject: IdRef) -> Deed[Challenge]:
        """Have a code sent to the enrolled phone of `subject`. Registered or not, it reads and takes the same."""
        if purpose == "recover":
            return self.recover_start(subject)
        return self.help_start(subject) if purpose == "help" else self.prove_start(purpose, subject)

    def try_code(self, purpose: str, challenge: Challenge, code: Code, ending: str = "", lost: str = "") -> Deed[Finding]:
        """What comes of the code that was typed; `ending` and `lost` are those of a recovery."""
        if purpose == "recover":
            return self.recover_finish(challenge, code, ending, lost)
        if purpose == "help":
            return self.help_agreed(challenge, code)
        return self.prove(challenge, code) if purpose == "prove" else self.control(purpose, challenge, code)
