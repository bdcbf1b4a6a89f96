"""Notices: what a planner should know about how a document was read, as data. And the ledger's closed lists."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph_model.evidence import Place
from graph_model.words import Words

USES = {
    "row": Words("行", "row"),
    "continued": Words("前の行の続き", "continuation of a row"),
    "head": Words("見出し行", "head"),
    "section": Words("区分の見出し", "section heading"),
    "goal": Words("基本目標の見出し", "goal heading"),
}
"""What a line was used as."""

REASONS = {
    "blank": Words("空行", "blank"),
    "repeated_head": Words("見出し行の繰り返し", "repeated head"),
    "rule": Words("罫線（-----）", "rule of dashes"),
    "legend": Words("凡例", "legend"),
    "title": Words("表題", "title"),
    "page_furniture": Words("ページ番号など", "page furniture"),
    "note": Words("注記", "note"),
    "total": Words("合計の行", "total"),
}
"""Why a line or cell was left aside. There is no "other": what fits none of these is not understood."""

NOT_UNDERSTOOD = "not_understood"

LEVELS = {
    "not_understood": Words("読めない", "not understood"),
    "warning": Words("要確認", "look at it"),
    "info": Words("参考", "for information"),
}


class NoticeCode(NamedTuple):
    """One kind of notice: its level and its sentence, with {placeholders}."""

    level: str
    words: Words


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: its code, where it arose, and the values of its sentence."""

    code: str
    place: Place | None = None
    values: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the notice as it is stored in a graph: code, level, place, ja, en."""
        code = CODES[self.code]
        ja = {name: value.ja if isinstance(value, Words) else value for name, value in self.values.items()}
        said = Words(code.words.ja.format(**ja), code.words.en.format(**self.values))
        place = self.place.as_dict() if self.place else None
        return {"code": self.code, "level": code.level, "place": place, "ja": said.ja, "en": said.en}


def _code(level: str, ja: str, en: str) -> NoticeCode:
    return NoticeCode(level, Words(ja, en))


CODES = {
    "line_not_understood": _code("not_understood", "何の行か分かりません: {words}", "a line that is none of what is expected: {words}"),
    "cell_not_understood": _code("not_understood", "どの欄か分からないセル: {words}", "a cell that belongs to no column: {words}"),
    "column_not_understood": _code(
        "not_understood",
        "欄「{head}」の役割が分かりません（--column 役割={head}、読まないなら --column note={head}）",
        "column {head!r} has no role that is known (--column ROLE={head}, or --column note={head} to leave it)",
    ),
    "row_not_understood": _code("not_understood", "番号のない行: {words}", "a row without a number: {words}"),
    "row_cut": _code(
        "not_understood",
        "No.{number} の行が途中で切れています（{cells}欄、見出しは{expected}欄）。文書が切れていないか確かめてください",
        "the row of No. {number} is cut ({cells} cells where the head has {expected}): see whether the file is whole",
    ),
    "file_cut": _code(
        "not_understood",
        "ファイルが文字の途中で終わっています（末尾の{count}バイトは読めません）",
        "the file ends in the middle of a character (the last {count} bytes are unreadable)",
    ),
    "cells_moved": _code(
        "warning",
        "No.{number} の行は欄がずれているため、内容から欄を判断しました（空とした欄: {missing}）",
        "the cells of No. {number} have moved; their columns were told by content (empty: {missing})",
    ),
    "row_continued": _code("info", "No.{number} の行の続きをつなぎました", "a continuation was joined to the row of No. {number}"),
    "missing_number": _code("warning", "No.{number} がありません", "No. {number} is missing"),
    "missing_number_near": _code(
        "warning",
        "No.{number} がありません。{mark}の付いた行（{lines}行目）がその位置の近くにあります",
        "No. {number} is missing; a row marked {mark} stands near its place (line {lines})",
    ),
    "duplicate_number": _code(
        "warning",
        "No.{number} が再掲の印なしに{count}回あります。{ids} として読みました",
        "No. {number} stands {count} times without a relisting mark; read as {ids}",
    ),
    "relisting_to_nowhere": _code(
        "warning",
        "再掲 No.{number} の元の行がありません。この行を取組として読みました",
        "the relisting of No. {number} has no original; its row is read as the measure",
    ),
    "relisting_ambiguous": _code(
        "warning",
        "再掲 No.{number} の元は複数あります。{chosen} の再掲として読みました",
        "the relisting of No. {number} has several originals; taken for {chosen}",
    ),
    "relisting_differs": _code(
        "warning",
        "No.{number} の再掲は元の行と文言が違います（{columns}）",
        "the relisting of No. {number} is worded otherwise ({columns})",
    ),
    "mark_differs": _code(
        "info",
        "No.{number} の新規の印は、ある掲載とない掲載があります",
        "No. {number} has the mark of a new project in some of its rows only",
    ),
    "unknown_bureau": _code("warning", "所管局らしくない名称: {name}", "does not look like the name of a bureau: {name}"),
    "bureau_empty": _code("warning", "No.{number} の所管局の欄が空です", "No. {number} has no bureau"),
    "item_unrecoverable": _code(
        "warning",
        "No.{number} の事項は欄が空で、前後のどちらの事項とも判断できません",
        "the item of No. {number} is blank and neither neighbour's label can be told to be its own",
    ),
    "item_decided": _code("info", "No.{number} の事項は{how}の「{item}」です", "the item of No. {number} is from {how}: {item}"),
    "text_empty": _code("warning", "No.{number} の内容の欄が空です", "No. {number} has no text"),
    "status_empty": _code("warning", "No.{number} の取組状況の欄が空です", "No. {number} has no status"),
    "status_by_default": _code(
        "info",
        "No.{number} の取組状況は段階を示す語がなく、実施中として読みました",
        "the status of No. {number} has no word of its stage; read as ongoing",
    ),
    "mark_not_new": _code(
        "info", "印「{mark}」は凡例により新規の印ではありません", "the legend says that {mark} is no mark of a new project"
    ),
    "look_alike": _code("info", "形の似た別の文字の疑い: {words}", "perhaps a look-alike character: {words}"),
    "missing_column": _code(
        "warning",
        "欄「{role}」がありません。これによる結果は未評価とします",
        "there is no column {role}; what would rest on it is not assessed",
    ),
    "column_left": _code("info", "欄「{head}」は読みません（{why}）", "column {head!r} is left aside ({why})"),
    "as_of_differs": _code(
        "warning",
        "見出しの時点が一つではありません: {dates}。{chosen} としました",
        "the heads state several dates: {dates}; taken: {chosen}",
    ),
    "name_from_file": _code(
        "info",
        "{what}が文書になく、ファイル名から「{value}」としました",
        "{what} is not in the document; {value!r} is from the file's name",
    ),
    "section_repeated": _code(
        "info",
        "区分「{label}」が同じ目標に別の名称でもう一度あります",
        "section {label} stands a second time in its goal under another name",
    ),
    "no_sections": _code(
        "info", "区分の見出しがなく、取組を{where}に直接つなぎました", "there are no section headings; measures hang on the {where}"
    ),
    "form_not_filled": _code(
        "warning",
        "No.{number} は様式に記入がなく、前回の状況のままです",
        "No. {number} was not filled in on any form; it keeps its last status",
    ),
    "form_doubled": _code(
        "warning",
        "No.{number} に異なる記入があり、どちらも反映していません（{where}）",
        "No. {number} was filled in differently twice; neither holds ({where})",
    ),
    "form_changed": _code(
        "warning",
        "No.{number} の「{column}」が様式で変えられています（{where}）。計画の側は変えていません",
        "{column} of No. {number} was changed on the form ({where}); the plan keeps its own",
    ),
    "form_unknown_number": _code(
        "warning", "様式の No.{number} は計画にありません（{where}）", "No. {number} of a form is not in the plan ({where})"
    ),
    "form_other_source": _code(
        "warning",
        "{file} は、この計画の別の読み取り（元の文書が違う）から作られた様式です",
        "{file} was made from another reading of this plan (its source differs)",
    ),
    "forms_lack_terms": _code(
        "warning",
        "この計画は地域の語（{names}）も使って読まれています。今回は指定がないので、様式の文はその語なしで読みました（--taxonomy で指定できます）",
        "the plan was read with local terms, too ({names}), which are not given now: the forms were read without them (give --taxonomy)",
    ),
    "forms_other_vocabulary": _code(
        "info",
        "計画と様式では、読み取りに使った語彙の版が違います（{names}）",
        "the forms were read with another version of the vocabulary than the plan ({names})",
    ),
    "forms_new_terms": _code(
        "warning",
        "{names} は計画の読み取りになかった語なので、様式からもリンクを作っていません。文書から同じ --taxonomy で作り直してください",
        "the plan was not read for {names}, so the forms make no links to them: build it from its document with the same --taxonomy",
    ),
    "review_set_aside": _code(
        "warning", "No.{measure} {target} への確認は適用しませんでした: {why}", "the review of No. {measure} {target} was set aside: {why}"
    ),
    "review_conflict": _code(
        "warning",
        "No.{measure} {target} への確認が人によって違います（{said}）。どちらも適用していません",
        "reviews of No. {measure} {target} differ ({said}); neither holds",
    ),
    "markup": _code("info", "不要なマークアップ {tags} があります（{count}か所）", "stray markup {tags} ({count} places)"),
}
"""Every notice that can arise."""
