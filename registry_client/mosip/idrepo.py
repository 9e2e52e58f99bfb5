"""Asks MOSIP's ID Repository for the phone that an identity has on file, as a system user."""

from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

import msgspec

from dialogs.model import IdRef, Masked
from dialogs.ports import Clock
from dialogs.refusals import IdentityInactive, PartnerMisconfigured, ProtocolViolation
from registry_client.http import Answer, Deadline, Upstream
from registry_client.mosip.config import Endpoint, MosipConfig
from registry_client.mosip.errors import idrepo_error
from registry_client.mosip.wire import Wrapped, read, timestamp

__all__ = ["IdRepo"]


class _Record(Masked, msgspec.Struct):
    status: str | None = None
    identity: dict[str, Any] | None = None


class IdRepo:
    """MOSIP ID Repository 1.2 `/identity/idvid`, with a token of authmanager that is kept until it is refused."""

    def __init__(self, idrepo: Upstream, authmanager: Upstream, config: MosipConfig, clock: Clock) -> None:
        self._idrepo = idrepo
        self._authmanager = authmanager
        self._config = config
        self._clock = clock
        self._token = ""

    async def sign_in(self, by: Deadline) -> None:
        """Make sure that there is a token."""
        self._token = self._token or await self._new_token(by)

    async def identity(self, ref: IdRef, by: Deadline) -> Mapping[str, Any]:
        """The demographic attributes of an active identity. A read: tried again when it fails."""
        await self.sign_in(by)
        answer = await self._get(ref, by)
        if _refuses_token(answer):
            self._token = await self._new_token(by)
            answer = await self._get(ref, by)
        wrapped = read(answer, Wrapped[_Record], "idrepo")
        if wrapped.errors:
            raise idrepo_error(wrapped.errors)
        return _active(wrapped.response)

    async def _get(self, ref: IdRef, by: Deadline) -> Answer:
        kind = quote(self._config.id_type(ref.scheme), safe="")
        path = f"{self._config.path(Endpoint.IDENTITY, id=ref.value)}?type=demo&idType={kind}"
        headers = {"Authorization": self._token, "Cookie": f"Authorization={self._token}"}
        return await self._idrepo.call("GET", path, headers=headers, deadline=by.left(), safe=True)

    async def _new_token(self, by: Deadline) -> str:
        answer = await self._authmanager.call(
            "POST",
            self._config.path(Endpoint.TOKEN),
            body=msgspec.json.encode(self._credentials()),
            headers={"Content-Type": "application/json"},
            deadline=by.left(),
            safe=True,
        )
        wrapped = read(answer, Wrapped[dict[str, Any]], "authmanager")
        token = _token(answer)
        if wrapped.errors or not token:
            raise PartnerMisconfigured("no-token", upstream="authmanager")
        return token

    def _credentials(self) -> dict[str, object]:
        return {
            "id": "mosip.io.clientId.pwd",
            "metadata": {},
            "version": "1.0",
            "requesttime": timestamp(self._clock.now()),
            "request": {
                "appId": self._config.app_id,
                "clientId": self._config.client_id,
                "secretKey": self._config.client_secret,
            },
        }


def _token(answer: Answer) -> str:
    """The token comes as a header, as a cookie, or both."""
    for cookie in answer.headers.getall("Set-Cookie", ()):
        if morsel := SimpleCookie(cookie).get("Authorization"):
            return morsel.value
    return answer.headers.get("Authorization", "")


def _refuses_token(answer: Answer) -> bool:
    if answer.status in (401, 403):
        return True
    wrapped = read(answer, Wrapped[Any], "idrepo")
    return any(fault.error_code.startswith("KER-ATH-40") for fault in wrapped.errors or ())


def _active(record: _Record | None) -> Mapping[str, Any]:
    if record is None:
        raise ProtocolViolation("response", upstream="idrepo")
    if record.status != "ACTIVATED":
        raise IdentityInactive("status", upstream="idrepo")
    return record.identity or {}
