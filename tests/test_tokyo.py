"""The real report: every count was made in the document itself."""

from __future__ import annotations

from collections import Counter

import pytest

from graph_model.graph import links_of, nodes_of, targets_of
from loaders.assemble import LoadedPlan
from loaders.plan_graph import text_hash

WORDING_IN_TEXT = {145, 190, 191, 220, 231, 247, 249, 251}
WORDING_IN_STATUS = {183, 229, 231, 247}
WORDING_IN_ITEM = {145}


def measure(tokyo: LoadedPlan, number: int) -> dict:
    """Return a measure's node."""
    return tokyo.graph.nodes[f"measure:tokyo-2025-01/{number}"]


def test_numbers_run_from_1_to_120_without_81(tokyo: LoadedPlan) -> None:
    """Every number but 81 is one measure, in the order of the report."""
    numbers = [tokyo.graph.nodes[node]["number"] for node in nodes_of(tokyo.graph, "Measure")]
    assert [str(n) for n in range(1, 121) if n != 81] == numbers


def test_nineteen_relistings_of_sixteen_measures(tokyo: LoadedPlan) -> None:
    """6, 48 and 49 are listed again twice, thirteen others once."""
    again = Counter(source.rsplit("/", 1)[1] for source, _, _ in links_of(tokyo.graph, "RELISTED_IN"))
    assert (sum(again.values()), len(again)) == (19, 16)
    assert {"6", "48", "49"} == {number for number, count in again.items() if count == 2}


def test_goals_sections_and_bureaus(tokyo: LoadedPlan) -> None:
    """5 goals, 30 sections, 8 bureaus; 73 alone has two owners."""
    graph = tokyo.graph
    assert (len(nodes_of(graph, "Goal")), len(nodes_of(graph, "Section")), len(nodes_of(graph, "Bureau"))) == (5, 30, 8)
    assert [m.rsplit("/", 1)[1] for m in nodes_of(graph, "Measure") if len(targets_of(graph, "OWNED_BY", m)) > 1] == ["73"]
    assert {"bureau:tokyo/生活文化スポーツ局"} == set(targets_of(graph, "OWNED_BY", "measure:tokyo-2025-01/83"))


def test_stars(tokyo: LoadedPlan) -> None:
    """★ stands on 38 rows of 31 measures: 12 in a cell of its own, 26 in the bureau's."""
    rows = tokyo.table.rows
    starred = [row for row in rows if row.new_mark]
    in_bureau = [row for row in starred if "★" in row.columns["bureau"].raw]
    assert (len(starred), len(in_bureau), len(starred) - len(in_bureau)) == (38, 26, 12)
    assert sum(tokyo.graph.nodes[node]["has_new_project"] for node in nodes_of(tokyo.graph, "Measure")) == 31


@pytest.mark.parametrize(
    ("number", "item", "how"),
    [
        (85, "女性相談支援センターのDX", "split"),
        (86, "女性相談支援センターのDX", "split"),
        (32, None, "unrecoverable"),
        (33, None, "unrecoverable"),
        (34, None, "unrecoverable"),
        (45, "女性自立支援施設退所者への支援", "following"),
        (61, "女性自立支援施設への入所に関する取組", "preceding"),
        (38, "ひとり親家庭への支援", "following"),
        (40, "生活に困窮する方への支援", "following"),
        (42, "生活に困窮する方への支援", "preceding"),
        (29, "就労支援", "preceding"),
        (50, "特定妊婦や出産後の母子等に対する支援", "preceding"),
        (56, "民間団体と連携した支援等", "following"),
        (1, "女性相談支援センターにおける相談体制の充実", "stated"),
    ],
)
def test_items_of_merged_cells(tokyo: LoadedPlan, number: int, item: str | None, how: str) -> None:
    """A blank 事項 is the preceding or following label's, or is not to be told; a divided label is one."""
    found = measure(tokyo, number)
    assert (item, how) == (found.get("item"), found["item_how"])


def test_an_inherited_item_cites_its_labels_row(tokyo: LoadedPlan) -> None:
    """45 takes its label from line 81; 85 cites both halves of its own."""
    assert [piece["place"]["line"] for piece in measure(tokyo, 45)["item_evidence"]] == [81]
    assert [piece["place"]["line"] for piece in measure(tokyo, 85)["item_evidence"]] == [201, 202]


