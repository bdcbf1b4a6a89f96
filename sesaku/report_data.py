"""A plan's answers -> what a report takes: plain data, in the language spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph_model.graph import nodes_of
from sesaku.language import lang, said, say

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from queries.facts import PlanFacts
    from queries.saved_query import SavedQuery
    from viz.workbook_findings import Finding, PlanWords, Question
    from viz.workbook_links import ReviewWords
    from viz.workbook_matrix import MatrixCells

FAMILIES = ("gap", "overlap", "structure")
PAIRS = 200
"""So many pairs of measures to look at together a report lists; all are counted."""
_BESIDE = ("general", "same")
"""Columns of measures that stand beside a finding's own."""
_NOTED = ("planned", "relisted")
"""Columns of measures that are some of a finding's own."""


def report_answers(facts: PlanFacts, given: dict[str, Any], *, today: str | None = None) -> dict[str, dict[str, Any]]:
    """Return the answers that a report rests on, by question: gaps, overlaps, structure."""
    from sesaku.family import family_answers

    wanted = {"top": PAIRS, **given}
    return {name: answer for family in FAMILIES for name, answer in family_answers(family, facts, wanted, today=today).items()}


def answers_to_questions(answers: dict[str, dict[str, Any]]) -> list[Question]:
    """Return a line a question: what it asks, how many were looked at, how many are in each state."""
    from queries.run import find_query
    from queries.saved_query import FAMILIES as NAMES
    from sesaku.answers import state_words, total_words
    from viz.workbook_findings import Question

    found = []
    for name, answer in answers.items():
        query = find_query(name)
        states = " | ".join(f"{state_words(state)} {count}" for state, count in answer["denominator"]["by_state"].items() if count)
        found.append(
            Question(
                name,
                said(NAMES[query.family]),
                said(query.title),
                said(query.question),
                total_words(answer),
                states,
                said(query.how_to_read),
            )
        )
    return found


def answers_to_findings(graph: PlanGraph, answers: dict[str, dict[str, Any]]) -> list[Finding]:
    """Return every finding of the answers, in words."""
    from queries.run import find_query
    from queries.states import is_finding

    return [
        _finding(graph, find_query(name), answer, row)
        for name, answer in answers.items()
        for row in answer["rows"]
        if is_finding(name, row.get("state", ""))
    ]


def _finding(graph: PlanGraph, query: SavedQuery, answer: dict[str, Any], row: dict[str, Any]) -> Finding:
    from queries.saved_query import FAMILIES as NAMES
    from sesaku.answers import ROBUST, flip_words, state_words, term_words, total_words
    from sesaku.family import subject_words
    from viz.cell_words import beside_planned
    from viz.workbook_findings import Finding

    state = next((row[name] for name in ("state", "rung", "differs") if row.get(name)), "")
    by_state = answer["denominator"]["by_state"]
    notes = [f"{said(column.head)}: {_numbers(row[column.name])}" for column in query.columns if column.name in _NOTED and row[column.name]]
    if "terms" in row:
        notes.append(say(f"得点 {row['score']}: ", f"score {row['score']}: ") + "  ".join(term_words(graph, term) for term in row["terms"]))
    return Finding(
        row["finding"],
        said(NAMES[query.family]),
        query.name,
        said(query.title),
        subject_words(graph, query.columns, row, count=False),
        state_words(state) if state else "",
        f"{by_state[state]}/{total_words(answer)}" if state in by_state else total_words(answer),
        _measures(query, row),
        said(ROBUST[row["robust"]]) if row["robust"] else "",
        "; ".join(flip_words(graph, edit) for edit in row["flip"] or ()),
        " ".join(notes),
        beside_planned(graph, row, lang()),
    )


def _numbers(measures: list[str]) -> str:
    return say("、", ", ").join(measure.rsplit("/", 1)[1] for measure in measures)


def _measures(query: SavedQuery, row: dict[str, Any]) -> dict[str, list[str]]:
    """Return a finding's measures: its own first, then those that stand beside them, by the head of their column."""
    own = [row[column.name] for column in query.columns if column.type == "id" and column.kind == "Measure"]
    found = {say("取組", "measures"): [*own, *row.get("measures", ())]}
    found |= {said(column.head): list(row[column.name]) for column in query.columns if column.name in _BESIDE and row[column.name]}
    return found


def matrix_cells(graph: PlanGraph, facts: PlanFacts, answers: dict[str, dict[str, Any]]) -> MatrixCells:
    """Return every cell of group × service and every group, those too that a person accepted; out of scope is a state of its own."""
    from queries.run import find_query
    from viz.workbook_matrix import MatrixCells

    thin = answers["gap-cells"]["parameters"]["thin"]
    cells = find_query("gap-cells").answer(facts, {"thin": thin})
    groups = find_query("gap-groups").answer(facts, {"thin": thin})
    listed = {row["finding"] for row in answers["gap-cells"]["rows"]}
    outside = {one["finding"] for one in graph.graph.get("accepted_findings", ()) if one["decision"] == "out_of_scope"} - listed
    return MatrixCells([row | {"state": "out_of_scope"} if row["finding"] in outside else row for row in cells], groups, thin)


