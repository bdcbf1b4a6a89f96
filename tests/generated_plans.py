"""Small plans made by hypothesis, as `tests.graphs.graph_of` takes them: few names, so that they meet often."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

OFFICES = ("womens_support_center", "coordination_council")
"""One own office and one meeting among the partners below; the others are outside bodies."""

_NAMES = {
    "groups": ["youth", "foreign_nationals", "dv_survivors", "women_in_difficulty", "supporters"],
    "supports": ["housing", "language", "training"],
    "partners": ["npo", "police", "lawyers", *OFFICES],
    "bureaus": ["甲局", "乙局", "警視庁"],
}
_CUES = [("SERVES", "youth"), ("SERVES", "dv_survivors"), ("PROVIDES", "housing"), ("PARTNERS_WITH", "npo"), ("PARTNERS_WITH", "police")]


def _some(field: str, most: int) -> Any:
    return st.lists(st.sampled_from(_NAMES[field]), unique=True, max_size=most)


MEASURE = st.fixed_dictionaries(
    {
        "groups": _some("groups", 2),
        "supports": _some("supports", 2),
        "partners": _some("partners", 2),
        "bureaus": _some("bureaus", 2),
        "status": st.sampled_from(["ongoing", "ongoing", "pilot", "planned", "considering", ""]),
        "star": st.booleans(),
        "status_says": st.sampled_from(["own", "generic", "pointer", "same_as", ""]),
        "status_text": st.sampled_from(["甲", "乙"]),
        "certainty": st.dictionaries(st.sampled_from(sum(_NAMES.values(), ["ongoing", "planned"])), st.sampled_from(["likely", "weak"])),
        "rejected": st.lists(st.sampled_from(_CUES), unique=True, max_size=2),
    }
)
PLANS = st.lists(MEASURE, max_size=5)
COLUMNS = st.sampled_from(["", "", "", "item", "status", "bureau"]).map(
    lambda lacking: tuple(name for name in ("number", "item", "text", "status", "bureau") if name != lacking)
)
"""The columns that a document has; mostly all."""

_NORMS = ["early", "children", "aftercare"]
_WIDE = {
    "groups": [*_NAMES["groups"], "facility_residents", "job_seekers", "school_children"],
    "supports": [*_NAMES["supports"], "consultation", "awareness"],
    "partners": _NAMES["partners"],
}
LIKE = st.tuples(st.sampled_from([0.0, 0.05, 0.199, 0.2, 0.451, 1.0]), st.sampled_from([3, 25, 26, 40]))
"""A likeness of texts and the length of the run that both have: on both sides of where a rung begins."""


@st.composite
def wide_plans(draw: Any, most: int = 7) -> list[dict[str, Any]]:
    """Draw a plan whose measures also stand in goals, first or again, fall under headings, share items and have like texts."""
    plan = draw(st.lists(MEASURE, max_size=most))
    for at, measure in enumerate(plan):
        for field, names in _WIDE.items():
            measure[field] = draw(st.lists(st.sampled_from(names), unique=True, max_size=3))
        measure["norms"] = draw(st.lists(st.sampled_from(_NORMS), unique=True, max_size=2))
        measure["goals"] = draw(st.lists(st.sampled_from([1, 2, 3]), max_size=3))
        measure["again"] = draw(st.lists(st.sampled_from([*_WIDE["groups"], *_WIDE["supports"], *_NORMS, "npo"]), unique=True, max_size=2))
        measure["item"] = draw(st.sampled_from(["", "研修", "'相談'の\"充実\"\\"]))
        others = draw(st.lists(st.integers(at + 2, len(plan)), unique=True, max_size=2)) if at + 2 <= len(plan) else []
        measure["similar"] = [(other, *draw(LIKE)) for other in others]
    return plan
