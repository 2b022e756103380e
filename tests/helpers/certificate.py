# SPDX-License-Identifier: Apache-2.0
"""A self-signed TLS certificate for 127.0.0.1, made on the spot: Ed25519, written out in DER by hand."""
from __future__ import annotations

import base64
from pathlib import Path

from nacl.signing import SigningKey

_ED25519 = bytes.fromhex("300506032b6570")  # AlgorithmIdentifier 1.3.101.112


def write_certificate(folder: Path) -> Path:
    """A PEM file with the certificate and its key; the certificate is its own authority."""
    key = SigningKey.generate()
    name = _tlv(0x30, _tlv(0x31, _tlv(0x30, bytes.fromhex("0603550403") + _tlv(0x0C, b"school"))))
    valid = _tlv(0x30, _tlv(0x17, b"200101000000Z") + _tlv(0x18, b"20991231235959Z"))
    public = _tlv(0x30, _ED25519 + _tlv(0x03, b"\0" + bytes(key.verify_key)))
    body = _tlv(
        0x30,
        bytes.fromhex("a003020102020101") + _ED25519 + name + valid + name + public
        + _tlv(0xA3, _extensions()),
    )
    certificate = _tlv(0x30, body + _ED25519 + _tlv(0x03, b"\0" + key.sign(body).signature))
    secret = _tlv(0x30, b"\x02\x01\0" + _ED25519 + _tlv(0x04, _tlv(0x04, bytes(key))))
    path = folder / "certificate.pem"
    path.write_text(_pem("CERTIFICATE", certificate) + _pem("PRIVATE KEY", secret))
    return path


def _extensions() -> bytes:
    """Subject alternative name IP 127.0.0.1; basic constraints: an authority."""
    address = _tlv(0x30, bytes.fromhex("0603551d11") + _tlv(0x04, _tlv(0x30, bytes.fromhex("87047f000001"))))
    authority = _tlv(0x30, bytes.fromhex("0603551d130101ff") + _tlv(0x04, bytes.fromhex("30030101ff")))
    return _tlv(0x30, address + authority)


def _tlv(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


def _pem(kind: str, data: bytes) -> str:
    lines = base64.encodebytes(data).decode()
    return f"-----BEGIN {kind}-----\n{lines}-----END {kind}-----\n"
