"""eSignet from settings, and where it sends her back: the link is used up, the hand-off proved or not, a plain page says so."""

from dataclasses import dataclass
from html import escape
from typing import Literal

import structlog
from aiohttp import web

from config.settings import Settings, SettingsError
from console.proofs import Notice
from dialogs.desk.presence import proof_link_code
from dialogs.ports import Audit, AuditEvent, Clock, Keys, StoreDown
from dialogs.refusals import RegistryError
from house.adapters import text_of
from registry_client.biometrics.esignet import Esignet, EsignetConfig, Link
from store.handoffs import AgentHandoffs, Denied, HandoffDenied

__all__ = ["CALLBACK", "EsignetCallback", "esignet_config"]

log = structlog.get_logger()

CALLBACK = "/proof/esignet/callback"
Said = Literal["proved", "not-proved", "over", "later"]
DEADLINE = 15.0
"""Seconds for the calls to eSignet; she looks at a white page meanwhile."""
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
WORDS: dict[str, dict[Said, str]] = {
    "en": {
        "proved": "Thank you, it is you. Type $code in the chat where you asked for this link. "
        "Did somebody send you the link? Then give the digits to nobody.",
        "not-proved": "We could not confirm that it is you. Go back to your chat: there are other ways.",
        "over": "This link was used or is too old. Go back to your chat and ask for a new one.",
        "later": "The service is busy. Go back to your chat and ask for a new link in a few minutes.",
    },
    "fr": {
        "proved": "Merci, c'est bien vous. Tapez $code dans la discussion où vous avez demandé ce lien. "
        "Quelqu'un vous l'a envoyé ? Alors ne donnez ces chiffres à personne.",
        "not-proved": "Nous n'avons pas pu confirmer que c'est vous. Revenez à votre discussion : il y a d'autres moyens.",
        "over": "Ce lien a déjà servi ou est trop ancien. Revenez à votre discussion et demandez-en un autre.",
        "later": "Le service est occupé. Revenez à votre discussion et demandez un autre lien dans quelques minutes.",
    },
    "ar": {
        "proved": "شكرا، تأكدنا من هويتك. اكتب $code في المحادثة التي طلبت فيها هذا الرابط. "
        "هل أرسله إليك شخص آخر؟ إذن لا تعط هذه الأرقام لأحد.",
        "not-proved": "لم نتمكن من تأكيد هويتك. ارجع إلى محادثتك: هناك طرق أخرى.",
        "over": "هذا الرابط استُعمل من قبل أو انتهت صلاحيته. ارجع إلى محادثتك واطلب رابطا جديدا.",
        "later": "الخدمة مشغولة الآن. ارجع إلى محادثتك واطلب رابطا جديدا بعد دقائق.",
    },
}
_RIGHT_TO_LEFT = frozenset({"ar"})
_STYLE = "body{font:1.25rem/1.6 sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem}"


def esignet_config(settings: Settings) -> EsignetConfig | None:
    """The eSignet of the settings, None where there is none; raises `SettingsError` with all that is missing."""
    ours = settings.esignet
    if missing := [f"esignet: {name} is needed" for name in ours.missing()]:
        raise SettingsError(missing)
    if ours.key_file is None:
        return None
    return EsignetConfig(
        issuer=ours.issuer,
        authorize_url=ours.authorize_url or "",
        token_url=ours.token_url or "",
        userinfo_url=ours.userinfo_url or "",
        jwks_url=ours.jwks_url or "",
        client_id=ours.client_id,
        private_key=text_of(ours.key_file, "esignet"),
        key_id=ours.key_id,
        redirect_uri=f"{ours.public_url}{CALLBACK}",
        number_claim=ours.number_claim,
        scope=ours.scope,
        acr=f"mosip:idp:acr:{ours.acr}",
        life=settings.handoffs.code_minutes * 60.0,
    )


@dataclass(frozen=True, slots=True)
class EsignetCallback:
    """`lang` (of `WORDS`) is for whoever comes with a link that we do not know (any more), or in a language that we lack."""

    esignet: Esignet
    handoffs: AgentHandoffs
    notice: Notice
    audit: Audit
    keys: Keys
    clock: Clock
    lang: str

    def attach(self, app: web.Application) -> None:
        app.router.add_get(CALLBACK, self.answer)

    async def answer(self, request: web.Request) -> web.Response:
        """The callback with `code` and `state`, or `error` and `state` (OpenID Connect Core 1.0, section 3.1.2.5)."""
        state, code = request.query.get("state", ""), request.query.get("code", "")
        try:
            link = await self.esignet.take(state)
            said = await self._prove(link, code) if link else "over"
        except StoreDown:
            return _page("later", self.lang)
        log.info("esignet.returned", outcome=said)
        code = proof_link_code(self.keys, link.handoff) if link and said == "proved" else ""
        return _page(said, link.lang if link and link.lang in WORDS else self.lang, code)

    async def _prove(self, link: Link, code: str) -> Said:
        mac, whose = self.keys.mac, await self.handoffs.whose(link.handoff)  # forgotten as soon as it is proved
        outcome, said = await self._outcome(link, code) if code else ("declined", "not-proved")
        actor, subject = mac("provider", "esignet"), mac("subject", whose.scheme, whose.value) if whose else b""
        once = mac("audit-line", "esignet-proof", link.nonce)
        await self.audit.append(AuditEvent(self.clock.now(), "esignet-proof", actor, subject, outcome, once))
        return said

    async def _outcome(self, link: Link, code: str) -> tuple[str, Said]:
        """What the audit is told, and what she is."""
        try:
            proof = await self.esignet.finish(link, code, deadline=DEADLINE)
            held = await self.handoffs.prove(link.handoff, proof.number, now=self.clock.now())
        except HandoffDenied as denied:
            return denied.why, "over" if denied.why is Denied.CLOSED else "not-proved"
        except RegistryError as error:
            return type(error).__name__, "later" if error.retryable else "not-proved"
        await self.notice(held)
        return "proved", "proved"


def _page(said: Said, lang: str, code: str = "") -> web.Response:
    direction = "rtl" if lang in _RIGHT_TO_LEFT else "ltr"
    words = escape(WORDS[lang][said]).replace("$code", f"<b dir=ltr>{code}</b>")
    text = (
        f'<!doctype html><html lang="{lang}" dir="{direction}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>Guichet</title>'
        f"<style>{_STYLE}</style><main><p>{words}</p></main></html>"
    )
    return web.Response(text=text, content_type="text/html", headers=HEADERS, status=503 if said == "later" else 200)
