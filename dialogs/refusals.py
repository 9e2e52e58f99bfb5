"""The one tree of what a registry may refuse or fail at (registry.md §7.7): codes, never upstream texts."""


class RegistryError(Exception):
    """An upstream said no or did not answer.

    `code` is the upstream's own code (`IDA-OTA-004`), safe to log; `retry_after` is in seconds.
    Refusals (`Refused`) are facts about the request; outages (`Outage`) are facts about the upstream.
    """

    retryable = False

    def __init__(self, code: str = "", *, upstream: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"{type(self).__name__}({upstream}:{code})")
        self.code = code
        self.upstream = upstream
        self.retry_after = retry_after


class Refused(RegistryError):
    """The upstream understood and said no: a value for the dialog."""


class InvalidIdentifier(Refused):
    """The identifier's form or check digit is wrong; found before any call."""


class NotFound(Refused):
    """Nobody has this identifier."""


class Ambiguous(Refused):
    """More than one record where one was expected."""


class IdentityInactive(Refused):
    """The identity exists but is deactivated, blocked, revoked or expired."""


class NoContactRegistered(Refused):
    """The identity has no phone to which a code could go."""


class OtpInvalid(Refused):
    """The one-time code is wrong."""


class OtpExpired(Refused):
    """The one-time code is too old."""


class OtpNotRequested(Refused):
    """No one-time code was asked for in this transaction."""


class OtpFrozen(Refused):
    """The upstream froze one-time codes for this identity; `retry_after` says for how long."""


class FactorLocked(Refused):
    """The citizen locked this authentication factor."""


class DemographicMismatch(Refused):
    """The demographic claims do not match; the upstream's word on which field is never kept."""


class BiometricMismatch(Refused):
    """The capture is not hers."""


class BiometricNotEnrolled(Refused):
    """The registry has no finger, iris or face of hers to compare with."""


class CaptureRejected(Refused):
    """The capture cannot be used (bad, too old, or of another transaction): capture again."""


class DeviceUntrusted(Refused):
    """The registry does not believe the capturing device: an operator must act, the citizen is not to blame."""


class ConsentMissing(Refused):
    """The call needs the citizen's consent and did not carry it."""


class NotPermitted(Refused):
    """The partner's policy, or the subject's age, does not allow this factor."""


class Conflict(Refused):
    """What is asked for does not go with how things stand; `code` may be the reference of what stands in the way."""


class Clash(Conflict):
    """What stands in the way (`code`) asks for something else than what is asked for now."""


class NotSupported(Refused):
    """This registry cannot do that."""


class RateLimited(Refused):
    """Too many requests for now; `retry_after` in seconds when known."""


class NotReady(Refused):
    """The application exists but no number has been issued yet."""


NOT_THERE = (NotFound, InvalidIdentifier, IdentityInactive, DemographicMismatch, NotReady)
"""What reads like "nobody is found": it never says whether somebody is there."""


class Outage(RegistryError):
    """No answer to build on: the turn ends with neutral words and the next hop may go on."""


class Unavailable(Outage):
    """The upstream is down, slow, overloaded or answered nonsense; a later try may work."""

    retryable = True


class Pending(Outage):
    """The upstream has taken the question and will answer later."""

    retryable = True


class PartnerMisconfigured(Outage):
    """Our licence key, certificate or policy is not accepted: an operator must act."""


class ProtocolViolation(Outage):
    """We or the upstream broke the protocol: a bug, or a bad signature. Alert."""


class ClockSkew(Outage):
    """Our clock and the upstream's differ by more than it allows."""
