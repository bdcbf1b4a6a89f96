"""Where a run of `sesaku`, or of `python -m sesaku`, starts."""

import gc

# The collector finds nothing in what is imported, and looks at it again and again; `run` turns it back on.
gc.disable()

from sesaku.app import main  # noqa: E402

if __name__ == "__main__":
    main()
