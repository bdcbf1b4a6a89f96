"""Where everything stands: two layouts, computed beforehand, the same for the same plan.

`overview` puts each kind into columns that are read like a table: groups, the goals with their sections and numbered
measures, supports, headings, bureaus and partners. What does not fit is counted, never dropped in silence; a plan of more
than 300 nodes shows its hubs first. `connection` puts near each other what the same measures join.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

DRAWN_AT_ONCE = 300
ROWS = 31
PITCH = 19.4
HEIGHT = 17.0
UNIT = 27.0
_GAP = 13.0
_WIDTHS = {"groups": 178.0, "measures": 13 * UNIT, "supports": 152.0, "partners": 158.0}
WIDTH = _WIDTHS["groups"] + _WIDTHS["measures"] + _WIDTHS["supports"] + 2 * _WIDTHS["partners"] + 4 * _GAP
GEOMETRY = {"rows": ROWS, "pitch": PITCH, "height": HEIGHT, "unit": UNIT, "widths": _WIDTHS, "gap": _GAP}
"""What the page needs to put the neighbours of a node into the same columns."""
CONNECTION_UNIT = 31.0
CONNECTION_PITCH = 19.4
_HUB_UNITS = 4
_STEPS = 24


class Box(NamedTuple):
    """One node's place: the middle of its box, and the size of the box."""

    node: int
    x: float
    y: float
    width: float
    height: float


class Note(NamedTuple):
    """A head over a block of one kind, or (`more` above 0) how many of the kind are not drawn."""

    kind: str
    x: float
    y: float
    width: float
    size: int
    more: int


class Layout(NamedTuple):
    """Boxes and notes in a frame of `width` by `height`; `hubs` tells that the measures are counted and not drawn."""

    name: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    notes: tuple[Note, ...]
    hubs: bool

    def as_data(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "name": self.name,
            "width": self.width,
            "height": self.height,
            "boxes": [list(box) for box in self.boxes],
            "notes": [list(note) for note in self.notes],
            "hubs": self.hubs,
        }


class Plane(NamedTuple):
    """What a layout needs to know: each node's kind, how many measures it has, and what stands in what."""

    kinds: tuple[str, ...]
    counts: tuple[int, ...]
    ends: tuple[tuple[int, int], ...]
    listed: Mapping[int, int]
    above: Mapping[int, int]

    def of(self, kind: str) -> list[int]:
        """Return the nodes of a kind, in order."""
        return [at for at, name in enumerate(self.kinds) if name == kind]


def facts_to_plane(facts: Mapping[str, Any]) -> Plane:
    """Return what a layout needs to know of a page's facts."""
    names = [kind["name"] for kind in facts["style"]["kinds"]]
    link_names = [kind["name"] for kind in facts["style"]["links"]]
    kinds = tuple(names[kind] for kind in facts["nodes"]["kind"])
    links = facts["links"]
    joined: list[set[int]] = [set() for _ in kinds]
    listed: dict[int, int] = {}
    above: dict[int, int] = {}
    ends: list[tuple[int, int]] = []
    for kind, source, target in zip(links["kind"], links["source"], links["target"], strict=True):
        name = link_names[kind]
        if kinds[source] == "Measure" and kinds[target] != "Measure":
            joined[target].add(source)
            ends.append((source, target))
            if target in above:
                ends.append((source, above[target]))
        if name == "LISTED_IN":
            listed.setdefault(source, target)
        elif name in ("HAS_SECTION", "HAS_GOAL"):
            above[target] = source
    for section, goal in above.items():
        if kinds[section] == "Section":
            joined[goal] |= joined[section]
    return Plane(kinds, tuple(len(found) for found in joined), tuple(ends), listed, above)


def overview(plane: Plane) -> Layout:
    """Return the layout by kind."""
    middle = None if len(plane.kinds) > DRAWN_AT_ONCE else _measure_lines(plane)
    hubs = middle is None
    boxes: list[Box] = []
    notes: list[Note] = []
    left = 0.0
    _fill(plane, [("TargetGroup", plane.of("TargetGroup"))], [left], _WIDTHS["groups"], boxes, notes)
    left += _WIDTHS["groups"] + _GAP
    if middle is None:
        places = [node for node, kind in enumerate(plane.kinds) if kind in ("Goal", "Section")]
        places.sort(key=lambda node: _place_order(plane, node))
        notes.append(Note("Measure", left, 0.0, _WIDTHS["measures"], len(plane.of("Measure")), len(plane.of("Measure"))))
        _fill(plane, [("Plan", plane.of("Plan")), ("Section", places)], [left], _WIDTHS["measures"], boxes, notes, first=1)
    else:
        boxes += [Box(node, left + x + width / 2, y + HEIGHT / 2, width - 3, HEIGHT) for node, x, y, width in middle]
    left += _WIDTHS["measures"] + _GAP
    _fill(plane, [("SupportType", plane.of("SupportType")), ("Norm", plane.of("Norm"))], [left], _WIDTHS["supports"], boxes, notes)
    left += _WIDTHS["supports"] + _GAP
    lefts = [left, left + _WIDTHS["partners"] + _GAP]
    partners = [("Bureau", plane.of("Bureau")), ("Status", plane.of("Status")), ("Organisation", plane.of("Organisation"))]
    _fill(plane, partners, lefts, _WIDTHS["partners"], boxes, notes)
    return Layout("overview", WIDTH, (ROWS + 1) * PITCH, tuple(boxes), tuple(notes), hubs)


