"""A graph against people's labels, and two people against each other: precision, recall, F1, Cohen's kappa.

A label under …_optional counts for neither side. Links that rest on a relisting's words alone are left out: labels are of
the original rows. Precision = tp / (tp + fp), recall = tp / (tp + fn), F1 their harmonic mean; kappa = (p_o - p_e) / (1 - p_e)
(Cohen 1960), over every measure × term that both labelled.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_model.errors import DeclarationError
from graph_model.graph import nodes_of, short_name
from loaders.readers.lines import read_bytes

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from loaders.reviews import Review

SETS = {"groups": "SERVES", "partners": "PARTNERS_WITH", "supports": "PROVIDES", "norms": "FALLS_UNDER"}
_SHARES = ("status", "bureaus", "star", "relisted", "item")


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed links."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """Share of the links found that are right; 0 where none was found."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Share of the labels that were found; 0 where there are none."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn) if self.tp else 0.0


@dataclass(slots=True)
class Score:
    """How a graph agrees with labels, by kind, term, rule and certainty, and the rows that differ.

    A difference is (number, kind, sign, term): + found and not labelled, - labelled and not found, ! another value.
    """

    measures: int
    in_graph: int
    missing: list[str] = field(default_factory=list)
    kinds: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in (*SETS, "roles")})
    terms: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    rules: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    certainty: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    agree: Counter[str] = field(default_factory=Counter)
    status_by_class: dict[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    differences: list[tuple[str, str, str, str]] = field(default_factory=list)

    @property
    def shares(self) -> dict[str, float]:
        """Share of the labelled measures whose status, owners, mark, relistings and item are as labelled."""
        return {name: self.agree[name] / self.measures if self.measures else 0.0 for name in _SHARES}


def read_labels(path: Path) -> list[dict[str, Any]]:
    """Return the measures of a label file. Raises DeclarationError that names what is wrong in it."""
    try:
        measures = json.loads(read_bytes(path).decode("utf-8-sig"))["measures"]
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise DeclarationError(
            f"{path.name}: ラベルのファイル（measures をもつJSON）として読めません: {error}",
            f"{path.name}: no file of labels (JSON with measures): {error}",
        ) from error
    for label in measures:
        lacking = {"no", "groups", "partners", "supports", "status"} - set(label) if isinstance(label, dict) else {"no"}
        if lacking:
            raise DeclarationError(
                f"{path.name}: {', '.join(sorted(lacking))} のない取組があります: {str(label)[:40]}",
                f"{path.name}: a measure lacks {', '.join(sorted(lacking))}: {str(label)[:40]}",
            )
    return list(measures)


def labels_to_score(graph: PlanGraph, labels: list[dict[str, Any]]) -> Score:
    """Return how the graph's links agree with the labels; a number that stands twice is matched in order."""
    found = _links_by_number(graph)
    score = Score(len(labels), len(nodes_of(graph, "Measure")))
    seen: Counter[str] = Counter()
    for label in labels:
        number = str(label["no"])
        at = seen[number]
        seen[number] += 1
        node: str | None = None
        links: list[tuple[str, dict[str, Any]]] = []
        if at < len(found[number]):
            node, links = found[number][at]
        else:
            score.missing.append(number)
        _score_sets(score, number, label, links)
        _score_roles(score, number, label, links)
        _score_shares(score, number, label, graph, node, links)
    return score


def _links_by_number(graph: PlanGraph) -> dict[str, list[tuple[str, list[tuple[str, dict[str, Any]]]]]]:
    found: dict[str, list[tuple[str, list[tuple[str, dict[str, Any]]]]]] = defaultdict(list)
    for node in nodes_of(graph, "Measure"):
        links = [(end, data) for _, end, data in graph.out_edges(node, data=True) if not data.get("from_relisting")]
        found[str(graph.nodes[node]["number"])].append((node, links))
    return found


def _targets(links: list[tuple[str, dict[str, Any]]], kind: str) -> dict[str, dict[str, Any]]:
    return {short_name(end).rsplit("/", 1)[-1]: data for end, data in links if data["kind"] == kind}


def _score_sets(score: Score, number: str, label: dict[str, Any], links: list[tuple[str, dict[str, Any]]]) -> None:
    for kind, edge in SETS.items():
        if kind == "norms" and "norms" not in label:
            continue
        got = _targets(links, edge)
        need, may = set(label.get(kind, ())), set(label.get(f"{kind}_optional", ()))
        for term in sorted((need | set(got)) - (may - need)):
            outcome = "tp" if term in need and term in got else "fn" if term in need else "fp"
            tallies = [score.kinds[kind], score.terms[kind, term]]
            if term in got:
                tallies += [score.rules[kind, rule] for rule in sorted({piece["rule"] for piece in got[term]["evidence"]})]
                tallies.append(score.certainty[got[term]["certainty"]])
            for tally in tallies:
                setattr(tally, outcome, getattr(tally, outcome) + 1)
            if outcome != "tp":
                score.differences.append((number, kind, "-" if outcome == "fn" else "+", term))


def _score_roles(score: Score, number: str, label: dict[str, Any], links: list[tuple[str, dict[str, Any]]]) -> None:
    got = _targets(links, "PARTNERS_WITH")
    for partner, roles in label["partners"].items():
        if partner in got:
            found = set(got[partner]["roles"])
            right = bool(found & set(roles))
            score.kinds["roles"].tp += right
            score.kinds["roles"].fn += not right
            score.kinds["roles"].fp += len(found - set(roles))
            if found != set(roles):
                score.differences.append((number, "roles", "!", f"{partner}: {', '.join(sorted(roles))} / {', '.join(sorted(found))}"))


def _score_shares(
    score: Score, number: str, label: dict[str, Any], graph: PlanGraph, node: str | None, links: list[tuple[str, dict[str, Any]]]
) -> None:
    data = graph.nodes[node] if node else {}
    found = {
        "status": next(iter(_targets(links, "HAS_STATUS")), None),
        "bureaus": {graph.nodes[end]["name"] for end, link in links if link["kind"] == "OWNED_BY"},
        "star": bool(data.get("has_new_project")),
        "relisted": sum(link["kind"] == "RELISTED_IN" for _, link in links),
        "item": data.get("item"),
    }
    wanted = {
        "status": label["status"],
        "bureaus": set(label.get("bureaus", found["bureaus"])),
        "star": bool(label.get("is_new", found["star"])),
        "relisted": len(label["relisted"]) if "relisted" in label else found["relisted"],
        "item": label.get("item", found["item"]),
    }
    score.status_by_class[label["status"]][found["status"] == label["status"]] += 1
    for name in _SHARES:
        score.agree[name] += found[name] == wanted[name]
        if found[name] != wanted[name]:
            score.differences.append((number, name, "!", f"{wanted[name]} / {found[name]}"))


def labels_to_kappa(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> dict[str, float]:
    """Return Cohen's kappa of two people's labels by kind, over the measures that both labelled.

    A set (groups, partners, supports, norms) is one yes or no a measure and term that either used anywhere; status is one
    choice a measure. 1.0 where both say the same throughout.
    """
    ours, theirs = ({str(label["no"]): label for label in labels} for labels in (first, second))
    both = sorted(set(ours) & set(theirs))
    found: dict[str, float] = {}
    for kind in SETS:
        terms = sorted({term for labels in (ours, theirs) for label in labels.values() for term in label.get(kind, ())})
        pairs = [(term in ours[number].get(kind, ()), term in theirs[number].get(kind, ())) for number in both for term in terms]
        found[kind] = cohen_kappa(pairs)
    found["status"] = cohen_kappa([(ours[number]["status"], theirs[number]["status"]) for number in both])
    return found


def reviews_to_kappa(first: Iterable[Review], second: Iterable[Review]) -> dict[str, float]:
    """Return Cohen's kappa of two people's review decisions by kind of link, over the links that both decided on."""
    ours, theirs = ({review.key: review.decision for review in reviews} for reviews in (first, second))
    both = sorted(set(ours) & set(theirs))
    kinds = sorted({kind for _, kind, _ in both})
    return {kind: cohen_kappa([(ours[key], theirs[key]) for key in both if key[1] == kind]) for kind in kinds}


def cohen_kappa(pairs: Iterable[tuple[Any, Any]]) -> float:
    """Return Cohen's kappa of two raters' choices, pair by pair; 1.0 where there is nothing to disagree on."""
    chosen = list(pairs)
    if not chosen:
        return 1.0
    first, second = Counter(a for a, _ in chosen), Counter(b for _, b in chosen)
    observed = sum(a == b for a, b in chosen) / len(chosen)
    expected = sum(first[value] * second[value] for value in first) / len(chosen) ** 2
    return 1.0 if expected == 1.0 else (observed - expected) / (1 - expected)
