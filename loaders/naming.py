"""A document's title and heads -> the names and dates that its graph goes by."""

import re
from pathlib import PurePath
from typing import NamedTuple

from graph_model.notices import Notice
from graph_model.words import Words
from loaders.dates import text_to_date

# The 47 prefectures (都道府県), by the names in romanised form that their own sites use.
_NAMES = (
    "北海道:hokkaido 青森県:aomori 岩手県:iwate 宮城県:miyagi 秋田県:akita 山形県:yamagata 福島県:fukushima 茨城県:ibaraki "
    "栃木県:tochigi 群馬県:gunma 埼玉県:saitama 千葉県:chiba 東京都:tokyo 神奈川県:kanagawa 新潟県:niigata 富山県:toyama "
    "石川県:ishikawa 福井県:fukui 山梨県:yamanashi 長野県:nagano 岐阜県:gifu 静岡県:shizuoka 愛知県:aichi 三重県:mie "
    "滋賀県:shiga 京都府:kyoto 大阪府:osaka 兵庫県:hyogo 奈良県:nara 和歌山県:wakayama 鳥取県:tottori 島根県:shimane "
    "岡山県:okayama 広島県:hiroshima 山口県:yamaguchi 徳島県:tokushima 香川県:kagawa 愛媛県:ehime 高知県:kochi 福岡県:fukuoka "
    "佐賀県:saga 長崎県:nagasaki 熊本県:kumamoto 大分県:oita 宮崎県:miyazaki 鹿児島県:kagoshima 沖縄県:okinawa "
)
_PREFECTURES = dict(pair.split(":") for pair in _NAMES.split())
_ALL_OF_A_KIND = ("市町", "市町村", "区市町", "区市町村", "市区町村", "都道府県", "都道", "都道府", "市区", "区市")
# Few titles need these: they are compiled when first used.
_PARTICLES = r"[「」『』（）()【】\s]|関する|における|ための|年度|[のにをへはが]"
_EDITION = r"^(?:第[0-9０-９一二三四五六七八九十]+(?:次|期)|新|改定|改訂)+"
_GOVERNMENT = r"^([一-龥ぁ-んァ-ヶー]{1,7}?[都道府県市区町村])(?!民|内|営|立|庁|政|長|別|域|道)"


class Names(NamedTuple):
    """What a plan goes by: title, jurisdiction (a slug), edition and as-of date, and which were the file's name's."""

    title: str
    jurisdiction: str
    edition: str
    as_of: str
    notices: tuple[Notice, ...]


def title_to_jurisdiction(title: str) -> str | None:
    """Return the slug of the government that a title names: the romanised name of a prefecture, else the name as it stands."""
    for name, slug in _PREFECTURES.items():
        if name in title:
            return slug
    pieces = (re.sub(_EDITION, "", piece) for piece in re.split(_PARTICLES, title))
    found = (match.group(1) for piece in pieces if (match := re.match(_GOVERNMENT, piece)))
    return next((name for name in found if name not in _ALL_OF_A_KIND), None)


def slug_to_government(slug: str, lang: str) -> str:
    """Return what a government is called: tokyo is 東京都, Tokyo in English; one that is no prefecture by its slug."""
    name = next((name for name, found in _PREFECTURES.items() if found == slug), None)
    if name is None:
        return slug
    return name if lang == "ja" else slug.capitalize()


def title_to_names(title: str, dates: tuple[str, ...], file_name: str) -> Names:
    """Return a plan's names from its title and the dates in its heads; from the file's name as a last resort, with a notice."""
    stem = PurePath(file_name).stem
    notices: list[Notice] = []

    def from_file(ja: str, en: str, value: str) -> str:
        notices.append(Notice("name_from_file", None, {"what": Words(ja, en), "value": value}))
        return value

    title = title or from_file("表題", "the title", stem)
    jurisdiction = title_to_jurisdiction(title) or from_file(
        "自治体名", "the jurisdiction", re.sub(r"[\s/\\#:]+|[_-]?\d{4}.*$", "", stem) or "plan"
    )
    as_of = max(dates, default="") or text_to_date(title) or ""
    in_name = re.search(r"(20\d\d)[-_.]?(0[1-9]|1[0-2])?", stem)
    if as_of:
        edition = as_of[:7]
    elif in_name:
        edition = from_file("版", "the edition", "-".join(filter(None, in_name.groups())))
    else:
        edition = from_file("版", "the edition", "undated")
    if len(dates) > 1:
        notices.append(Notice("as_of_differs", None, {"dates": ", ".join(dates), "chosen": as_of}))
    return Names(title, jurisdiction, edition, as_of, tuple(notices))