def plan_words(graph: PlanGraph, facts: PlanFacts, *, reviewed_only: bool, file: str) -> PlanWords:
    """Return what a report's first page says of its plan, and how to read it."""
    from loaders.naming import slug_to_government
    from viz.report_names import date_words
    from viz.workbook import is_large
    from viz.workbook_findings import PlanWords

    plan = graph.nodes[nodes_of(graph, "Plan")[0]]
    relisted = facts.listings - len(facts.measures)
    stars = sum(bool(graph.nodes[measure]["has_new_project"]) for measure in facts.measures)
    versions = ", ".join(f"{name} {version}" for name, version in sorted(graph.graph.get("vocabularies", {}).items()))
    notices = graph.graph.get("notices", ())
    facts_ = [
        (say("自治体", "government"), slug_to_government(plan["jurisdiction"], lang())),
        (say("時点", "as of"), date_words(plan["as_of"], lang()) or say("記載なし", "not stated")),
        *([] if plan["as_of"].startswith(plan["edition"]) else [(say("版", "edition"), plan["edition"])]),
        (say("元の文書", "source"), f"{plan['source_file']}  SHA-256 {plan['source_sha256']}"),
        (say("取組", "measures"), len(facts.measures)),
        (say("再掲", "relistings"), relisted),
        (say("★新規事業を含む取組", "★ measures with a new project"), stars),
        (
            say("リンク", "links"),
            say(
                f"{facts.links}件のうち人が確認したもの {facts.reviewed}件（ほかは機械抽出）",
                f"{facts.reviewed} of {facts.links} reviewed by a person (the rest machine-extracted)",
            ),
        ),
        (say("読み取り上の留意点", "notices"), len(notices)),
        (say("語彙の版", "vocabularies"), versions),
    ]
    if plan["facts_only"]:
        facts_.append((say("本文", "sentences"), say("入っていません（事実データのみ）", "left out (facts only)")))
    if reviewed_only:
        facts_.append((say("数え方", "counting"), say("人が確認したリンクだけで数えています", "from reviewed links alone")))
    return PlanWords(facts_, _reading(file, large=is_large(len(facts.measures))))


def _reading(file: str, *, large: bool) -> list[str]:
    """Return how to read a report; `file` is the workbook's name, empty where the report is none; `large`, where its sums refer to single cells."""
    live = [
        say(
            "「リンク」の「判断」で「消す」を選ぶと、「対象者×支援」の数・状態・色がその場で変わります。",
            "Choose “drop” under decision on “Links”, and the counts, states and colours of “Group × service” change at once.",
        ),
        _sorting(large=large),
        say(
            f"書き込んだ判断は、次の読み取りに反映できます: sesaku build 文書 --reviews {file}",
            f"Decisions written here hold at the next build: sesaku build DOCUMENT --reviews {file}",
        ),
    ]
    return [
        say(
            "数えるのは異なる取組です。再掲は同じ取組なので、二度数えません。",
            "What is counted are distinct measures; a relisting is the same measure and is not counted twice.",
        ),
        say(
            "「記載なし」は計画に名指しがないという意味で、支援がないという意味ではありません。",
            "“Not named” means that the plan does not name it, not that there is no service.",
        ),
        say(
            f"一緒に見るべき取組の組は、得点の高い{PAIRS}組までを挙げ、数はすべてを数えています。",
            f"Of the pairs to look at together the {PAIRS} with the highest scores are listed; all are counted.",
        ),
        say(
            "リンク（取組がだれに、だれと、何を）は文書の語から機械が読み取ったものです。どのリンクにも根拠の語と位置があります。",
            "Links (whom a measure serves, with whom, how) were read from the document's words by machine; each has its words and their place.",
        ),
        *(live if file else []),
        say(
            "ある取組がなぜそう読まれたかは sesaku why 番号 で確かめられます。",
            "sesaku why NUMBER shows why a measure was read as it was.",
        ),
    ]


def _sorting(*, large: bool) -> str:
    """Return what sorting and filtering do to a workbook's sums."""
    from viz.workbook import MANY_MEASURES

    if not large:
        return say(
            "どのシートも、並べ替えても絞り込んでも数は変わりません。", "Sorting and filtering any sheet leaves the counts as they are."
        )
    return say(
        f"「リンク」は絞り込めますが、並べ替えられません。{MANY_MEASURES:,}取組を超えるため計算が一行ずつのセルを指しており、並べ替えると数が狂うので、シートの保護で止めています（パスワードなし）。ほかのシートは並べ替えてもかまいません。",
        f"“Links” can be filtered and not sorted: above {MANY_MEASURES:,} measures the sums refer to single rows and sorting would make them false, so the sheet is protected (without a password). Other sheets may be sorted.",
    )


def review_words() -> ReviewWords:
    """Return what a review file calls its columns and decisions."""
    from loaders.accepted import ACCEPTANCES
    from loaders.review_rows import HEADS
    from loaders.reviews import DECISIONS
    from viz.workbook_links import ReviewWords

    return ReviewWords(HEADS, {**DECISIONS, **ACCEPTANCES})
