"""A plan's edition as files that load it without this program: a Cypher script, and CSV for `neo4j-admin database import full`.

Either gives the database that a push gives. The script may be run again; it removes no node, and stops where the database holds
the edition otherwise (see offline_guards).
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph_model.cypher import (
    ALONE,
    Row,
    about,
    constraints,
    indexes,
    link_row,
    merge_links,
    merge_nodes,
    merge_terms,
    node_row,
    property_names,
)
from graph_model.cypher_text import to_literal
from graph_model.editions import EDITION_KINDS, SHARED_KINDS, Edition, in_pieces
from graph_model.graph import kind_of_id
from graph_model.kinds import EDGE_KIND, NODE_KIND
from graph_model.offline_guards import check_edition, check_terms, lay_term

ROWS = 200
"""How many rows stand in one statement of the script."""
SEPARATOR = "\x1f"
"""Between the parts of a list in CSV."""
_NUMBERS = {"whole": "long", "number": "double", "flag": "boolean"}
_CSV_CANNOT = ("\x00", SEPARATOR)


def editions_to_script(editions: Sequence[Edition]) -> Iterator[str]:
    """Yield a script for cypher-shell, statement by statement: schema, then each plan in one transaction with its guards and stamp.

    Like a push, it waits for a push that runs, and keeps the next one waiting.

    Raises DatabaseError where the plans differ in what answers rest on.
    """
    _shared_rows(editions)
    yield "// sesaku: cypher-shell -f plans.cypher\n"
    for statement in (*constraints(), *indexes()):
        yield f"{statement};\n"
    for edition in editions:
        digest = edition_digest(edition)
        yield f":begin\n{ALONE};\nMERGE (:Plan {{id: {to_literal(edition.plan)}}});\n{check_edition(edition, digest)}"
        terms: dict[str, list[Row]] = {}
        for kind, row in _node_rows(edition, SHARED_KINDS):
            terms.setdefault(kind, []).append(row)
        yield from (check_terms(kind, rows) for kind, rows in terms.items())
        for statement, rows in _statements(edition):
            for some in in_pieces(rows, ROWS):
                listed = ",\n".join(to_literal(row) for row in some)
                yield statement.replace("UNWIND $rows AS row", f"UNWIND [\n{listed}\n] AS row") + ";\n"
        yield f"MATCH (p:Plan {{id: {to_literal(edition.plan)}}}) SET p.loaded = {to_literal(digest)};\n:commit\n"


def edition_digest(edition: Edition) -> str:
    """Return the SHA-256 of all that an edition says, as a push stamps it."""
    digest = hashlib.sha256()
    for _, row in _node_rows(edition):
        digest.update(f"{row['id']}\0{row['properties']['content_hash']}\n".encode("utf-8", "surrogatepass"))
    for _, row in _link_rows(edition):
        line = f"{row['source']}\0{row['target']}\0{row['key']}\0{row['properties']['content_hash']}\n"
        digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def editions_to_csv(editions: Sequence[Edition]) -> dict[str, str]:
    """Return the files of an import by name: CSV of each kind, `import.args` and `finish.cypher`.

    `import.args` holds the arguments of neo4j-admin. `finish.cypher` makes the constraints and sets what CSV cannot carry
    (an empty list, a character that separates); it is run by cypher-shell once the server is up. Raises DatabaseError where the
    plans differ in what answers rest on.
    """
    nodes = _shared_rows(editions)
    links: dict[str, dict[tuple[str, str, str], Row]] = {}
    for edition in editions:
        for kind, row in _node_rows(edition, EDITION_KINDS):
            nodes.setdefault(kind, {}).setdefault(row["id"], row)
        for ends, row in _link_rows(edition):
            links.setdefault(ends[0], {}).setdefault((row["source"], row["target"], row["key"]), row)
        nodes["Plan"][edition.plan]["properties"]["loaded"] = edition_digest(edition)
    finish = [f"{statement};\n" for statement in (*constraints(), *indexes())]
    files: dict[str, str] = {}
    arguments = ["--multiline-fields=true", "--array-delimiter=U+001F", "--id-type=string"]
    for kind, rows in nodes.items():
        files[f"{kind}.csv"] = _to_csv(kind, rows.values(), {"id:ID": "id"}, finish)
        arguments.append(f"--nodes={kind}={kind}.csv")
    for kind, found in links.items():
        files[f"{kind}.csv"] = _to_csv(kind, found.values(), {":START_ID": "source", ":END_ID": "target", "key:string": "key"}, finish)
        arguments.append(f"--relationships={kind}={kind}.csv")
    return {**files, "import.args": "\n".join(arguments) + "\n", "finish.cypher": "".join(finish)}


def _shared_rows(editions: Sequence[Edition]) -> dict[str, dict[str, Row]]:
    """Return the shared nodes of all editions by kind and id, laid over one another as pushes in this order leave them."""
    shared: dict[str, dict[str, Row]] = {}
    for edition in editions:
        for kind, row in _node_rows(edition, SHARED_KINDS):
            rows = shared.setdefault(kind, {})
            rows[row["id"]] = lay_term(rows.get(row["id"]), row)
    return shared


def _statements(edition: Edition) -> Iterator[tuple[str, list[Row]]]:
    nodes: dict[str, list[Row]] = {}
    for kind, row in _node_rows(edition):
        nodes.setdefault(kind, []).append(row)
    for kind, rows in nodes.items():
        yield _over_what_is_there(merge_terms(kind) if kind in SHARED_KINDS else merge_nodes(kind), kind), rows
    links: dict[tuple[str, str, str], list[Row]] = {}
    for ends, row in _link_rows(edition):
        links.setdefault(ends, []).append(row)
    for ends, rows in links.items():
        yield _over_what_is_there(merge_links(*ends), ends[0]), rows


def _over_what_is_there(statement: str, kind: str) -> str:
    """Return a merge for a script, whose rows hold no nulls: what an earlier writer left under a name that is ours goes.

    A shared node that a load wrote is only filled in; one that somebody else made is written as one's own.
    """
    nothing = "{" + ", ".join(f"{name}: null" for name in property_names(kind)) + "}"
    statement = statement.removesuffix("\nRETURN count(*) AS written")
    if kind in SHARED_KINDS:
        strange = f"SET n += CASE WHEN n.content_hash IS NULL THEN {nothing} ELSE {{}} END\n"
        return statement.replace("\nSET ", f"\n{strange}{strange.replace(nothing, 'row.properties')}SET ", 1)
    return re.sub(r"\nSET (\w) \+= row", rf"\nSET \1 += {nothing}\nSET \1 += row", statement)


def _node_rows(edition: Edition, kinds: Sequence[str] = (*SHARED_KINDS, *EDITION_KINDS)) -> Iterator[tuple[str, Row]]:
    """Yield each node of an edition with its kind, in the order of a push."""
    graph = edition.graph
    for kind in kinds:
        for node in (edition.shared if kind in SHARED_KINDS else edition.own)[kind]:
            data = graph.nodes[node]
            yield kind, node_row(node, data, about(graph, data, edition.plan), fresh=True)


def _link_rows(edition: Edition) -> Iterator[tuple[tuple[str, str, str], Row]]:
    """Yield each link of an edition with its kind and those of its ends, in the order of a push."""
    for kind in (*EDITION_KINDS, *SHARED_KINDS):
        for source in (edition.shared if kind in SHARED_KINDS else edition.own)[kind]:
            for link in edition.links_from(source):
                yield (link[3]["kind"], kind, edition.graph.nodes[link[1]]["kind"]), link_row(*link, fresh=True)


def _to_csv(kind: str, rows: Iterable[Row], fixed: Mapping[str, str], finish: list[str]) -> str:
    """Return one file; what it cannot carry is set by a statement that is added to `finish`."""
    types = {prop.name: prop.type for prop in (NODE_KIND.get(kind) or EDGE_KIND[kind]).properties}
    names = [*property_names(kind), *(("loaded",) if kind == "Plan" else ())]
    rows = list(rows)
    lists = {name for name in names if any(isinstance(row["properties"].get(name), list) for row in rows)}
    mixed = {name for name in lists if any(isinstance(row["properties"].get(name), str) for row in rows)}
    heads = {
        name: f"{name}:{'string[]' if name in lists else _NUMBERS.get(types.get(name, ''), 'string')}"
        for name in names
        if name not in mixed
    }
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([*fixed, *heads.values()])
    for row in rows:
        properties = row["properties"]
        apart = {name: value for name, value in properties.items() if name in mixed or not _fits(value)}
        if any(char in str(row[key]) for key in fixed.values() for char in _CSV_CANNOT):
            finish.append(_whole_row(kind, row, fixed))
            continue
        cells = [_cell(properties.get(name)) if name not in apart else "" for name in heads]
        out.write(",".join([*(_quoted(str(row[key])) for key in fixed.values()), *cells]) + "\n")
        if apart:
            finish.append(f"{_match(kind, row)} SET {', '.join(f'x.{name} = {to_literal(value)}' for name, value in apart.items())};\n")
    return out.getvalue()


def _fits(value: Any) -> bool:
    """Return whether CSV can carry a value: no empty list or text in a list, no character that separates."""
    if isinstance(value, list):
        return bool(value) and all(part and _fits(part) for part in value)
    return not (isinstance(value, str) and any(char in value for char in _CSV_CANNOT))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return _quoted(SEPARATOR.join(value))
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _match(kind: str, row: Row) -> str:
    if "id" in row:
        return f"MATCH (x:{kind} {{id: {to_literal(row['id'])}}})"
    source, target = (kind_of_id(row[end]) for end in ("source", "target"))
    return (
        f"MATCH (:{source} {{id: {to_literal(row['source'])}}})-[x:{kind} {{key: {to_literal(row['key'])}}}]->"
        f"(:{target} {{id: {to_literal(row['target'])}}})"
    )


def _whole_row(kind: str, row: Row, fixed: Mapping[str, str]) -> str:
    statement = merge_nodes(kind) if "id" in row else merge_links(kind, kind_of_id(row["source"]), kind_of_id(row["target"]))
    return statement.replace("$rows", f"[{to_literal(row)}]").replace("\nRETURN count(*) AS written", "") + ";\n"
