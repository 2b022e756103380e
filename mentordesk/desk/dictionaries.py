# SPDX-License-Identifier: Apache-2.0
"""Dictionaries of this computer: those that are there, and those that a person adds."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mentordesk.base.errors import DictionaryUnfit
from mentordesk.base.files import FileOps

if TYPE_CHECKING:
    import zipfile

TRYING = ".trying"  # beside a dictionary while it is read
MAX_AFF = 8 << 20  # bytes of the rules; the largest known have 3 MB
MAX_DIC = 32 << 20  # bytes of the words
MAX_PACKED = 40 << 20  # bytes of an .oxt or .zip
MAX_ALL = 64 << 20  # bytes of all dictionaries out of one file
_MOST_ENTRIES = 5_000
_STEM = re.compile(r"[A-Za-z]{2,8}(?:[_-][A-Za-z0-9]{1,12}){0,3}")
_RULE = re.compile(
    rb"^\s*(?:SET|TRY|SFX|PFX|FLAG|LANG|REP|KEY|NOSUGGEST|WORDCHARS|COMPOUND\w*)\b", re.MULTILINE
)
_COUNT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\d{1,9}\s*(?:[#/\t ].*)?\r?\n")
_PACKED = (".oxt", ".zip")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Two files of one stem, `.aff` and `.dic`; `language` is the stem, mostly as "en_GB"."""

    language: str
    folder: Path
    own: bool = False  # added by a person, not by the system


def find_dictionaries(
    own: Path, files: FileOps, system: Sequence[Path] | None = None
) -> tuple[Dictionary, ...]:
    """All dictionaries at hand, one for each language: added ones go before the system's.

    `own` holds those that people added; without `system`, the folders are those of this kind of computer.
    One during whose reading the program ended is left out.
    """
    found: dict[str, Dictionary] = {}
    for language in _stems(own, files):
        if not files.exists(own / f"{language}{TRYING}"):
            found[language] = Dictionary(language, own, own=True)
    for folder in system_folders() if system is None else system:
        for language in _stems(folder, files):
            found.setdefault(language, Dictionary(language, folder))
    return tuple(found[language] for language in sorted(found))


def add_dictionary(source: Path, own: Path, files: FileOps) -> tuple[str, ...]:
    """Copy what is in `source` (one of a pair of .aff and .dic, or an .oxt or .zip with pairs) into `own`.

    The languages that are there now. DictionaryUnfit where there is none in it; DiskFull, ReadOnlyFolder.
    Blocks; any thread.
    """
    if source.suffix.lower() in _PACKED:
        pairs = list(_packed(source, files))
    elif source.suffix.lower() in (".aff", ".dic"):
        pairs = [_loose(source, files)]
    else:
        raise DictionaryUnfit("kind")
    if not pairs:
        raise DictionaryUnfit("empty")
    files.make_folder(own)
    for language, aff, dic in pairs:
        files.write_atomic(own / f"{language}.aff", aff)
        files.write_atomic(own / f"{language}.dic", dic)
        files.remove(own / f"{language}{TRYING}")
    return tuple(language for language, _, _ in pairs)


def remove_dictionary(language: str, own: Path, files: FileOps) -> None:
    """Take an added dictionary away; nothing happens where there is none."""
    for ending in (".dic", ".aff", TRYING):
        files.remove(own / f"{language}{ending}")


def system_folders() -> list[Path]:
    """Where systems and LibreOffice keep dictionaries, and the English one that comes with the checker."""
    if sys.platform == "win32":
        inside = list(Path("C:/Program Files/LibreOffice/share/extensions").glob("dict-*"))
    elif sys.platform == "darwin":
        inside = list(Path("/Applications/LibreOffice.app/Contents/Resources/extensions").glob("dict-*"))
        inside.append(Path("/Library/Spelling"))
    else:
        inside = [Path("/usr/share/hunspell"), Path("/usr/share/myspell"), Path("/usr/share/myspell/dicts")]
        for office in (Path("/usr/lib/libreoffice"), *Path("/opt").glob("libreoffice*")):
            inside += (office / "share" / "extensions").glob("dict-*")
    return [*sorted(inside), *_with_checker()]


@lru_cache(maxsize=1)
def _with_checker() -> tuple[Path, ...]:
    from importlib.util import find_spec  # finds it without importing it

    spec = find_spec("hunspell")
    origin = spec.origin if spec is not None else None
    return (Path(origin).parent / "dictionaries",) if origin else ()


def _stems(folder: Path, files: FileOps) -> list[str]:
    """Stems of which both files are there."""
    try:
        names = set(files.names(folder))
    except OSError:
        return []
    stems = [name.removesuffix(".aff") for name in names if name.endswith(".aff")]
    return sorted(stem for stem in stems if f"{stem}.dic" in names and _STEM.fullmatch(stem))


def _loose(source: Path, files: FileOps) -> tuple[str, bytes, bytes]:
    aff = files.read_plain(source.with_suffix(".aff"), MAX_AFF)
    dic = files.read_plain(source.with_suffix(".dic"), MAX_DIC)
    if aff is None or dic is None:
        raise DictionaryUnfit("pair")
    return _checked(source.stem, aff, dic)


def _packed(source: Path, files: FileOps) -> Iterator[tuple[str, bytes, bytes]]:
    """Pairs in a package; what else is in it is left alone."""
    import zipfile  # nobody needs them before somebody adds a dictionary
    import zlib

    broken = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
    data = files.read_plain(source, MAX_PACKED)
    if data is None:
        raise DictionaryUnfit("size")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = {info.filename: info for info in package.infolist()[:_MOST_ENTRIES]}
            stems = [name.removesuffix(".aff") for name in entries if name.endswith(".aff")]
            left = MAX_ALL
            for stem in sorted(stem for stem in stems if f"{stem}.dic" in entries):
                aff = _unpacked(package, entries[f"{stem}.aff"], min(MAX_AFF, left))
                dic = _unpacked(package, entries[f"{stem}.dic"], min(MAX_DIC, left))
                left -= len(aff) + len(dic)
                yield _checked(PurePosixPath(stem.replace("\\", "/")).name, aff, dic)
    except broken as error:
        raise DictionaryUnfit("damaged") from error


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """The entry, if it is as small as it should be: what it says of itself is not believed."""
    with package.open(entry) as reader:
        data = reader.read(most + 1)
    if len(data) > most:
        raise DictionaryUnfit("size")
    return data


def _checked(stem: str, aff: bytes, dic: bytes) -> tuple[str, bytes, bytes]:
    if not _STEM.fullmatch(stem):
        raise DictionaryUnfit("name")
    if not _RULE.search(aff) or not _COUNT.match(dic) or b"\0" in aff or b"\0" in dic:
        raise DictionaryUnfit("damaged")
    return stem, aff, dic
