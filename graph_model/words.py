"""Words: one sentence in both languages of the program."""

from typing import NamedTuple


class Words(NamedTuple):
    """The same thing said in Japanese and in English."""

    ja: str
    en: str

    def __str__(self) -> str:
        return self.en

    def said_in(self, lang: str) -> str:
        """Return the sentence in `lang` ("ja" or "en")."""
        return self.ja if lang == "ja" else self.en

    def filled(self, **values: object) -> "Words":
        """Return both sentences with their {placeholders} filled from `values`."""
        return Words(self.ja.format(**values), self.en.format(**values))
