# SPDX-License-Identifier: Apache-2.0
"""Words in a text, the scripts of languages, and in which language a text seems to be."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from mentordesk.base.utf16 import in_units

_TOKEN = re.compile(r"\S+")
_NOT_WORDS = re.compile(r"[@\d_\\/<>=#]|www\.|\w\.\w")  # addresses, names of files, codes
_JOINS = "\u200c\u200d"  # between letters of one word
_INSIDE = "'’"
_SCRIPTS = {
    "ARABIC": "ar ckb fa ks ps sd ug ur",
    "BENGALI": "as bn",
    "CYRILLIC": "be bg kk ky mk mn ru sr tg tt uk",
    "DEVANAGARI": "bho hi kok mai mr ne sa",
    "ETHIOPIC": "am ti",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HEBREW": "he yi",
    "KHMER": "km",
    "LAO": "lo",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
}
_SCRIPT_OF = {language: script for script, listed in _SCRIPTS.items() for language in listed.split()}
_LATIN = "LATIN"
_COMMON = {
    "af": "die en van ’n in is het dat vir nie met ek was om te",
    "de": "der die und das ist nicht ich zu den mit ein auf es sich wir war",
    "en": "the and of to in is was that it for with you my we have are",
    "es": "el la de que y en los se del las por un para con una no es mi",
    "fa": "و در به از که این را با است برای",
    "fr": "le la les de et des un une est que je dans pour il pas nous du en",
    "id": "yang dan di itu dengan untuk dari saya tidak ini ke adalah",
    "it": "il la di che e un per non sono una con del mi gli è della",
    "nl": "de het een en van ik is dat niet in op te met zijn voor",
    "pt": "o a de que e do da em um para com não uma os no se na eu é",
    "so": "waa iyo oo ka ku in uu ay la soo waxa ayaa aan si",
    "sw": "na ya wa kwa ni katika la za ili kuwa cha yangu mimi sana hii",
    "tr": "ve bir bu da de için ile çok ben ama gibi daha ne",
    "ur": "کے میں کی ہے اور سے کا کو اس نے ہیں",
    "vi": "và của là có không tôi được cho một trong những người",
}
_READ = 4_000  # letters of a text that are looked at
_ENOUGH = 3  # frequent words of a language, to believe that it is this one


class Language:
    """What a dictionary is for, by its name: "en_GB", "pt-BR", "ar"."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.code = re.split(r"[_\-]", name, maxsplit=1)[0].lower()
        self.script = _SCRIPT_OF.get(self.code, _LATIN)

    def writes(self, word: str) -> bool:
        """Whether the word is in this language's letters, and more than one of them or not all large."""
        if len(word) < 2 or (word.isupper() and word.lower() != word):
            return False
        return all(script_of(letter) in (self.script, "") for letter in word)


def words_in(text: str) -> list[tuple[str, int, int]]:
    """Words with their places in UTF-16 units; addresses, numbers and names of files are none."""
    found = [
        match
        for token in _TOKEN.finditer(text)
        if not _NOT_WORDS.search(token[0].rstrip(".,;:!?…"))
        for match in _word(text).finditer(text, token.start(), token.end())
    ]
    spans = in_units(text, [match.span() for match in found])
    return [(match[0], *span) for match, span in zip(found, spans, strict=True)]


def guess_language(text: str, languages: Sequence[str], home: str = "") -> str:
    """The language of `languages` (as "en_GB") in which a text seems to be; "" where it is none of them.

    `home` (as "en_GB") decides where nothing else does: between countries, and for a text too short to tell.
    """
    part = text[:_READ]
    scripts = Counter(script_of(letter) for letter in part)
    del scripts[""]
    script = scripts.most_common(1)[0][0] if scripts else Language(home).script
    fitting = [one for one in map(Language, languages) if one.script == script]
    if not fitting:
        return ""
    at_home = Language(home)
    words = Counter(word.lower() for word, _, _ in words_in(part))
    scores = {code: sum(words[word] for word in common.split()) for code, common in _COMMON.items()}
    best = max(scores, key=lambda code: (scores[code], code == at_home.code))
    code = best if scores[best] >= _ENOUGH else at_home.code
    here = [one for one in fitting if one.code == code]
    if scores[best] >= _ENOUGH and not here:
        return ""
    here = here or fitting
    return next((one.name for one in here if one.name == home), here[0].name)


@lru_cache(maxsize=4_096)
def script_of(letter: str) -> str:
    """LATIN, ARABIC, …; "" for what belongs to none: digits, dots, marks."""
    if not unicodedata.category(letter).startswith("L"):
        return ""
    name = unicodedata.name(letter, "")
    return name.split(" ", 1)[0] if name and not name.startswith("MODIFIER") else ""


def _word(text: str) -> re.Pattern[str]:
    """Letters with the marks that occur in this text, apostrophes only between letters."""
    return _word_with("".join(sorted(c for c in set(text) if unicodedata.category(c)[0] == "M")))


@lru_cache(maxsize=64)
def _word_with(marks: str) -> re.Pattern[str]:
    letter = rf"[^\W\d_][{re.escape(marks)}{_JOINS}]*"
    return re.compile(rf"(?:{letter})+(?:[{_INSIDE}](?:{letter})+)*")