def _place_order(plane: Plane, node: int) -> tuple[int, int]:
    """Return where a goal or section stands: each goal, then its sections."""
    goal = node if plane.kinds[node] == "Goal" else plane.above.get(node, -1)
    return (goal if goal >= 0 and plane.kinds[goal] == "Goal" else -1, -1 if plane.kinds[node] == "Goal" else node)


def _measure_lines(plane: Plane) -> list[tuple[int, float, float, float]] | None:
    """Return (node, left, top, width) of the plan, its goals, sections and measures; None where they do not fit.

    A section of up to three measures takes half a line, a longer one whole lines.
    """
    inside: dict[int, list[int]] = {}
    for measure in plane.of("Measure"):
        inside.setdefault(plane.listed.get(measure, -1), []).append(measure)
    holders = [node for node, kind in enumerate(plane.kinds) if kind in ("Goal", "Section")]
    holders.sort(key=lambda node: _place_order(plane, node))
    found: list[tuple[int, float, float, float]] = []
    line, half = 0, 0
    for holder in [*plane.of("Plan"), *holders, -1]:
        own = inside.get(holder, [])
        if holder >= 0 and plane.kinds[holder] != "Section":
            line, half = line + (1 if half else 0), 0
            found.append((holder, 0.0, line * PITCH, 13 * UNIT))
            line += 1
            labelled = 0
        elif holder < 0 and not own:
            continue
        else:
            labelled = 3
            if half and len(own) > 3:
                line, half = line + 1, 0
            if holder >= 0:
                found.append((holder, half * 6.5 * UNIT, line * PITCH, 3 * UNIT))
        across = 3 if half else 13 - labelled
        for at, measure in enumerate(own):
            left = (half * 6.5 + labelled + at % across) * UNIT
            found.append((measure, left, (line + at // across) * PITCH, UNIT))
        if labelled and len(own) <= 3 and holder >= 0:
            line, half = (line + 1, 0) if half else (line, 1)
        else:
            line, half = line + max(math.ceil(len(own) / across), 1 if labelled else 0), 0
    return found if line + (1 if half else 0) <= ROWS + 1 else None


def _fill(
    plane: Plane,
    blocks: Sequence[tuple[str, list[int]]],
    lefts: Sequence[float],
    width: float,
    boxes: list[Box],
    notes: list[Note],
    first: int = 0,
) -> None:
    """Put blocks of nodes under heads into one or more columns; the greatest block gives way where there is not room for all."""
    blocks = [(kind, nodes) for kind, nodes in blocks if nodes]
    room = (ROWS + 1) * len(lefts) - len(blocks) - len(lefts) + 1 - first
    allowed = {kind: len(nodes) for kind, nodes in blocks}
    while sum(allowed.values()) > room:
        allowed[max(allowed, key=lambda kind: allowed[kind])] -= 1
    row = first
    for kind, nodes in blocks:
        keep = nodes
        if len(nodes) > allowed[kind]:
            best = sorted(nodes, key=lambda node: (-plane.counts[node], node))[: max(allowed[kind] - 1, 0)]
            keep = best if kind != "Section" else sorted(best, key=lambda node: _place_order(plane, node))
        if row % (ROWS + 1) == ROWS:
            row += 1
        notes.append(
            Note(kind, lefts[row // (ROWS + 1)], row % (ROWS + 1) * PITCH, width, sum(plane.kinds[node] == kind for node in nodes), 0)
        )
        row += 1
        for node in keep:
            boxes.append(Box(node, lefts[row // (ROWS + 1)] + width / 2, row % (ROWS + 1) * PITCH + HEIGHT / 2, width, HEIGHT))
            row += 1
        if len(keep) < len(nodes):
            notes.append(Note(kind, lefts[row // (ROWS + 1)], row % (ROWS + 1) * PITCH, width, len(nodes), len(nodes) - len(keep)))
            row += 1


def connection(plane: Plane, first: Layout) -> Layout:
    """Return the layout by connection of the nodes that the overview draws, no box upon another.

    Hubs (all but measures) are moved by steps of attraction (shared measures) and repulsion; then each takes the nearest
    free place of a grid, those with most measures first, and each measure the place nearest to the middle of its hubs.
    """
    drawn = [box.node for box in first.boxes]
    measures = [node for node in drawn if plane.kinds[node] == "Measure"]
    hubs = sorted((node for node in drawn if plane.kinds[node] != "Measure"), key=lambda node: (-plane.counts[node], node))
    columns, rows = 36, 31
    of_measure: dict[int, list[int]] = {}
    shown = set(hubs)
    for measure, hub in plane.ends:
        if hub in shown:
            of_measure.setdefault(measure, []).append(hub)
    points = _settle(hubs, of_measure, plane)
    taken: set[tuple[int, int]] = set()
    boxes = []
    for hub in hubs:
        x, y = points[hub]
        column, row = _free(taken, round(x * (columns - _HUB_UNITS)), round(y * (rows - 1)), _HUB_UNITS, columns, rows)
        boxes.append(_grid_box(hub, column, row, _HUB_UNITS))
        points[hub] = (column / (columns - _HUB_UNITS), row / (rows - 1))
    for measure in measures:
        around = [points[hub] for hub in of_measure.get(measure, ())] or [(0.5, 1.0)]
        x, y = sum(p[0] for p in around) / len(around), sum(p[1] for p in around) / len(around)
        column, row = _free(taken, round(x * (columns - 1)), round(y * (rows - 1)), 1, columns, rows)
        boxes.append(_grid_box(measure, column, row, 1))
    return Layout("connection", columns * CONNECTION_UNIT, rows * CONNECTION_PITCH, tuple(boxes), (), first.hubs)


def _grid_box(node: int, column: int, row: int, units: int) -> Box:
    width = units * CONNECTION_UNIT
    return Box(node, round(column * CONNECTION_UNIT + width / 2, 1), round((row + 0.5) * CONNECTION_PITCH, 1), width - 4, HEIGHT + 1)


def _free(taken: set[tuple[int, int]], column: int, row: int, units: int, columns: int, rows: int) -> tuple[int, int]:
    """Take the free place of `units` cells nearest to a cell, looking in rings; a row counts as two thirds of a column."""
    best: tuple[float, int, int] | None = None
    for ring in range(columns + rows):
        if best is not None and best[0] <= (ring * 0.66) ** 2:
            break
        for r in range(max(row - ring, 0), min(row + ring, rows - 1) + 1):
            whole = abs(r - row) == ring
            for c in range(column - ring, column + ring + 1) if whole else (column - ring, column + ring):
                if not 0 <= c <= columns - units or any((c + at, r) in taken for at in range(units)):
                    continue
                far = (c - column) ** 2 + ((r - row) * 0.66) ** 2
                if best is None or (far, r, c) < best:
                    best = (far, r, c)
    if best is None:
        return column, row
    _, row, column = best
    taken.update((column + at, row) for at in range(units))
    return column, row


def _settle(hubs: Sequence[int], of_measure: Mapping[int, Sequence[int]], plane: Plane) -> dict[int, tuple[float, float]]:
    """Return a point in the unit square for each hub."""
    pull: dict[tuple[int, int], float] = {}
    for found in of_measure.values():
        for at, one in enumerate(found):
            for other in found[at + 1 :]:
                pull[(one, other)] = pull.get((one, other), 0.0) + 1.0 / len(found)
    count = max(len(hubs), 1)
    x = {hub: math.cos(2.399963 * at) * math.sqrt((at + 0.5) / count) for at, hub in enumerate(hubs)}
    y = {hub: math.sin(2.399963 * at) * math.sqrt((at + 0.5) / count) for at, hub in enumerate(hubs)}
    ideal = 1.4 / math.sqrt(count)
    for step in range(_STEPS):
        move_x, move_y = dict.fromkeys(hubs, 0.0), dict.fromkeys(hubs, 0.0)
        for at, one in enumerate(hubs):
            one_x, one_y, own_x, own_y = x[one], y[one], 0.0, 0.0
            for other in hubs[at + 1 :]:
                dx, dy = one_x - x[other], one_y - y[other]
                push = ideal * ideal / (dx * dx + dy * dy + 1e-4)
                own_x += dx * push
                own_y += dy * push
                move_x[other] -= dx * push
                move_y[other] -= dy * push
            move_x[one] += own_x
            move_y[one] += own_y
        for (one, other), weight in pull.items():
            dx, dy = x[one] - x[other], y[one] - y[other]
            near = weight * math.sqrt(dx * dx + dy * dy) / ideal * 0.25
            move_x[one] -= dx * near
            move_y[one] -= dy * near
            move_x[other] += dx * near
            move_y[other] += dy * near
        most = 0.25 * (1 - step / _STEPS) + 0.01
        for hub in hubs:
            length = math.hypot(move_x[hub], move_y[hub]) or 1.0
            x[hub] += move_x[hub] / length * min(length, most)
            y[hub] += move_y[hub] / length * min(length, most)
    return _spread(hubs, x, y)


def _spread(hubs: Sequence[int], x: Mapping[int, float], y: Mapping[int, float]) -> dict[int, tuple[float, float]]:
    """Return the points half by rank and half by place, so that the whole frame is used and near stays near."""
    found = {}
    ranks = [{hub: at for at, hub in enumerate(sorted(hubs, key=lambda one: (axis[one], one)))} for axis in (x, y)]
    last = max(len(hubs) - 1, 1)
    for hub in hubs:
        found[hub] = (round(ranks[0][hub] / last, 4), round(ranks[1][hub] / last, 4))
    return found