def test_each_listing_in_its_goal_and_section(tokyo: LoadedPlan) -> None:
    """No. 49 stands in 1-キ and again in 4-エ and 5-カ; 6 in 1-ウ, 3-ウ and 4-オ."""
    for number, first, again in ((49, "1-キ", ["4-エ", "5-カ"]), (6, "1-ウ", ["3-ウ", "4-オ"]), (101, "5-カ", ["5-キ"])):
        node = f"measure:tokyo-2025-01/{number}"
        assert [f"section:tokyo-2025-01/{first}"] == targets_of(tokyo.graph, "LISTED_IN", node)
        assert [f"section:tokyo-2025-01/{place}" for place in again] == targets_of(tokyo.graph, "RELISTED_IN", node)


def test_what_differs_in_relistings(tokyo: LoadedPlan) -> None:
    """The relistings that are worded otherwise, by column; all others differ at most in form."""
    by_column: dict[str, set[int]] = {"text": set(), "status": set(), "item": set()}
    for _, _, link in links_of(tokyo.graph, "RELISTED_IN"):
        for column in link["differences"]:
            by_column[column].add(link["place"]["line"])
        assert (link["differs"] == "wording") == bool(link["differences"])
    assert by_column == {"text": WORDING_IN_TEXT, "status": WORDING_IN_STATUS, "item": WORDING_IN_ITEM}


def test_ledger(tokyo: LoadedPlan) -> None:
    """284 lines: 138 rows, 30 heads, 30 section headings, 5 goals, 1 title, 1 legend, 2 rules of dashes, 77 blank."""
    ledger = tokyo.graph.graph["ledger"]
    assert ledger["lines"] == 284
    assert ledger["used"] == {"row": 138, "head": 30, "section": 30, "goal": 5}
    assert ledger["ignored"] == {"blank": 77, "rule": 2, "legend": 1, "title": 1}
    assert (ledger["not_understood"], ledger["cells"]["not_understood"]) == (0, 0)


def test_every_cell_is_accounted_for(tokyo: LoadedPlan) -> None:
    """The ledger counts as many cells as the report has."""
    cells = tokyo.graph.graph["ledger"]["cells"]
    assert sum(len(line.cells) for line in tokyo.lines) == cells["total"]
    assert cells["total"] == sum(cells["used"].values()) + sum(cells["ignored"].values())
    assert tuple(cells["used"][role] for role in ("number", "text", "status", "mark")) == (138, 138, 138, 12)


def test_the_notice_on_81_names_what_stands_near_and_does_not_conclude(tokyo: LoadedPlan) -> None:
    """81 is missing; line 191, marked ※, stands near its place."""
    (notice,) = [notice for notice in tokyo.graph.graph["notices"] if notice["code"].startswith("missing_number")]
    assert notice["place"]["line"] == 191
    assert "81" in notice["ja"] and "※" in notice["ja"] and "191" in notice["ja"]
    assert "measure:tokyo-2025-01/81" not in tokyo.graph


def test_every_quote_is_where_it_says(tokyo: LoadedPlan, document) -> None:
    """`cell[start:end] == quote` for every piece of evidence, against the file itself."""
    lines = document.read_text(encoding="utf-8").split("\n")
    pieces = [piece for *_, link in tokyo.graph.edges(data=True) for piece in link.get("evidence", ())]
    pieces += [piece for _, node in tokyo.graph.nodes(data=True) for piece in node.get("item_evidence", ())]
    assert len(pieces) > 1000
    for piece in pieces:
        cell = lines[piece["place"]["line"] - 1].split("\t")[piece["place"]["cell"]]
        assert cell[piece["start"] : piece["end"]] == piece["quote"]
        assert piece["quote"].strip() and len(piece["quote"]) <= 20
        assert document.name == piece["place"]["file"]


def test_rejected_cues_quote_the_report(tokyo: LoadedPlan, document) -> None:
    """What was seen and not taken stands in its cell, too."""
    lines = document.read_text(encoding="utf-8").split("\n")
    cues = [cue for _, node in tokyo.graph.nodes(data=True) for cue in node.get("rejected_cues", ())]
    assert cues
    for cue in cues:
        assert cue["quote"] in lines[cue["place"]["line"] - 1].split("\t")[cue["place"]["cell"]]


def test_text_stands_as_in_the_cell(tokyo: LoadedPlan, document) -> None:
    """`text` is the raw cell, and its hash is the cell's."""
    line = document.read_text(encoding="utf-8").split("\n")[173]
    found = measure(tokyo, 77)
    assert line.split("\t")[3] == found["status_text"]
    assert text_hash(line.split("\t")[2]) == found["text_hash"]


def test_names_and_dates_are_the_documents_own(tokyo: LoadedPlan) -> None:
    """Without a profile the title names Tokyo and the heads January 2025."""
    plan = tokyo.graph.nodes["plan:tokyo-2025-01"]
    assert (plan["jurisdiction"], plan["edition"], plan["as_of"]) == ("tokyo", "2025-01", "2025-01")
    assert "東京都基本計画" in plan["title"]
