"""Make the bundled facts-only plan again from the report: `python examples/make_bundled_plan.py REPORT.txt`.

The report's sentences stay out of the repository; what is written holds names, numbers, links, short quotes and hashes.
"""

import sys
from pathlib import Path

from graph_model.formats import graph_to_json
from graph_model.graph import without_sentences
from sesaku.files import write_whole
from sesaku.plans import BUNDLED, load_document

TARGET = Path(__file__).parents[1] / "sesaku" / "plans" / BUNDLED / "plan.json"


def main() -> None:
    """Build the report under its bundled profile and write the facts."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    loaded = load_document(Path(sys.argv[1]))
    if loaded.profile is None:
        sys.exit(f"{sys.argv[1]} is not the report that the bundled profile names (its SHA-256 differs)")
    write_whole(TARGET, graph_to_json(without_sentences(loaded.graph)))
    print(f"written: {TARGET}")


if __name__ == "__main__":
    main()
