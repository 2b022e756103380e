# SPDX-License-Identifier: Apache-2.0
"""Zip files from outside, and XML in them: counted while they unfold, with nothing fetched or expanded."""
from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from mentordesk.base.errors import ImportDamaged, ImportLocked, ImportUnsafe

MAX_ENTRIES = 5_000
MAX_PART = 24 * 1024 * 1024  # bytes of one part, unfolded
MAX_UNFOLDED = 48 * 1024 * 1024  # bytes of all parts that are read
MAX_TAGS = 1_500_000  # of one XML or HTML text
_LIMIT = "ERR_RESOURCE_LIMIT"  # of the parser: nested too deep, and the like
_STEP = 64 * 1024
_ENCRYPTED = 0x1
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


class Package:
    """The parts of a zip file, each read when asked for. What a part says of its own size is not believed."""

    def __init__(self, data: bytes) -> None:
        """Raise ImportDamaged for what is no zip file, ImportUnsafe for one with too many parts."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._parts = {info.filename.replace("\\", "/").lower(): info for info in self._zip.infolist()}
        except _BROKEN as broken:
            raise ImportDamaged() from broken
        if len(self._zip.infolist()) > MAX_ENTRIES:
            raise ImportUnsafe()
        self._left = MAX_UNFOLDED

    def names(self) -> list[str]:
        """Names of all parts, in small letters."""
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def read(self, name: str) -> bytes:
        """All bytes of a part; ImportDamaged when it is not there or broken, ImportUnsafe when too many."""
        info = self._parts.get(name.lower())
        if info is None:
            raise ImportDamaged()
        if info.flag_bits & _ENCRYPTED:
            raise ImportLocked()
        try:
            with self._zip.open(info) as part:
                return self._counted(part)
        except _BROKEN as broken:
            raise ImportDamaged() from broken

    def _counted(self, part: Any) -> bytes:
        steps, size = [], 0
        while step := part.read(_STEP):
            size += len(step)
            self._left -= len(step)
            if size > MAX_PART or self._left < 0:
                raise ImportUnsafe()
            steps.append(step)
        return b"".join(steps)

    def xml(self, name: str) -> Any:
        """The root of a part that is XML."""
        return parse_xml(self.read(name))

    def xml_or_none(self, name: str) -> Any:
        """The root of a part, or None when there is no such part."""
        return self.xml(name) if name in self else None


def parse_xml(data: bytes) -> Any:
    """The root of an XML text. A document type is refused: it could name entities and outside files."""
    from lxml import etree

    stop_at_many_tags(data)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True,
        remove_comments=True, dtd_validation=False, attribute_defaults=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        stop_at_limits(parser)
        raise ImportDamaged() from broken
    if root.getroottree().docinfo.internalDTD is not None:
        raise ImportUnsafe()
    return root


def stop_at_many_tags(data: bytes) -> None:
    """Raise ImportUnsafe before a tree is made that would fill the memory."""
    if data.count(b"<") > MAX_TAGS:
        raise ImportUnsafe()


def stop_at_limits(parser: Any) -> None:
    """Raise ImportUnsafe when the parser stopped at its own limits: what is nested too deep is cut off."""
    if any(entry.type_name == _LIMIT for entry in parser.error_log):
        raise ImportUnsafe()


def local(element: Any) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """The value of the attribute of that name in whichever namespace, or None."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def packed(parts: Mapping[str, bytes], stored: str = "") -> bytes:
    """A zip file of these parts, the same bytes every time; `stored` is not compressed and comes first."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != stored, name)):
            info = zipfile.ZipInfo(name, _FIXED_TIME)
            info.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, parts[name])
    return target.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """All parts of a zip file that we made ourselves."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
