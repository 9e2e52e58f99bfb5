"""Relays what an agent's device captured to MOSIP's ID Authentication, which alone can open and compare it."""

from collections.abc import Sequence

import aiohttp
import msgspec

from dialogs.model import IdRef, Masked
from dialogs.ports import CallContext, Clock, Modality, OpaqueBlock
from dialogs.refusals import CaptureRejected, NotSupported
from registry_client.http import Upstream
from registry_client.mosip.config import MosipConfig
from registry_client.mosip.crypto import PartnerKeys
from registry_client.mosip.ida import Ida

__all__ = ["LARGEST", "MOST", "MosipBiometrics", "connect"]

MOST = 10
"""Captures in one request: ten fingers (IDA-BIA-003)."""
LARGEST = 128 * 1024
"""Bytes of one capture: several times a compressed finger or face image (ISO/IEC 19794-4, -5) in base64url."""


class _Sbi(Masked, msgspec.Struct):
    """What every capture has (MOSIP SBI 0.9.5, auth capture); `data` is a JWS of the device, the rest is for IDA to read."""

    specVersion: str
    data: str
    hash: str
    sessionKey: str
    thumbprint: str


_decode = msgspec.json.Decoder(_Sbi).decode


def connect(
    config: MosipConfig, session: aiohttp.ClientSession, clock: Clock, modalities: frozenset[Modality]
) -> "MosipBiometrics":
    """Biometrics over the IDA of `config`. Raises `ValueError` for keys that cannot be read."""
    keys = PartnerKeys(
        config.partner_private_key, config.partner_certificate, config.ida_certificate, config.ida_signing_certificate
    )
    where = config.ida_certificate_url
    certificate = Upstream("ida-certificate", where, session, clock) if where else None
    ida = Upstream("ida-biometrics", config.ida_url, session, clock)
    return MosipBiometrics(Ida(ida, config, keys, clock, certificate), modalities)


class MosipBiometrics:
    """`dialogs.ports.BiometricRegistry` over IDA 1.0 `/auth`.

    The captures are encrypted to IDA by the device; they pass through memory as they came and go nowhere else. Raises
    `BiometricMismatch`, `BiometricNotEnrolled`, `CaptureRejected` (also for what is too many, too large or no capture),
    `DeviceUntrusted` and what an authentication by code raises.
    """

    def __init__(self, ida: Ida, modalities: frozenset[Modality]) -> None:
        self._ida = ida
        self._modalities = modalities

    def modalities(self) -> frozenset[Modality]:
        return self._modalities

    async def authenticate(self, ref: IdRef, txn: str, blocks: Sequence[OpaqueBlock], *, ctx: CallContext) -> str:
        if ref.scheme not in ("UIN", "VID", "HANDLE"):
            raise NotSupported(ref.scheme, upstream="ida")
        if not 1 <= len(blocks) <= MOST:
            raise CaptureRejected("count", upstream="ida")
        captures = [_checked(block) for block in blocks]
        return await self._ida.compare(ref, txn, captures, consent=ctx.consent, deadline=ctx.deadline)


def _checked(block: OpaqueBlock) -> msgspec.Raw:
    """One JSON object of a capture and nothing besides: what is spliced into our request cannot add to it."""
    if len(block.data) > LARGEST:
        raise CaptureRejected("size", upstream="ida")
    try:
        _decode(block.data)
        return msgspec.Raw(block.data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    raise CaptureRejected("form", upstream="ida")
