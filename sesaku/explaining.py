"""What a saved question means, told in words: what it asks, why, how to read it, its parameters and states, its Cypher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesaku.language import said, say

if TYPE_CHECKING:
    from graph_model.words import Words
    from queries.saved_query import Parameter, SavedQuery

_STATE_PARAMETERS = ("state", "rung", "differs")


def explanation(query: SavedQuery) -> str:
    """Return what a question asks, why, how to read it and its limits, its parameters, and what its states are called."""
    lines = [
        f"{query.name}  {said(query.title)}",
        "",
        say("問い　　: ", "asks:   ") + said(query.question),
        say("なぜ　　: ", "why:    ") + said(query.why),
        say("読み方　: ", "read:   ") + said(query.how_to_read),
        say("限界　　: ", "limits: ") + said(query.limits),
    ]
    if query.parameters:
        lines += ["", say("条件", "parameters"), *(_parameter_line(parameter) for parameter in query.parameters)]
    states = question_states(query)
    width = max(map(len, states), default=0)
    lines += ["", say("状態（JSON・CSV での名前と、画面での語）", "states (as JSON names them, and on the screen)")]
    lines += [f"  {name:{width}}  {_state_line(name)}" for name in states]
    return "\n".join(lines) + "\n"


def _parameter_line(parameter: Parameter) -> str:
    default = "" if parameter.default in (None, False) else say(f"（省くと {parameter.default}）", f" (else {parameter.default})")
    return f"  --{parameter.name.replace('_', '-')}  {said(parameter.meaning)}{default}"


def _state_line(name: str) -> str:
    from sesaku.answers import state_words
    from viz.style import FINDINGS, STATES

    meaning = f"  {said(STATES[name].meaning)}" if name in STATES and name not in FINDINGS else ""
    return state_words(name) + meaning


def question_states(query: SavedQuery) -> tuple[str, ...]:
    """Return the states that a question tells apart, in its own order: those by which it counts what was looked at."""
    from graph_model.graph import new_graph
    from queries.facts import graph_to_facts
    from queries.run import answer_query

    graph = new_graph()
    vocabulary: dict[str, list[str]] = {kind: [] for kind in ("TargetGroup", "Organisation", "SupportType", "Status", "Norm")}
    columns = ["number", "item", "text", "status", "bureau"]
    nothing = {"as_of": "", "source_sha256": "", "facts_only": True, "vocabulary": vocabulary, "columns_read": columns}
    graph.add_node("plan:none", kind="Plan", **nothing)
    return tuple(answer_query(query, graph_to_facts(graph))["denominator"]["by_state"])


def settle_choice(query: SavedQuery, parameter: Parameter, value: str) -> str:
    """Return the state, rung or kind that a person means by `value`: its name, or what the screen calls it.

    Raises UnknownName with all that there are.
    """
    from graph_model.errors import UnknownName

    names = parameter.choices or (question_states(query) if parameter.name in _STATE_PARAMETERS else ())
    known = {name: _words(name) for name in names}
    if not known or value in known:
        return value
    found = [name for name, words in known.items() if words and value.strip() in words]
    if len(found) == 1:
        return found[0]
    raise UnknownName(
        f"--{parameter.name} に {value} はありません（{'、'.join(_named(name, words, 'ja') for name, words in known.items())}）",
        f"--{parameter.name} is none of {value!r} ({', '.join(_named(name, words, 'en') for name, words in known.items())})",
    )


def _words(name: str) -> Words | None:
    from graph_model.kinds import EDGE_KIND, NODE_KIND
    from viz.style import FINDINGS, STATES

    if name in FINDINGS:
        return FINDINGS[name]
    if name in STATES:
        return STATES[name].name
    kind = EDGE_KIND.get(name) or NODE_KIND.get(name)
    return kind.title if kind else None


def _named(name: str, words: Words | None, lang: str) -> str:
    return f"{name} {words.said_in(lang)}" if words else name


def cypher_text(query: SavedQuery) -> str:
    """Return a question's Cypher: rows, then what counts its states where that is a query of its own, then its picture."""
    parts = [
        (
            say("行（$plan に計画のID、$reviewed_only に true か false）", "rows ($plan: the plan's id; $reviewed_only: true or false)"),
            query.cypher,
        ),
        (say("状態ごとの数", "how many in each state"), query.tally_cypher),
        (say("Neo4j Browser の図", "picture for Neo4j Browser"), query.picture),
    ]
    return "\n".join(f"// {query.name}: {words}\n{text.strip()};\n" for words, text in parts if text)
