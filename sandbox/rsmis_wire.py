"""The invented words of the sandbox's RS biometric sub-system, which a client is configured with."""

from collections.abc import Mapping
from typing import Final

import msgspec

from dialogs.ports import Factor, Stage
from sandbox.mosip_otp import OtpFault

KEY_HEADER: Final = "X-Api-Key"
FAULTS: Final = {
    OtpFault.NO_PHONE: "SANS_TELEPHONE",
    OtpFault.FLOODED: "TROP_DE_DEMANDES",
    OtpFault.FROZEN_SEND: "CODE_GELE",
    OtpFault.FROZEN_CHECK: "CODE_GELE",
    OtpFault.NOT_REQUESTED: "CODE_NON_DEMANDE",
    OtpFault.OTHER_TXN: "CODE_NON_DEMANDE",
    OtpFault.OTHER_ID_TYPE: "CODE_NON_DEMANDE",
    OtpFault.OTHER_SERVICE: "CODE_NON_DEMANDE",
    OtpFault.EXPIRED: "CODE_EXPIRE",
    OtpFault.WRONG: "CODE_FAUX",
}
STATUSES: Final[Mapping[str, str]] = {
    "OK": "",
    "NUMERO_MAL_FORME": "InvalidIdentifier",
    "INCONNU": "NotFound",
    "INACTIF": "IdentityInactive",
    "SANS_TELEPHONE": "NoContactRegistered",
    "PAS_ENCORE": "NotReady",
    "CODE_FAUX": "OtpInvalid",
    "CODE_EXPIRE": "OtpExpired",
    "CODE_NON_DEMANDE": "OtpNotRequested",
    "CODE_GELE": "OtpFrozen",
    "TROP_DE_DEMANDES": "RateLimited",
    "TROP_D_ALIAS": "NotPermitted",
    "VERROUILLE": "FactorLocked",
    "DIFFERENT": "DemographicMismatch",
    "SANS_CONSENTEMENT": "ConsentMissing",
    "OCCUPE": "Unavailable",
    "DEMANDE_MAL_FORMEE": "ProtocolViolation",
    "CLE_REFUSEE": "PartnerMisconfigured",
}
"""Every status of this fake, and the refusal or outage of the port that it means."""
KINDS: Final = {"NIU": "niu", "ALIAS": "alias", "AID": "recepisse", "HANDLE": "telephone", "EVENT": "demande"}
STAGES: Final = {
    "RECU": Stage.RECEIVED,
    "EN_COURS": Stage.PROCESSING,
    "PIECE_ATTENDUE": Stage.AWAITING,
    "REJETE": Stage.REJECTED,
    "DELIVRE": Stage.ISSUED,
}
FACTORS: Final = {
    Factor.OTP: "code",
    Factor.DEMOGRAPHIC: "etat-civil",
    Factor.FINGER: "doigt",
    Factor.IRIS: "iris",
    Factor.FACE: "visage",
}
OUTCOMES: Final = {"FAITE": "done", "EN_COURS": "under-way", "ECHOUEE": "failed"}
STAGE: Final = {stage: word for word, stage in STAGES.items()}
FACTOR: Final = {word: factor for factor, word in FACTORS.items()}
OUTCOME: Final = {state: word for word, state in OUTCOMES.items()}
HOLDERS: Final = {"lock", "alias", "usage"}


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """All that a request may carry; each call insists on its own part."""

    motif: str
    numero: str
    nature: str
    operation: str = ""
    accord: bool = False
    code: str = ""
    nom: str = ""
    naissance: str = ""
    telephone: str = ""
    facteurs: list[str] = []
    secondes: int | None = None
    alias: str = ""
    nombre: int = 0


NAMES: Final = {
    "PURPOSE": "motif", "ID": "numero", "ID_KIND": "nature", "TXN": "operation", "CONSENT": "accord", "CODE": "code",
    "FULL_NAME": "nom", "BORN": "naissance", "PHONE": "telephone", "FACTORS": "facteurs", "SECONDS": "secondes",
    "ALIAS": "alias", "LIMIT": "nombre", "STATUS": "statut", "RETRY_AFTER": "attente", "MASKED_PHONE": "telephoneMasque",
    "TOKEN": "jeton", "NUMBER": "niu", "STAGE": "etape", "EXPIRES_AT": "echeance", "USES": "usages", "AT": "date",
    "BY": "organisme", "FACTOR": "facteur", "PASSED": "reussi", "OUTCOME": "suite",
}  # fmt: skip
PATHS: Final = {
    "SEND_OTP": "/codes", "VERIFY_OTP": "/codes/verification", "DEMOGRAPHICS": "/identites/verification",
    "RECOVER": "/identites/recuperation", "APPLICATION": "/dossiers/etape", "LOCK": "/verrous", "UNLOCK": "/verrous/levee",
    "ALIAS": "/alias", "ALIAS_REVOKE": "/alias/revocation", "USAGE": "/usages", "EVENT": "/demandes/suite",
}  # fmt: skip


class Refused(Exception):
    def __init__(self, status: str, wait: float | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.wait = wait
