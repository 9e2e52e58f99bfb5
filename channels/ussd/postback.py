"""Sends a reply where the provider wants it posted, rather than in the answer to its request."""

from dataclasses import dataclass, field

import aiohttp

from channels.ussd.dialect import Answer


@dataclass(frozen=True, slots=True)
class PostBack:
    """`authorization` is the whole header (`Bearer …`, `Basic …`), empty for none. `timeout` is in seconds."""

    http: aiohttp.ClientSession
    url: str = field(repr=False)
    authorization: str = field(default="", repr=False)
    timeout: float = 3.0

    async def send(self, answer: Answer) -> bool:
        """Whether the provider took the reply. A retry of its request, which we then ask for, sends the same bytes again."""
        headers = {"Content-Type": answer.content_type, **answer.headers}
        if self.authorization:
            headers["Authorization"] = self.authorization
        limit = aiohttp.ClientTimeout(total=self.timeout)
        try:
            async with self.http.post(self.url, data=answer.body, headers=headers, timeout=limit, allow_redirects=False) as taken:
                return 200 <= taken.status < 300
        except (aiohttp.ClientError, TimeoutError):
            return False
