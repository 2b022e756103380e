# SPDX-License-Identifier: Apache-2.0
"""The dictionary is what the tool makes of the texts, and it earns its place in every language."""
from __future__ import annotations

import hashlib

import pytest

from mentordesk.crypto.parcel import pack as plain_deflate
from mentordesk.wire.body import encode, pack
from mentordesk.wire.compress import DICTIONARY, FRAMES
from mentordesk.wire.operations import Message
from tools.make_dictionary import LIMIT, frames, texts

FROZEN = "109e52151d256c2fda5430e263c2d867"

# None of these stands in the dictionary's texts.
MESSAGES = {
    "en": "Hi Grace, I finished the second page of my essay. Could you read it before Friday? Thank you!",
    "sw": "Habari mwalimu, nimemaliza ukurasa wa pili wa insha. Unaweza kuisoma kabla ya Ijumaa? Asante sana",
    "fr": "Bonjour, j'ai terminé la deuxième page. Peux-tu la lire avant vendredi ? Merci beaucoup",
    "ar": "مرحبا أستاذ، لقد أنهيت الصفحة الثانية من المقال. هل يمكنك قراءتها قبل يوم الجمعة؟ شكرا جزيلا",
    "es": "Hola, ya terminé la segunda página. ¿Puedes leerla antes del viernes? Muchas gracias",
    "hi": "नमस्ते, मैंने निबंध का दूसरा पन्ना पूरा कर लिया है। क्या आप शुक्रवार से पहले पढ़ सकते हैं? धन्यवाद",
    "pt": "Olá, terminei a segunda página da redação. Pode ler antes de sexta-feira? Muito obrigada",
}


def test_the_dictionary_is_built_from_the_texts_and_frozen() -> None:
    assert texts() + frames() == DICTIONARY
    assert frames() == FRAMES
    assert len(DICTIONARY) <= LIMIT
    assert hashlib.blake2b(DICTIONARY, digest_size=16).hexdigest() == FROZEN


@pytest.mark.parametrize("language", MESSAGES)
def test_a_short_message_packs_to_less_than_four_fifths(language: str) -> None:
    text = MESSAGES[language]
    random_ids = hashlib.blake2b(text.encode(), digest_size=16).digest()
    operations = encode([Message(random_ids[:8], random_ids[8:], 7, 6, 1_790_000_000, text)])
    assert text.encode() not in DICTIONARY
    assert len(pack(operations)) <= len(operations) * 0.8
    assert len(pack(operations)) <= len(plain_deflate(operations)) * 0.85
