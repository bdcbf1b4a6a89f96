"""What the tests share: the real report and its labels where they are, and the graph of each.

SESAKU_DOCUMENT and SESAKU_LABELS say where they are; SESAKU_REQUIRE names what must not be skipped.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from loaders.assemble import LoadedPlan, load_plan


def needed(what: str, reason: str) -> None:
    """Skip a test that lacks what it needs; fail it where SESAKU_REQUIRE names that."""
    if what in os.environ.get("SESAKU_REQUIRE", "").split(","):
        pytest.fail(f"required: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def document() -> Path:
    """The real report of Tokyo's plan."""
    path = Path(os.environ.get("SESAKU_DOCUMENT", ""))
    if not path.is_file():
        needed("document", "SESAKU_DOCUMENT does not name the report")
    return path


@pytest.fixture(scope="session")
def labels() -> Path:
    """The folder with the report's labels and their scorer."""
    path = Path(os.environ.get("SESAKU_LABELS", ""))
    if not os.environ.get("SESAKU_LABELS") or not path.is_dir():
        needed("document", "SESAKU_LABELS does not name the folder of the labels")
    return path


@pytest.fixture(scope="session")
def tokyo(document: Path) -> LoadedPlan:
    """The real report, read without a profile."""
    return load_plan(document)
