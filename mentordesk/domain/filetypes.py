# SPDX-License-Identifier: Apache-2.0
"""What may be opened: pictures in place, PDF in the system's viewer; what could run something never.

Decided by the name's suffix and by the first bytes, whichever says worse. An archive may hold anything and
counts as dangerous itself; the file formats of offices that are archives inside do not.
"""
from __future__ import annotations

from enum import Enum

HEAD = 512  # bytes that tell what a file is

_DANGEROUS = frozenset(
    """
    exe com scr pif cpl dll sys msi msp mst msu drv ocx efi app command action workflow pkg mpkg dmg apk
    aab ipa deb rpm snap flatpak flatpakref appimage run bin out so dylib elf bat cmd ps1 ps1xml ps2 psm1
    psd1 psc1 psc2 vb vbe vbs vba js jse mjs ws wsc wsf wsh sct hta sh bash zsh csh fish ksh py pyc pyo
    pyw pyz pl pm rb php lua tcl awk jar jnlp class war reg inf ins isp job scf gadget application
    appref-ms appx appxbundle msix msixbundle xbap xll wll sldm docm dotm xlsm xltm xlam xlsb pptm potm
    ppam ppsm doc dot xls xlt xla ppt pot pps ppa mdb mde accdb accde accda ade adp mda slk iqy dqy oqy
    rqy one onepkg pub chm hlp html htm xhtml xht shtml mht mhtml svg svgz xml xsl xslt swf lnk url
    desktop webloc inetloc fileloc website library-ms search-ms searchconnector-ms settingcontent-ms theme
    themepack diagcab msc mad maf mag mam maq mar mas mat mau mav maw zip rar 7z tar gz tgz bz2 tbz xz txz
    zst lz lzh lha arj ace cab iso img vhd vhdx udf z cpio wim
    """.split()
)
_OFFICE = frozenset("docx xlsx pptx dotx xltx potx ppsx odt ods odp odg ott ots otp epub".split())
_STARTS = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"#!", b"L\0\0\0\x01\x14\x02\0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"Rar!",
    b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF", b"dex\n", b"ITSF", b"!<arch>",
    b"\xed\xab\xee\xdb", b"FWS", b"CWS", b"ZWS",
)  # fmt: skip
_MARKUP = (b"<", b"[internetshortcut]", b"[desktop entry]", b"[shellclassinfo]")
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")


class FileKind(Enum):
    """How a file may be opened."""

    IMAGE = "image"  # in place
    PDF = "pdf"  # by the system's viewer
    OTHER = "other"  # saved only
    DANGEROUS = "dangerous"  # saved only, with a warning


def kind_of(name: str, head: bytes = b"") -> FileKind:
    """By the name and, where they are at hand, the first HEAD bytes; without these a picture is OTHER."""
    if is_dangerous(name, head):
        return FileKind.DANGEROUS
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return FileKind.IMAGE
    return FileKind.PDF if head.startswith(b"%PDF-") else FileKind.OTHER


def is_dangerous(name: str, head: bytes = b"") -> bool:
    """Whether opening it could run something."""
    suffix = suffix_of(name)
    if suffix in _DANGEROUS or head.startswith(_STARTS):
        return True
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and suffix not in _OFFICE:
        return True
    return _plain(head).lstrip().lower().startswith(_MARKUP)


def suffix_of(name: str) -> str:
    """The suffix as a system takes it: in small letters, without what follows it unseen."""
    stem, _, suffix = name.rstrip(". \t\r\n\0").rpartition(".")
    return suffix.lower() if stem or suffix else ""


def _plain(head: bytes) -> bytes:
    """Text in any of the encodings that begin with a mark, as bytes of one each."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")
