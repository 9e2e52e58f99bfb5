"""One way to ask for a code and to try it, whatever it is good for."""

from dialogs.desk.control import ControlDesk
from dialogs.desk.proof import ProofDesk
from dialogs.desk.recovery import Challenge, Finding, RecoveryDesk
from dialogs.desk.steps import Deed
from dialogs.model import Code, IdRef


class CodeDesk(RecoveryDesk, ProofDesk, ControlDesk):
    """`purpose` is `recover`, `prove`, or what she does with her number: `lock`, `unlock`, `alias`, `usage`."""

    def send_code(self, purpose: str, subject: IdRef) -> Deed[Challenge]:
        """Have a code sent to the enrolled phone of `subject`. Registered or not, it reads and takes the same."""
        return self.recover_start(subject) if purpose == "recover" else self.prove_start(purpose, subject)

    def try_code(self, purpose: str, challenge: Challenge, code: Code, ending: str = "", lost: str = "") -> Deed[Finding]:
        """What comes of the code that was typed; `ending` and `lost` are those of a recovery."""
        if purpose == "recover":
            return self.recover_finish(challenge, code, ending, lost)
        return self.prove(challenge, code) if purpose == "prove" else self.control(purpose, challenge, code)
