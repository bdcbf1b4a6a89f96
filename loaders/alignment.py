"""A row's cells -> columns: in order where they fit, by content where cells are missing or have moved."""

from typing import NamedTuple

from graph_model.evidence import Cell
from loaders.bureaus import cell_to_bureaus, looks_like_bureau
from loaders.columns import CORE
from loaders.folding import squeeze
from loaders.marks import NewMarks, cell_to_number, take_new_mark

_MISFIT = -6.0
_ODD_OWNER = -2.0
_LEFT_OVER = -8.0
_SKIPPED = -0.5


class Alignment(NamedTuple):
    """Cells by role; cells that no column takes; whether content had to decide."""

    columns: dict[str, Cell]
    left_over: tuple[Cell, ...]
    moved: bool


def cells_to_columns(cells: tuple[Cell, ...], roles: tuple[str, ...], marks: NewMarks) -> Alignment:
    """Return which cell stands in which column.

    The order of the head holds unless a filled cell does not fit its column (a sentence under 事項, no office under 所管局)
    or a filled cell is left over; then the order-keeping assignment that fits best is taken, if it fits better.
    """
    straight = tuple((at, at) for at in range(min(len(cells), len(roles))))
    in_order = [_fit(cells[at].raw, roles[at], marks) for at, _ in straight]
    # A mark behind the last column (the head has no cell for it) is no defect.
    beyond = [take_new_mark(cell.raw, marks)[0].strip() for cell in cells[len(roles) :]]
    lacking = {role for role in roles[len(cells) :] if role in CORE}
    numbers = [at for at, cell in enumerate(cells) if cell_to_number(squeeze(cell.raw))]
    if "number" in roles and (at := roles.index("number")) < len(cells) and not cells[at].raw.strip() and numbers[:1] == [at + 1]:
        beyond.append("number moved")
    # In a row of as many cells as heads, an unusual owner's name alone tells of no move.
    least = _ODD_OWNER if len(cells) == len(roles) else 0.0
    defective = min(in_order, default=0.0) < least or any(beyond) or bool(lacking)
    chosen = _reassign(cells, roles, marks, straight) if defective else straight
    moved = chosen != straight
    taken = {c for c, _ in chosen}
    columns = {roles[r]: cells[c] for c, r in chosen if roles[r]}
    unnamed = tuple(cells[c] for c, r in chosen if roles[r] == "" and cells[c].raw.strip())
    left = tuple(cell for c, cell in enumerate(cells) if c not in taken and cell.raw.strip())
    return Alignment(columns, (*unnamed, *left), moved)


_Pairs = tuple[tuple[int, int], ...]


def _reassign(cells: tuple[Cell, ...], roles: tuple[str, ...], marks: NewMarks, straight: _Pairs) -> _Pairs:
    scores = [[_fit(cell.raw, role, marks) for role in roles] for cell in cells]
    best = _best_assignment(scores, cells, roles)
    return best if _total(best, scores, cells, roles) > _total(straight, scores, cells, roles) + 1 else straight


def _fit(raw: str, role: str, marks: NewMarks) -> float:
    """How well a cell's words suit a column, from -6 (cannot be) to 4 (is sure to be); blank suits any."""
    plain, mark = take_new_mark(raw.strip(), marks)
    plain = plain.strip()
    if not plain and not mark:
        return 0.0
    if role == "number":
        return 4.0 if cell_to_number(squeeze(plain)) or "再掲" in plain else _MISFIT
    if role == "bureau":
        return (
            4.0
            if not plain or all(looks_like_bureau(name) for name, _, _ in cell_to_bureaus(plain))
            else _ODD_OWNER
            if len(plain) < 16
            else _MISFIT
        )
    if role in ("", "mark"):
        return 3.0 if mark and not plain else 1.0 if len(plain) <= 2 else _MISFIT
    if role == "relisted_from":
        return 2.0 if len(plain) <= 12 else _MISFIT
    if role == "item":
        return -3.0 if "。" in plain or plain.endswith(("ます", "です")) else 1.0
    if role == "text":
        return 3.0 if "。" in plain or plain.endswith("ます") else 1.0 if len(plain) > 20 else 0.0
    return 0.5


def _skip(role: str) -> float:
    return _SKIPPED if role in CORE else 0.0


def _total(pairs: tuple[tuple[int, int], ...], scores: list[list[float]], cells: tuple[Cell, ...], roles: tuple[str, ...]) -> float:
    used_cells, used_roles = {c for c, _ in pairs}, {r for _, r in pairs}
    left = sum(_LEFT_OVER for c, cell in enumerate(cells) if c not in used_cells and cell.raw.strip())
    return left + sum(scores[c][r] for c, r in pairs) + sum(_skip(role) for r, role in enumerate(roles) if r not in used_roles)


def _best_assignment(scores: list[list[float]], cells: tuple[Cell, ...], roles: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return the order-keeping pairs (cell, role) of the highest total (dynamic programming over cells × roles)."""
    width = len(roles)
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [[(0.0, ())] * (width + 1) for _ in range(len(cells) + 1)]
    for c in range(len(cells), -1, -1):
        for r in range(width, -1, -1):
            options: list[tuple[float, tuple[tuple[int, int], ...]]] = []
            if c < len(cells):
                value, pairs = best[c + 1][r]
                options.append((value + (_LEFT_OVER if cells[c].raw.strip() else 0.0), pairs))
            if r < width:
                value, pairs = best[c][r + 1]
                options.append((value + _skip(roles[r]), pairs))
            if c < len(cells) and r < width:
                value, pairs = best[c + 1][r + 1]
                options.append((value + scores[c][r], ((c, r), *pairs)))
            best[c][r] = max(options, key=lambda option: option[0], default=(0.0, ()))
    return best[0][0][1]
