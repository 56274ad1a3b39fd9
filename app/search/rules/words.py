"""Text as it is compared: letter by letter without tones, marks and đ, then cut into words."""

import re
from functools import cached_property

from app.kernel.text import fold

WORD = r"[^\W_]"
_WORDS = re.compile(f"{WORD}+")


class _Letters(dict[str, str]):
    """What each letter is compared as, worked out once."""

    def __missing__(self, letter: str) -> str:
        found = self[letter] = fold(letter)
        return found


_LETTERS = _Letters()


class Folded:
    """A text beside its folded form, and the way back from a place in one to the other.

    Nearly every letter folds to one letter; a loose tone mark to none, a Korean syllable to two
    or three.
    """

    def __init__(self, original: str) -> None:
        self._pieces = [_LETTERS[letter] for letter in original]
        self.text = "".join(self._pieces)
        self._is_even = len(self.text) == len(original) and "" not in self._pieces

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that folds to `text[start:end]`, loose marks included."""
        if self._is_even:
            return start, end
        first, last = self._origins[start], self._origins[end - 1] + 1
        while last < len(self._pieces) and not self._pieces[last]:
            last += 1
        return first, last

    @cached_property
    def _origins(self) -> list[int]:
        """For each folded letter the place of the one it comes from."""
        return [at for at, piece in enumerate(self._pieces) for _ in piece]


def words_in(text: str) -> list[str]:
    """The folded words of a text in their order: “Hòa giải, 05-NQ/CB” is hoa giai 05 nq cb."""
    return _WORDS.findall("".join([_LETTERS[letter] for letter in text]))
