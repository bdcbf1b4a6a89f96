"""sesaku in a notebook: `from sesaku.notebook import load_plan, ask, matrix, map_page`.

    plan = load_plan("report.txt")            the bundled plan of Tokyo without a name
    plan                                      shows itself: counts, how much is reviewed
    plan.measure("49")                        a measure with its links and the words that they rest on
    ask(plan, "gap-cells", group="外国籍")     an answer; .frame() is a pandas DataFrame
    matrix(plan)                              group × service
    map_page(plan).save("map.html")           the map of the plan, one HTML file

Everything shows itself as HTML and as Markdown; words of a document are escaped.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_model.graph import nodes_of
from sesaku.language import LANGUAGES, lang, said, say, speak
from viz.html_text import escape

if TYPE_CHECKING:
    import pandas

    from graph_model.graph import PlanGraph
    from viz.report_blocks import Block

_ROWS_SHOWN = 60


class Shown:
    """What shows itself in a notebook: `_blocks` gives what it is made of."""

    def _blocks(self) -> list[Block]:
        raise NotImplementedError

    def _repr_html_(self) -> str:
        from viz.report_html import blocks_to_html

        return f'<div class="sesaku">{blocks_to_html(self._blocks())}</div>'

    def _repr_markdown_(self) -> str:
        from viz.report_markdown import blocks_to_markdown

        return blocks_to_markdown(self._blocks())

    def __repr__(self) -> str:
        return self._repr_markdown_()


class NotebookPlan(Shown):
    """A plan: its graph (`graph`, a networkx MultiDiGraph) and its measures."""

    def __init__(self, graph: PlanGraph) -> None:
        self.graph = graph

    @property
    def measures(self) -> list[str]:
        """The ids of its measures, in order."""
        return nodes_of(self.graph, "Measure")

    def measure(self, number: str | int) -> NotebookMeasure:
        """Return one measure by its number. Raises UnknownName with the names that come near."""
        from sesaku.names import find_node

        return NotebookMeasure(self, find_node(self.graph, str(number), ("Measure",)))

    def _blocks(self) -> list[Block]:
        from sesaku.plan_counts import plan_to_counts
        from viz.report_blocks import Heading, Table, words

        about, rows = plan_to_counts(self.graph)
        facts = tuple((words(name), words(str(value))) for name, value in about.items())
        heads = (say("何ごと", "by"), say("名称", "name"), say("取組", "measures"), say("再掲", "relisted"))
        counted = tuple(tuple(words(str(cell)) for cell in row) for row in rows if row[2])
        title = str(next(iter(about.values())))
        return [Heading(3, title), Table((say("項目", "fact"), ""), facts, (0.3, 0.7)), Table(heads, counted, (0.2, 0.5, 0.15, 0.15))]


class NotebookMeasure(Shown):
    """One measure of a plan: `id`, `data` (its properties) and its links with the words that they rest on."""

    def __init__(self, plan: NotebookPlan, node: str) -> None:
        self.plan, self.id = plan, node
        self.data = dict(plan.graph.nodes[node])

    def _blocks(self) -> list[Block]:
        from sesaku.reasons import REASON_HEADS, node_about, node_reasons
        from viz.report_blocks import Heading, Paragraph, Table, words

        first, *lines = node_about(self.plan.graph, self.id).strip().split("\n")
        rows = tuple(tuple(words(str(cell)) for cell in row) for row in node_reasons(self.plan.graph, self.id))
        heads = tuple(said(head) for head in REASON_HEADS)
        return [Heading(3, first), *(Paragraph(words(line)) for line in lines), Table(heads, rows, (0.12,) * len(heads))]


class NotebookAnswer(Shown):
    """The answer to a saved question: `answer` (as `sesaku ask -f json` gives it), iterable over its rows."""

    def __init__(self, plan: NotebookPlan, answer: dict[str, Any]) -> None:
        self.plan, self.answer = plan, answer

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Its rows, ids as they are."""
        return list(self.answer["rows"])

    def __len__(self) -> int:
        return len(self.answer["rows"])

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.answer["rows"])

    def frame(self, *, names: bool = True) -> pandas.DataFrame:
        """Return the rows as a pandas DataFrame, with names in the place of ids unless `names` is false.

        Raises MissingPackage where pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise MissingPackage("pandas") from error
        if not names:
            columns = ["finding", *(column["name"] for column in self.answer["columns"]), "robust", "flip"]
            return pandas.DataFrame(self.rows, columns=columns)
        heads, rows = self._table()
        return pandas.DataFrame(rows, columns=heads)

    def _table(self) -> tuple[list[str], list[list[Any]]]:
        from queries.run import find_query
        from sesaku.answers import answer_table

        return answer_table(self.plan.graph, find_query(self.answer["query"]), self.answer, short=False)

    def _blocks(self) -> list[Block]:
        from queries.run import find_query
        from sesaku.answers import denominator_line, plan_header
        from viz.report_blocks import Heading, Paragraph, Table, words

        query = find_query(self.answer["query"])
        heads, rows = self._table()
        filled = [at for at in range(1, len(heads)) if any(row[at] not in ("", []) for row in rows)]
        shown = tuple(tuple(words(str(row[at])) for at in filled) for row in rows[:_ROWS_SHOWN])
        rest = len(rows) - len(shown)
        blocks: list[Block] = [
            Heading(3, said(query.title)),
            Paragraph(words(denominator_line(query, self.answer))),
            Paragraph(words(" ".join(plan_header(self.plan.graph, self.answer).split("\n"))), "note"),
            Table(tuple(heads[at] for at in filled), shown, (1 / max(1, len(filled)),) * len(filled)),
        ]
        if rest:
            blocks.append(Paragraph(words(say(f"ほか {rest} 行（.frame() ですべて）", f"{rest} more rows (.frame() has all)")), "note"))
        return [*blocks, Paragraph(words(say("読み方: ", "How to read it: ") + said(query.how_to_read)), "note")]


class NotebookMatrix(Shown):
    """Group × service: `cells`, the rows of gap-cells; it shows itself as a picture in HTML, as a table in Markdown."""

    def __init__(self, plan: NotebookPlan, cells: list[dict[str, Any]]) -> None:
        self.plan, self.cells = plan, cells

    def _blocks(self) -> list[Block]:
        from viz.cell_words import COUNTED
        from viz.report_blocks import Paragraph, words
        from viz.report_plan import matrix_table

        return [matrix_table(self.plan.graph, lang(), self.cells), Paragraph(words(said(COUNTED)), "note")]

    def _repr_html_(self) -> str:
        from viz.slides import matrix_picture

        return matrix_picture(self.plan.graph, self.cells, lang())


class NotebookMap(Shown):
    """The map of a plan as one HTML page: `page` is its text; `save` writes it to a file."""

    def __init__(self, page: str) -> None:
        self.page = page

    def save(self, path: str | Path) -> Path:
        """Write the page to a file and return its path."""
        from sesaku.files import write_whole

        write_whole(Path(path), self.page)
        return Path(path)

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self.page)}" style="width:100%;height:700px;border:1px solid #ccc" sandbox="allow-scripts"></iframe>'
        )

    def _repr_markdown_(self) -> str:
        return say(
            f"地図（{len(self.page):,}文字）。.save('map.html') で保存できます。\n",
            f"A map ({len(self.page):,} characters); .save('map.html') writes it.\n",
        )


class MissingPackage(ImportError):
    """A package that only this needs is not installed; its message says how to install it."""

    def __init__(self, package: str) -> None:
        super().__init__(say(f"{package} が要ります: pip install {package}", f"this needs {package}: pip install {package}"))


def load_plan(path: str | Path | None = None, *, language: str | None = None) -> NotebookPlan:
    """Return a plan from a document or a built graph; without one, the bundled plan of Tokyo.

    `language` ("ja" or "en") is what everything shows itself in from then on. Raises InputError where the file is no plan.
    """
    from sesaku.plans import open_plan

    if language is not None:
        if language not in LANGUAGES:
            raise ValueError(f"language is ja or en, not {language!r}")
        speak(language)
    return NotebookPlan(open_plan(Path(path) if path is not None else None))


def ask(plan: NotebookPlan, question: str, *, reviewed_only: bool = False, today: str | None = None, **parameters: Any) -> NotebookAnswer:
    """Return the answer to a saved question; names in its parameters (group="外国籍") are found in the plan.

    Raises UnknownName for a question, parameter or name that is not there.
    """
    from queries.facts import graph_to_facts
    from queries.run import answer_query, find_query
    from sesaku.asking import find_parameters

    query = find_query(question)
    facts = graph_to_facts(plan.graph, reviewed_only=reviewed_only)
    day = today or datetime.date.today().isoformat()
    return NotebookAnswer(plan, answer_query(query, facts, find_parameters(plan.graph, query, parameters), today=day))


def matrix(plan: NotebookPlan, *, thin: int = 1, reviewed_only: bool = False) -> NotebookMatrix:
    """Return the plan's matrix of groups and services."""
    from queries.facts import graph_to_facts
    from sesaku.report_data import matrix_cells

    facts = graph_to_facts(plan.graph, reviewed_only=reviewed_only)
    answer = ask(plan, "gap-cells", thin=thin, reviewed_only=reviewed_only).answer
    return NotebookMatrix(plan, matrix_cells(plan.graph, facts, {"gap-cells": answer}).cells)


def map_page(plan: NotebookPlan) -> NotebookMap:
    """Return the map of a plan as one HTML page, as `sesaku map` writes it."""
    from sesaku.pictures import map_answers
    from viz.page import graph_to_page

    return NotebookMap(graph_to_page(plan.graph, map_answers(plan.graph), lang=lang()))
