"""Which language to speak, and help texts that hold both until the language is known."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping, Sequence
from typing import Any

from graph_model.words import Words

_PARTING = "\x1f"
LANGUAGES = ("ja", "en")
_state = {"lang": "en"}


def both(ja: str, en: str) -> str:
    """Return a help text that holds both languages; `localise_help` leaves the one that is spoken."""
    return f"{ja}{_PARTING}{en}"


def lang() -> str:
    """Return the language spoken in this run."""
    return _state["lang"]


def speak(language: str) -> None:
    """Set the language of this run."""
    _state["lang"] = language


def say(ja: str, en: str) -> str:
    """Return the sentence in the language spoken."""
    return ja if lang() == "ja" else en


def said(words: Words) -> str:
    """Return Words in the language spoken."""
    return words.said_in(lang())


def take_language(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the language that --lang asks for (None: not asked), and the arguments without it, wherever it stood."""
    rest: list[str] = []
    asked: str | None = None
    waiting = False
    for at, argument in enumerate(arguments):
        if argument == "--":
            return asked, [*rest, *arguments[at:]]
        if waiting:
            asked, waiting = argument, False
        elif argument == "--lang":
            waiting = True
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        else:
            rest.append(argument)
    return ("" if waiting else asked), rest


def usual_language(environment: Mapping[str, str]) -> str:
    """Return the language of SESAKU_LANG, else of the locale."""
    wanted = (
        environment.get("SESAKU_LANG")
        or environment.get("LC_ALL")
        or environment.get("LC_MESSAGES")
        or environment.get("LANG")
        or _system_language()
    )
    return "ja" if wanted.lower().startswith(("ja", "japanese")) else "en"


def _system_language() -> str:
    try:
        return locale.getlocale()[0] or ""
    except ValueError:
        return ""


def can_print(stream: Any, words: str = "取組") -> bool:
    """Return whether a stream's encoding has the characters of `words`."""
    try:
        words.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def settle_language(arguments: Sequence[str], stream: Any) -> tuple[list[str], str | None]:
    """Set the language of this run and return the arguments without --lang, and a wrong value of it, if any."""
    asked, rest = take_language(arguments)
    usual = usual_language(os.environ)
    speak(asked if asked in LANGUAGES else usual if usual == "en" or can_print(stream) else "en")
    return rest, asked if asked is not None and asked not in LANGUAGES else None


def localise_help(command: Any) -> None:
    """Leave the spoken language in the help texts of a command, its options and its sub-commands."""
    for name in ("help", "short_help", "epilog", "rich_help_panel"):
        _localise(command, name)
    for option in getattr(command, "params", ()):
        for name in ("help", "rich_help_panel"):
            _localise(option, name)
    for child in getattr(command, "commands", {}).values():
        localise_help(child)


def _localise(thing: Any, name: str) -> None:
    text = getattr(thing, name, None)
    if isinstance(text, str) and _PARTING in text:
        ja, en = text.split(_PARTING, 1)
        setattr(thing, name, ja if lang() == "ja" else en)
