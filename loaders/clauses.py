"""A mention in a folded text -> its clause, and what follows once an enumeration is passed over."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from loaders.cues import Mention
from loaders.folding import fold_pattern
from loaders.rules import Context

_CLAUSE_END = re.compile(r"[。\n■●◆]")
# What may stand between a name and its particle: 等, brackets, the proper name of a body (施設「わかくさ」, センターゆきしろ), 三者.
_SUFFIX = re.compile(
    fold_pattern(
        r"(?:局|署|支部|本部|支所)?(?:一時保護所|相談室)?(?:[0-9]+(?:団体|施設|か所|法人|校|社局|社|機関|県|大学|名|店舗))?(?:等|など|ら(?=[、や等の])|たち)?(?:\([^()]{0,40}\))?(?:「[^「」]{1,24}」)?"
        r"(?:(?<=[ー設寮所会ザ])(?![にではがをとのへやもかなられまし])[ぁ-んァ-ヶー]{2,10}?(?=[はがにでをとのへ、。」(]))?"
        r"(?:(?<=法人)(?![^、。はがをに]{0,10}(?:助産師会|看護協会|医師会|弁護士会|薬剤師会|交流協会|福祉協議会))(?:(?![がをにへとやので]|[はも][^ぁ-ん])[^、。()「」を]{2,20}(?=(?:に|へ)[^、。に]{0,10}委託)|[^、。()「」はがをにへとやので]{2,20}(?=[はがにをでとのへ])))?"
        r"(?:の(?:運営団体|担当者|代表者?|関係者|職員)(?=、|及び|並びに|が顔|が参加|が集))?"
        r"(?:等|など)?(?:[0-9]+(?:か所|団体|施設|法人))?\)?[」』]?(?:\([^()]{0,40}\))?(?:の(?:[二三四五2345]者|各機関|関係機関|両者|双方)(?=[はがでとの]))?"
    )
)
_AND = re.compile(
    r"(?:、|,|・|/|や|及び|並びに|または|又は|あるいは|若しくは|もしくは|をはじめとする|をはじめ、?|に加え、?)(?:各|市の|区市の|市町の|市町村の|地域の|地元の|県の|府の|県内の|都内の|管内の|他の)?"
)
_NOUN = re.compile(
    fold_pattern(
        # Kanji, katakana and figures, told by what they are not: a range of all kanji is slow to compile.
        r"[^\W_A-Za-z①-⓿Ⅰ-ⅿぁ-ゟヵ-ヺ]{2,16}(?:等|など)?(?=[、,・/や及並]|等|など|と(?:連携|協働|協力|合同|共同|共|話|相談|調整|情報|意見|協議|連絡|の|も|い|、)|に|へ|で|が|は|の|から|を)"
    )
)
_LONGEST_ENUMERATION = 12


@lru_cache(maxsize=8)
def clause_ends(text: str) -> list[int]:
    """Return where the clauses of a folded text end; the vocabularies are asked one after the other of the same text."""
    return [match.start() for match in _CLAUSE_END.finditer(text)]


class Clauses:
    """The clauses of one folded text, and the mentions of one vocabulary by which its enumerations are followed."""

    def __init__(self, text: str, column: str, mentions: Sequence[Mention], *, enumerations: bool = True) -> None:
        self.text, self.column, self.enumerations = text, column, enumerations
        self._ends_by_start = {mention.start: mention.end for mention in mentions}
        self._borders = clause_ends(text)

    def context(self, mention: Mention) -> Context:
        """Return the words around a mention."""
        before_at = bisect_left(self._borders, mention.start)
        after_at = bisect_right(self._borders, mention.end - 1)
        start = self._borders[before_at - 1] + 1 if before_at else 0
        stop = self._borders[after_at] if after_at < len(self._borders) else len(self.text)
        after = self._enumeration_end(mention.end, stop)
        return Context(
            self.text[mention.start : mention.end], self.text[start : mention.start], self.text[after:stop], self.text, self.column
        )

    def _enumeration_end(self, at: int, stop: int) -> int:
        """Return where the enumeration that goes on at `at` ends: A、B、C等と連携 ends before と, seen from A, B and C alike."""
        for _ in range(_LONGEST_ENUMERATION):
            suffix = _SUFFIX.match(self.text, at, stop)
            at = suffix.end() if suffix else at
            if not self.enumerations:
                break
            link = _AND.match(self.text, at, stop)
            if link and link.end() in self._ends_by_start:
                at = self._ends_by_start[link.end()]
            elif self.text[at : at + 1] == "と" and at + 1 in self._ends_by_start:
                at = self._ends_by_start[at + 1]
            elif link and (noun := _NOUN.match(self.text, link.end(), stop)):
                at = noun.end()
            else:
                break
        return at
