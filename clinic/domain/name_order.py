"""The order of names, and how they are looked for: the same on every machine, in every database.

How letters with marks compare is otherwise said by the machine that a database was made on: one
puts "Émile" after "Zoe", another before "Eva". Here a letter is first its plain, small form. A
table of single letters does it, which a database can hold too.
"""

from unicodedata import combining, normalize

_ALPHABETS = ((0x41, 0x24F), (0x370, 0x52F), (0x1E00, 0x1FFF))
# Latin, Greek and Cyrillic, and the letters with several marks
_OF_THEIR_OWN = {
    "ß": "s",
    "æ": "a",
    "ð": "d",
    "ø": "o",
    "þ": "t",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "œ": "o",
}


def _plain(letter: str) -> str:
    small = letter.lower()[0]
    parts = normalize("NFD", small)
    base = parts[0]
    if not all(combining(mark) for mark in parts[1:]):
        return small
    return _OF_THEIR_OWN.get(base, base)


_TABLE = {
    letter: _plain(letter)
    for first, last in _ALPHABETS
    for letter in map(chr, range(first, last + 1))
    if letter.isalpha() and _plain(letter) != letter
}
MARKED, PLAIN = "".join(_TABLE), "".join(_TABLE.values())
"""Letters, and what each is in plain."""
_LETTERS = str.maketrans(_TABLE)


def folded(text: str) -> str:
    """Give the letters of a text in their plain, small form, each in its place."""
    return normalize("NFC", text).translate(_LETTERS)
