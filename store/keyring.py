"""Keyed hashes to look people up and sealed bytes to read back: the one place that holds key material."""

import base64
import binascii
import os
from collections.abc import Mapping
from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dialogs.ports import Unreadable

__all__ = ["Keyring"]

KEY, NONCE, TAG, MAC = 32, 12, 16, 16  # bytes


class Keyring:
    """The `Keys` port: the highest key id seals, all of them open, and the look-up key never rotates.

    `sealing` maps a key id (0 to 255) to 32 bytes; `lookup` is 32 bytes. Each purpose has its own subkey (HKDF-SHA256,
    RFC 5869), so that one purpose stays far below the 2**32 seals that AES-GCM with random nonces allows
    (NIST SP 800-38D). `mac` is BLAKE2b in keyed mode (RFC 7693) with 16 bytes of output.
    """

    def __init__(self, sealing: Mapping[int, bytes], lookup: bytes) -> None:
        if not sealing or not all(0 <= id_ <= 255 and len(key) == KEY for id_, key in sealing.items()) or len(lookup) != KEY:
            raise ValueError("a keyring needs key ids from 0 to 255 and keys of 32 bytes")
        self._sealing = dict(sealing)
        self._newest = max(sealing)
        self._mark = bytes((self._newest,))
        self._hash = blake2b(key=lookup, digest_size=MAC)
        self._ciphers: dict[tuple[int, str], AESGCM] = {}
        self._labels: dict[str, bytes] = {}
        self._hashes: dict[str, blake2b] = {}

    @classmethod
    def generate(cls) -> "Keyring":
        """A new keyring with one random sealing key."""
        return cls({1: os.urandom(KEY)}, os.urandom(KEY))

    @classmethod
    def from_text(cls, sealing: str, lookup: str) -> "Keyring":
        """From settings: `sealing` is `1:base64,2:base64`, `lookup` base64. Raises `ValueError`, without the text."""
        try:
            pairs = [entry.split(":", 1) for entry in sealing.split(",")]
            keys = {int(id_): base64.b64decode(key.strip(), validate=True) for id_, key in pairs}
            return cls(keys, base64.b64decode(lookup.strip(), validate=True))
        except (ValueError, binascii.Error):
            raise ValueError("keys are written id:base64,id:base64 with 32 bytes each") from None

    @property
    def mark(self) -> bytes:
        """With what everything begins that the newest key sealed."""
        return self._mark

    def mac(self, purpose: str, *parts: str | bytes) -> bytes:
        prepared = self._hashes.get(purpose)
        if prepared is None:
            prepared = self._hashes[purpose] = self._hash.copy()
            prepared.update(self._label(purpose))
        keyed = prepared.copy()
        for part in parts:
            raw = part if isinstance(part, bytes) else part.encode()
            keyed.update(len(raw).to_bytes(4, "big") + raw)
        return keyed.digest()

    def seal(self, purpose: str, plain: bytes, bound_to: bytes = b"") -> bytes:
        nonce = os.urandom(NONCE)
        sealed = self._cipher(self._newest, purpose).encrypt(nonce, plain, self._label(purpose) + bound_to)
        return self._mark + nonce + sealed

    def open(self, purpose: str, sealed: bytes, bound_to: bytes = b"") -> bytes:
        if len(sealed) < 1 + NONCE + TAG or sealed[0] not in self._sealing:
            raise Unreadable
        try:
            cipher = self._cipher(sealed[0], purpose)
            return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], self._label(purpose) + bound_to)
        except InvalidTag:
            raise Unreadable from None

    def _cipher(self, id_: int, purpose: str) -> AESGCM:
        cipher = self._ciphers.get((id_, purpose))
        if cipher is None:
            subkey = HKDF(SHA256(), KEY, None, b"guichet seal " + purpose.encode()).derive(self._sealing[id_])
            cipher = self._ciphers[id_, purpose] = AESGCM(subkey)
        return cipher

    def _label(self, purpose: str) -> bytes:
        """The purpose with its length in front, so that it cannot run into what follows."""
        label = self._labels.get(purpose)
        if label is None:
            raw = purpose.encode()
            label = self._labels[purpose] = len(raw).to_bytes(4, "big") + raw
        return label
