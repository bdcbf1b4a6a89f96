"""Papers a bureau: a brief for each with an index, and the forms of the yearly round."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_model.graph import links_of, nodes_of, targets_of
from sesaku.language import lang, said, say
from sesaku.names import measure_number, node_name
from sesaku.printing import note, shorten

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from viz.brief_facts import BriefFacts
    from viz.forms import BureauForm, FormRow

_MOST_PAIRS = 10


def plan_bureaus(graph: PlanGraph) -> list[str]:
    """Return the bureaus that own a measure, those with most measures first."""
    counts = {bureau: sum(1 for _ in links_of(graph, "OWNED_BY", target=bureau)) for bureau in nodes_of(graph, "Bureau")}
    return sorted((bureau for bureau, count in counts.items() if count), key=lambda bureau: (-counts[bureau], bureau))


def file_names(graph: PlanGraph, bureaus: list[str]) -> dict[str, str]:
    """Return a file name a bureau: its name without the signs that a file cannot have, none twice."""
    found: dict[str, str] = {}
    for bureau in bureaus:
        name = "".join("_" if char in '<>:"/\\|?*' or ord(char) < 32 else char for char in str(graph.nodes[bureau]["name"])).strip(" .")[
            :60
        ]
        plain, turn = name or "bureau", 2
        while (name or "bureau").lower() in {one.lower() for one in found.values()} | {"index"}:
            name, turn = f"{plain}_{turn}", turn + 1
        found[bureau] = name or "bureau"
    return found


def write_bureau_briefs(graph: PlanGraph, facts: BriefFacts, folder: Path, ending: str) -> None:
    """Write a brief a bureau into a folder, and an index of them as a page."""
    from sesaku.briefs import report_text
    from sesaku.files import write_whole
    from viz.brief import node_brief

    bureaus = plan_bureaus(graph)
    names = file_names(graph, bureaus)
    texts = {f"{names[bureau]}{ending}": report_text(node_brief(facts, bureau, lang()), ending) for bureau in bureaus}
    index = ".md" if ending == ".md" else ".html"
    texts[f"index{index}"] = _linked_index(graph, facts, names, ending, index)
    for name, text in texts.items():
        write_whole(folder / name, text)
    note(
        say(f"書き込みました: {folder}（{len(bureaus)}局と index{index}）", f"written: {folder} ({len(bureaus)} bureaus and index{index})")
    )


def _linked_index(graph: PlanGraph, facts: BriefFacts, names: dict[str, str], ending: str, index: str) -> str:
    """Return the index: each bureau with its measures, those planned or considered, and a link to its file."""
    from sesaku.briefs import report_text
    from viz.report_blocks import Heading, Paragraph, Report, Span, Table, words

    title = say(f"所管局別の一枚 {len(names)}局", f"Briefs by bureau: {len(names)}")
    rows = []
    for bureau, name in names.items():
        own = facts.own(bureau)
        planned = [measure for measure in own if measure not in facts.operating and measure not in facts.without_status]
        links, reviewed = facts.reviewed(own)
        cells = (node_name(graph, bureau), str(len(own)), str(len(planned)), say(f"{links}件のうち{reviewed}件", f"{reviewed} of {links}"))
        rows.append(((Span(cells[0], file=f"{name}{ending}"),), *(words(cell) for cell in cells[1:])))
    heads = (
        say("所管局", "bureau"),
        say("取組", "measures"),
        say("うち検討・予定", "planned or considered"),
        say("確認済みのリンク", "links reviewed"),
    )
    shared = say(
        f"{len(facts.measures)}取組。二つの局が所管する取組は、それぞれの局で数える。",
        f"{len(facts.measures)} measures; one that two bureaus own counts at each.",
    )
    plan = graph.nodes[nodes_of(graph, "Plan")[0]]
    report = Report(
        title,
        lang(),
        (Heading(1, title), Paragraph(words(shared), "note"), Table(heads, tuple(rows), (0.4, 0.15, 0.2, 0.25))),
        plan["title"],
    )
    return str(report_text(report, index))


def write_bureau_forms(graph: PlanGraph, facts: BriefFacts, folder: Path, *, today: str) -> None:
    """Write a form a bureau into a folder."""
    import io

    from loaders.form_rows import FORM_HEADS
    from sesaku.files import write_whole
    from viz.forms import write_form

    bureaus = plan_bureaus(graph)
    plan = graph.nodes[nodes_of(graph, "Plan")[0]]
    states = [node_name(graph, status) for status in nodes_of(graph, "Status")]
    names = file_names(graph, bureaus)
    made: dict[str, bytes] = {}
    for bureau in bureaus:
        memory = io.BytesIO()
        write_form(memory, lang(), bureau_form(graph, facts, bureau, today=today), FORM_HEADS, states, plan["title"])
        made[f"{names[bureau]}.xlsx"] = memory.getvalue()
    for name, data in made.items():
        write_whole(folder / name, data)
    note(
        say(
            f"書き込みました: {folder}（{len(bureaus)}局の様式）。戻ってきたら sesaku build 文書 --forms {folder} -o 次の版.json",
            f"written: {folder} ({len(bureaus)} forms); when they are back: sesaku build DOCUMENT --forms {folder} -o next.json",
        )
    )


def bureau_form(graph: PlanGraph, facts: BriefFacts, bureau: str, *, today: str) -> BureauForm:
    """Return a bureau's form: its measures with last year's status, and the questions that follow from the graph."""
    from loaders.form_rows import ABOUT, FORM
    from viz.forms import BureauForm

    plan = nodes_of(graph, "Plan")[0]
    data = graph.nodes[plan]
    own = facts.own(bureau)
    values = {"form": FORM, "plan": plan, "sha256": data["source_sha256"], "bureau": str(graph.nodes[bureau]["name"])}
    about = [(said(ABOUT[name]), value) for name, value in values.items()]
    rows = [_row(graph, facts, bureau, measure, today) for measure in own]
    return BureauForm(str(graph.nodes[bureau]["name"]), rows, _bureau_questions(graph, facts, bureau), about, said(ABOUT["as_of"]))


def _row(graph: PlanGraph, facts: BriefFacts, bureau: str, measure: str, today: str) -> FormRow:
    from loaders.form_rows import NO_STATUS_TEXT
    from loaders.forms import expected_cells
    from sesaku.filters import measure_listings
    from viz.forms import FormRow

    cells = expected_cells(graph, measure, lang()) | {"listed": measure_listings(graph, measure)}
    if "status_text" not in graph.nodes[measure]:
        cells["status_text"] = said(NO_STATUS_TEXT)
    return FormRow(cells, [*_status_questions(graph, facts, measure, today), *_owner_questions(graph, bureau, measure)])


def _owner_questions(graph: PlanGraph, bureau: str, measure: str) -> list[str]:
    others = [node_name(graph, one) for one in targets_of(graph, "OWNED_BY", measure) if one != bureau]
    if not others:
        return []
    names = say("、", ", ").join(others)
    return [
        say(
            f"{names}との共管です。{names}の様式にも同じ行があります。どちらか一方か、同じ内容を記入してください。",
            f"Owned together with {names}, whose form has the same row: fill in one of the two, or the same in both.",
        )
    ]


def _status_questions(graph: PlanGraph, facts: BriefFacts, measure: str, today: str) -> list[str]:
    """Return what to ask about a measure's status: nothing of its own, a date that has passed, not in full operation."""
    data, found = graph.nodes[measure], []
    says = data.get("status_says")
    if says in ("generic", "pointer"):
        found.append(
            say(
                "前回の取組状況には、この取組に固有の記載（件数・時期・方法など）がありませんでした。",
                "Last year's status text said nothing of its own (figures, dates, means).",
            )
        )
    elif says == "same_as":
        found.append(
            say(
                "前回の取組状況は、ほかの取組と同じ文でした。この取組のことをお書きください。",
                "Last year's status text was the same as another measure's; please write of this one.",
            )
        )
    for row in facts.rows("gap-not-operating"):
        if row["measure"] == measure:
            found.append(_stage_question(graph, measure, today))
    return found


