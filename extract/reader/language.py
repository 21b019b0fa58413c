"""The language of a text, as an ISO 639-1 code.

What a newcomer would get wrong: most texts are English and told so by their commonest words; the
model that tells the other languages takes a second to load, and is loaded for none of those.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from extract.tables.countries import languages

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "en"
_ENGLISH_WORDS = frozenset(
    {"the", "and", "that", "with", "from", "were", "which", "their", "they", "by", "has", "been"}
    | {"was", "for", "have", "this"}
)
"""Words that English can't do without, and that its neighbours lack or have far fewer of."""
_ENOUGH_ENGLISH = 0.08
_SURE = 0.5
_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+")


def detect(text: str) -> str:
    """Return the language of a text; English where it is too short or too mixed to tell.

    Only languages are told in which the names of countries are known, since nothing else is read
    from a text that is not English.

    Why:
        The claim model reads English; what it made of another language would be noise.

    Known problems:
        Short names and lists of names are called English. Of close languages (Bosnian, Croatian,
        Serbian; Malay, Indonesian) the wrong one may be told. A text in two languages has the one
        of its first 20,000 characters.

    Example:
        "La polic\u00eda detuvo a tres hombres en Lima" is "es".
    """
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    english = sum(word in _ENGLISH_WORDS for word in words)
    if not words or ("the" in words and english >= _ENOUGH_ENGLISH * len(words)):
        return ENGLISH
    language, share = _identifier().classify(sample)
    return language if share >= _SURE else ENGLISH


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - a second to load

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(languages() & set(identifier.labels))
    return identifier
