"""Everything that sesaku raises on purpose.

SesakuError
├── InputError              a file that is given cannot be used
│   ├── UnreadableFile      not there, a folder, too large, in no encoding that we know
│   ├── UnsupportedFormat   a format that is not read
│   ├── NotAPlan            readable, and no table of measures in it
│   ├── ExpectationFailed   the document is not what its profile says
│   └── BrokenGraph         a saved graph that is damaged, or newer than this program
├── DeclarationError        a vocabulary, profile or other TOML file of rules is wrong
├── ModelError              a node or link that its kind does not allow
├── UnknownName             no node, column or question of that name; carries the near ones
├── OutputError             a file cannot be written
└── DatabaseError           a Neo4j server that cannot be reached or used, or refuses
    ├── UnfinishedLoad      a plan in the database whose load is not complete
    ├── MuchIsStale         a load would remove more than it may; carries what
    ├── TermsDiffer         a load's terms are not those that another plan's answers rest on
    └── LittleMemory        the server's memory does not suffice for a transaction

and LoadInterrupted, no error but a KeyboardInterrupt that knows what it left.

Each holds one line in Japanese and in English that says what was expected, what stood there, where, and what to do.
"""

from __future__ import annotations

from graph_model.words import Words


class SesakuError(Exception):
    """Base of every error that a person is shown as one line."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(ja, en)

    def add(self, words: Words) -> None:
        """Add to the line what only those know who caught it."""
        self.words = Words(self.words.ja + words.ja, self.words.en + words.en)
        self.args = (self.words.en,)


class InputError(SesakuError):
    """A file that was given cannot be used."""


class UnreadableFile(InputError):
    """The file is missing, a folder, too large, or in no encoding that we know."""


class UnsupportedFormat(InputError):
    """The file is of a format that is not read."""


class NotAPlan(InputError):
    """The file was read, and there is no table of measures in it."""


class ExpectationFailed(InputError):
    """The document does not hold what its profile says it holds."""


class BrokenGraph(InputError):
    """A saved graph that is damaged, or of a newer schema than this program."""


class DeclarationError(SesakuError):
    """A TOML file of terms, columns, rules or a profile is wrong."""


class ModelError(SesakuError):
    """A node or link that its kind does not allow."""


class UnknownName(SesakuError):
    """Nothing of that name; `near` holds the names that come close."""

    def __init__(self, ja: str, en: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(ja, en)
        self.near = near


class OutputError(SesakuError):
    """A file cannot be written."""


class DatabaseError(SesakuError):
    """A Neo4j server cannot be reached or used, or refuses what it was asked."""


class UnfinishedLoad(DatabaseError):
    """A plan in the database is not completely loaded; no question is answered from it."""


class MuchIsStale(DatabaseError):
    """A load would remove more of the database than it may unasked; `stale` names it, a line each."""

    def __init__(self, ja: str, en: str, stale: tuple[str, ...]) -> None:
        super().__init__(ja, en)
        self.stale = stale


class TermsDiffer(DatabaseError):
    """A term of a load says something else than the one that another plan's answers rest on."""


class LittleMemory(DatabaseError):
    """The server's memory does not suffice for one transaction; `setting` is the server's that sets the limit."""

    def __init__(self, ja: str, en: str, setting: str = "") -> None:
        super().__init__(ja, en)
        self.setting = setting


class LoadInterrupted(KeyboardInterrupt):
    """Somebody stopped a load; `words` says what stands in the database, and what to do next."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words
