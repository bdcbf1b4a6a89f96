"""gap-pathway: the steps from early notice to aftercare, for every client group; a step that no measure names breaks the path."""

from __future__ import annotations

from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, add_rejected, cell_flip
from queries.facts import PlanFacts
from queries.saved_query import CELL_COLUMNS, GENERAL_COLUMN, GROUP, STATE, THIN, Column, Parameter, Row, SavedQuery
from queries.states import judge_cell, measures_by_cell, open_by_cell

_NO_STEP = "/children"


def pathway_steps(facts: PlanFacts) -> tuple[str, ...]:
    """Return the steps: the policy's headings in order; help for children who come along is no step of the woman's path."""
    return tuple(norm for norm in facts.headings if not norm.endswith(_NO_STEP))


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a group and step, in the order of the vocabulary and of the steps."""
    rows: list[Row] = []
    steps = pathway_steps(facts)
    naming, open_to = measures_by_cell(facts, facts.norms), open_by_cell(facts, facts.norms)
    for group in facts.client_groups:
        for at, norm in enumerate(steps, 1):
            named, general = naming.get((group, norm), ()), open_to.get((facts.facet(group), norm), ())
            cell = judge_cell(facts, named, general, thin=parameters["thin"])
            again = (measure for measure in named if {(measure, group), (measure, norm)} & facts.again)
            rows.append(
                {
                    "finding": f"gap-pathway/{group}/{norm}",
                    "group": group,
                    "step": at,
                    "norm": norm,
                    **cell.as_columns(again),
                    "general": list(cell.general),
                }
            )
    return rows


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would flip a step."""
    group, norm = row["group"], row["norm"]

    def adds() -> Flip | None:
        return add_rejected(facts, "SERVES", group, lambda m: norm in facts.norms[m] and group not in facts.groups[m])

    return cell_flip(facts, row, thin=parameters["thin"], rests_on=lambda m: [("SERVES", group), ("FALLS_UNDER", norm)], adds=adds)


CYPHER = f"""\
{cypher.PLAN}{cypher.measures("groups", "facets", "norms", "operating", "no_status", "again")}{cypher.CLIENT_GROUPS}{cypher.HEADINGS}\
WITH *, [n IN headings WHERE NOT n.id ENDS WITH '{_NO_STEP}'] AS steps
UNWIND groups AS g
UNWIND range(1, size(steps)) AS step
WITH p, g, step, steps[step - 1] AS n, [m IN measures WHERE steps[step - 1].id IN m.norms] AS under
WITH p, g, step, n, [m IN under WHERE g.id IN m.groups] AS named, [m IN under WHERE {cypher.OPEN}] AS general, true AS applies
{cypher.JUDGE}\
RETURN 'gap-pathway/' + g.id + '/' + n.id AS finding, g.id AS group, step, n.id AS norm,
  {cypher.cell("g.id IN m.again OR n.id IN m.again")}, [m IN general | m.id] AS general
ORDER BY g.at, step
"""

QUERY = SavedQuery(
    name="gap-pathway",
    family="gap",
    title=Words("支援の道筋", "Pathway"),
    question=Words(
        "早期の把握からアフターケアまで、どの段階がその対象者を名指ししていないか",
        "From early notice to aftercare, which step does not name the group?",
    ),
    why=Words(
        "支援は段階をつないで届く。一つ欠けると、そこで途切れる。",
        "Help arrives step by step; where one is missing, the path breaks there.",
    ),
    how_to_read=Words(
        "段階は国の基本方針の項目の順（同伴児童への支援を除く8段階）。「名指しなし・一般の取組あり」は、名指しはないが、利用しうる一般の取組がある段階。",
        "Steps are the headings of the national basic policy in order, help for accompanying children aside (8 steps). “Not named, general measures”: no measure of the step names the group, general ones are open to it.",
    ),
    limits=Words(
        "段階への当てはめは取組の語による。段階の間の引き継ぎが実際に行われているかは分からない。",
        "Steps are told from the measures' words; whether people are handed on from step to step is not told.",
    ),
    unit="step",
    over=("client groups", "steps"),
    columns=(
        Column("group", "id", "TargetGroup", Words("対象者", "group")),
        Column("step", "whole", None, Words("段階", "step")),
        Column("norm", "id", "Norm", Words("国の項目", "heading")),
        *CELL_COLUMNS,
        GENERAL_COLUMN,
    ),
    parameters=(THIN, GROUP, Parameter("norm", None, Words("この段階だけを示す", "show this step only"), "Norm", ("norm",)), STATE),
    answer=answer,
    doubt=doubt,
    cypher=CYPHER,
    draws=Words(
        "対象者と、取組を通じて名指しされる段階。取組と結ばれない段階は、その対象者を名指しする取組がないもの。絞らなければ、名指しのある対象者のうち、欠ける段階の最も多いもの。",
        "A group and the steps at which measures name it; a step joined to no measure has none that does. Unless narrowed: of the groups that some step names, the one that lacks most.",
    ),
    picture=f"""\
{picture.given("group", "norm")}{picture.plan_read_with("status", "item")}{picture.client_groups()}\
{picture.terms("n", "Norm", f"NOT n.id ENDS WITH '{_NO_STEP}' AND (norm IS NULL OR n.id = norm)")}\
OPTIONAL MATCH path = (g)<-[:SERVES]-(m:Measure)-[:FALLS_UNDER]->(n)
  WHERE {picture.DRAWN}
{picture.one_with_its_gaps("g", "n", "group", "norm")}""",
    needs=("status", "item"),
)