def _stage_question(graph: PlanGraph, measure: str, today: str) -> str:
    from loaders.dates import text_to_date

    ((_, status, link), *_) = links_of(graph, "HAS_STATUS", source=measure)
    name = node_name(graph, status)
    words = [str(graph.nodes[measure].get("status_text", "")), *(piece["quote"] for piece in link["evidence"])]
    due = next((date for date in map(text_to_date, words) if date), None)
    if due and due <= today[: len(due)] and status in ("status:planned", "status:considering"):
        return say(
            f"前回は「{name}」（{due}）で、その時期を過ぎています。始まりましたか。",
            f"Last year: {name} ({due}). That date has passed; has it begun?",
        )
    return say(
        f"前回は「{name}」でした。いまの段階と、決まっていれば時期をお書きください。",
        f"Last year: {name}. How far is it now, and when, if that is settled?",
    )


def _bureau_questions(graph: PlanGraph, facts: BriefFacts, bureau: str) -> list[str]:
    """Return what to ask a bureau as a whole: groups that it alone serves, and overlaps with another bureau to confirm."""
    found = []
    for row in facts.rows("gap-sole-bureau"):
        if row["bureau"] == bureau and row["support"] is None and row["state"] == "sole":
            group, numbers = node_name(graph, row["group"]), shorten(map(measure_number, row["measures"]), 8)
            found.append(
                say(
                    f"「{group}」を明示する実施中の取組は、計画の上では貴局のものだけです（No.{numbers}）。ほかの局と連携していることがあればお書きください。",
                    f"By the plan, your bureau alone has measures in operation that name the group “{group}” (No. {numbers}). Do you work with other bureaus on this?",
                )
            )
    pairs = [row for row in facts.rows("overlap-pairs") if bureau in row["bureaus"] and len(row["bureaus"]) > 1]
    return [*found, *(_pair_question(graph, row) for row in pairs[:_MOST_PAIRS])]


def _pair_question(graph: PlanGraph, row: dict[str, Any] | Any) -> str:
    from sesaku.answers import state_words

    ends = []
    for end in (row["a"], row["b"]):
        owners = say("・", ", ").join(node_name(graph, one) for one in targets_of(graph, "OWNED_BY", end))
        ends.append(f"No.{measure_number(end)} {graph.nodes[end].get('item', '')}" + say(f"（{owners}）", f" ({owners})"))
    return say(
        f"{ends[0]}と{ends[1]}は、読み取りの上では「{state_words(row['rung'])}」です。分担や役割の違いを確認してください。",
        f"{ends[0]} and {ends[1]} are, as read, a case of {state_words(row['rung'])}: please confirm who does what.",
    )
