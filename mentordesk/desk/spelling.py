# SPDX-License-Identifier: Apache-2.0
"""Spelling without a line: a checker over one dictionary, one's own words, the language of a document."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from concurrent.futures import Future

from mentordesk.base.files import FileOps
from mentordesk.desk.dictionaries import TRYING, Dictionary
from mentordesk.desk.spellwords import Language, words_in
from mentordesk.domain.documents import DocumentId
from mentordesk.storage import writes
from mentordesk.storage.reads import drafts as reads
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import Runner

MAX_WORDS = 5_000  # of my own
MAX_WORD = 60  # letters of a word that is looked up
MAX_SUGGESTIONS = 6
_KNOWN_WORDS = 20_000  # answers that are remembered
NOT_CHECKED = "-"  # the language of documents that nobody wants checked
_MY_WORDS = "spelling_words"
_OF_DOCUMENT = "spelling:"


class Checker:
    """One dictionary and one's own words. Not for two threads at once."""

    def __init__(self, dictionary: Dictionary, files: FileOps) -> None:
        """Read the dictionary: 30 ms for 50,000 words, 300 ms for 400,000, holding Python up meanwhile.

        OSError where its files are gone. Where reading one that a person put there ends the program, a
        mark beside it stays, and it is not offered again.
        """
        from hunspell import Hunspell  # 9 ms, and most sessions check nothing

        mark = dictionary.folder / f"{dictionary.language}{TRYING}"
        if dictionary.own:
            files.write_atomic(mark, b"")
        self._hunspell = Hunspell(
            dictionary.language, hunspell_data_dir=str(dictionary.folder), system_encoding="UTF-8"
        )
        if dictionary.own:
            files.remove(mark)
        self.dictionary = dictionary
        self._language = Language(dictionary.language)
        self._mine: frozenset[str] = frozenset()
        self._known: dict[str, bool] = {}

    def set_mine(self, words: Sequence[str]) -> None:
        """My own words count as right."""
        self._mine = frozenset(words)
        self._known.clear()

    def wrong(self, text: str) -> list[tuple[int, int]]:
        """Words of a paragraph that the dictionary does not know, in UTF-16 units."""
        return [(start, end) for word, start, end in words_in(text) if not self.is_right(word)]

    def is_right(self, word: str) -> bool:
        """Whether a word is known, or is none that this dictionary can judge."""
        plain = _plain(word)
        known = self._known.get(plain)
        if known is None:
            if len(self._known) > _KNOWN_WORDS:
                self._known.clear()
            known = self._known[plain] = self._look_up(plain)
        return known

    def suggest(self, word: str) -> tuple[str, ...]:
        """What may have been meant, the likeliest first; takes up to half a second."""
        try:
            found = self._hunspell.suggest(_plain(word))
        except UnicodeEncodeError:
            return ()
        return tuple(dict.fromkeys(one for one in found if one))[:MAX_SUGGESTIONS]

    def _look_up(self, word: str) -> bool:
        if len(word) > MAX_WORD or not self._language.writes(word):
            return True
        if word in self._mine or word.lower() in self._mine:
            return True
        try:
            return bool(self._hunspell.spell(word))
        except UnicodeEncodeError:  # letters that the dictionary does not have
            return True


class Spelling:
    """What a person chose: own words, the language of a document. Kept in the profile."""

    def __init__(self, runner: Runner, reader: Reader) -> None:
        self._runner = runner
        self._reader = reader

    def words(self) -> tuple[str, ...]:
        """My own words, in the order of letters."""
        try:
            kept = json.loads(reads.settings(self._reader).get(_MY_WORDS, "[]"))
        except ValueError:
            kept = []
        return tuple(word for word in kept if isinstance(word, str)) if isinstance(kept, list) else ()

    def add_word(self, word: str) -> Future[None]:
        """Count a word as right from now on; the oldest settings stay where MAX_WORDS are there already."""
        words = {*self.words(), _plain(word)}
        return self._keep(sorted(words) if len(words) <= MAX_WORDS else list(self.words()))

    def forget_word(self, word: str) -> Future[None]:
        """Do not count it as right any more."""
        return self._keep([one for one in self.words() if one != word])

    def language(self, document: DocumentId) -> str:
        """What was chosen for a document; "" = nothing, "-" = that it is not checked."""
        return reads.settings(self._reader).get(_OF_DOCUMENT + document.hex(), "")

    def choose(self, document: DocumentId, language: str) -> Future[None]:
        """Check a document in this language from now on; "-" = not at all."""
        name = _OF_DOCUMENT + document.hex()
        return self._runner.submit(lambda tx: writes.set_setting(tx, name, language))

    def _keep(self, words: list[str]) -> Future[None]:
        text = json.dumps(words, ensure_ascii=False)
        return self._runner.submit(lambda tx: writes.set_setting(tx, _MY_WORDS, text))


def _plain(word: str) -> str:
    """As dictionaries write it."""
    return unicodedata.normalize("NFC", word).replace("’", "'")
