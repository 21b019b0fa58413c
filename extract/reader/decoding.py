"""From bytes to clean text: the encoding is told or the bytes are refused by name.

What a newcomer would get wrong: text that comes out of here has no null bytes, lone surrogates,
control characters or carriage returns, and is in Unicode's composed form (NFC); offsets count in
that, not in the file.
"""

import codecs
import re
import unicodedata

from graph.errors import ArticleError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks and what they stand for; UTF-32's begins like UTF-16's, so it comes first."""
_BINARIES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "an RTF document"),
)
_ENCODINGS = (
    "cp1252",
    "cp1250",
    "iso8859_2",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
)
"""What news is found in besides Unicode, most common first: the order breaks ties."""
_SAMPLE_BYTES = 200_000
_MOST_CONTROL = 0.02
"""More control characters than one in fifty, and it is no text."""
_MOST_CHAOS = 0.05
_CONTROL_BYTES = bytes({*range(9), 11, *range(14, 32), 127})
_LINE_END = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def decode(data: bytes, where: str) -> str:
    """Return bytes as clean text.

    Args:
        data: The whole of a file, a line or a body.
        where: Its name, for the error.

    Raises:
        ArticleError: Nothing in it, binary, or in an encoding that can't be told.
    """
    if not data.strip():
        raise ArticleError(where, "is empty; there is nothing to read")
    for start, name in _BINARIES:
        if data.startswith(start):
            raise ArticleError(where, f"is {name}, not text; save its text as .txt first")
    return normalise(_decoded(data, where))


def normalise(text: str) -> str:
    """Return text with one sort of line end, composed, and without what can't be seen.

    Soft hyphens and zero-width spaces go, since they hide a name from a search. Joiners stay: they
    are letters' shape in some scripts.
    """
    text = _DROPPED.sub("", _LINE_END.sub("\n", text))
    return unicodedata.normalize("NFC", text)


def _decoded(data: bytes, where: str) -> str:
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if encoding is None:
        encoding = _wide(data)
    if encoding is None and _controls(data) > _MOST_CONTROL:
        raise ArticleError(where, "is binary, not text; only text files can be read")
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeError as error:
        if encoding is None and (guess := _guess(data)):
            return data.decode(guess, errors="replace")
        problem = f"is not {(encoding or 'utf-8').removesuffix('-sig').upper()} ({error.reason})"  # type: ignore[attr-defined]
        raise ArticleError(
            where, f"{problem}, nor is its encoding clear; save it as UTF-8"
        ) from None


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 without a mark, from every other byte of its Latin letters being null."""
    sample = data[:_SAMPLE_BYTES]
    half = len(sample) // 2
    if half > 1 and len(data) % 2 == 0:
        for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            nulls, others = sample[offset::2].count(0), sample[1 - offset :: 2].count(0)
            if nulls > half / 2 and not others:
                return encoding
    return None


def _controls(data: bytes) -> float:
    sample = data[:_SAMPLE_BYTES]
    return 1 - len(sample.translate(None, _CONTROL_BYTES)) / len(sample)


def _guess(data: bytes) -> str | None:
    """Return the encoding that gives the least chaotic, most language-like text, if one does."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - rarely needed

    sample = data[:_SAMPLE_BYTES]
    matches = from_bytes(sample, cp_isolation=list(_ENCODINGS))
    sound = [match for match in matches if match.chaos <= _MOST_CHAOS and match.coherence > 0]
    if sound:
        best = min(sound, key=lambda m: (m.chaos, -m.coherence, _ENCODINGS.index(m.encoding)))
        return best.encoding
    return "cp1252" if _reads_as_western(sample) else None


def _reads_as_western(sample: bytes) -> bool:
    """Tell a short text with a few accents or curly quotes, too short for its language to show."""
    foreign = sum(byte > 0x7F for byte in sample)  # noqa: PLR2004 - the end of ASCII
    if foreign * 10 > len(sample):
        return False
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return all(char.isalpha() or char in _WESTERN_MARKS for char in text if ord(char) > 0x7F)  # noqa: PLR2004 - as above


_WESTERN_MARKS = (
    "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u20ac\xa0\xa3\xa7\xa9\xab\xb0\xbb\xbf\xa1"
)
"""Quotes, dashes, dots, signs of money and the like that news writes beside letters."""
