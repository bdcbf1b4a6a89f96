"""The command line: `main` settles the language and the console, runs a command, and tells every error in one line."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import typer

from graph_model.errors import SesakuError
from sesaku.language import both, can_print, lang, localise_help, say, settle_language

COMMANDS = {
    "show": "look",
    "list": "look",
    "why": "look",
    "path": "connections",
    "gaps": "gaps",
    "overlaps": "overlaps",
    "ask": "asking",
    "whatif": "connections",
    "map": "pictures",
    "report": "reporting",
    "export": "exports",
    "build": "documents",
    "check": "documents",
    "review": "reviewing",
    "score": "scores",
    "schema": "documents",
    "neo4j": "neo4j",
}
"""The module of each command, in the order of the help."""

EPILOG = both(
    "計画は最後の引数に、文書（.txt .csv .tsv）か作ったグラフ（.json）で指定します。省くと環境変数 SESAKU_PLAN、それもなければ同梱の東京都の計画です。--lang ja|en はどこに書いてもかまいません。",
    "The plan is the last argument: a document (.txt .csv .tsv) or a graph built from one (.json). Without it SESAKU_PLAN, else the bundled plan of Tokyo. --lang ja|en may stand anywhere.",
)


def build_app(command: str | None = None) -> typer.Typer:
    """Return the command line with all its commands, or only those of the module that holds `command`.

    A run needs one command's options; making those of all costs a tenth of a start.
    """
    app = typer.Typer(
        name="sesaku",
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=both(
            "計画の取組を、根拠つきのグラフにして、不足や重なりを調べます。",
            "Reads a plan's measures into a graph with evidence, and finds its gaps and overlaps.",
        ),
        epilog=EPILOG,
    )
    app.callback()(_root)
    for module in dict.fromkeys([COMMANDS[command]] if command in COMMANDS else COMMANDS.values()):
        import_module(f"sesaku.{module}").add_commands(app)
    return app


def _root(
    version: bool = typer.Option(
        False,
        "--version",
        help=both("版を表示して終わる", "Show the version and exit"),
        is_eager=True,
        callback=lambda value: _print_version(value),
    ),
) -> None:
    pass


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version as installed_version

        typer.echo(installed_version("sesaku"))
        raise typer.Exit


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 fine, 1 the input or the system is at fault, 2 wrong usage."""
    code = run(sys.argv[1:] if arguments is None else arguments)
    # What is left goes with the process: the collector's last passes over a plan's objects would cost a tenth of a run.
    gc.freeze()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    # A run makes many small objects and no cycles worth collecting, and ends soon: the collector's passes only cost time.
    gc.disable()
    try:
        return _run(arguments)
    finally:
        gc.enable()


def _run(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    arguments, wrong = settle_language(arguments, sys.stdout)
    if wrong is not None:
        sys.stderr.write(say(f"--lang は ja か en です: {wrong}\n", f"--lang is ja or en, not {wrong!r}\n"))
        return 2
    if not can_print(sys.stdout):
        sys.stderr.write(
            f"This console cannot print Japanese ({sys.stdout.encoding}): names appear as ??. Use chcp 65001, PYTHONUTF8=1, or -o FILE.\n"
        )
    if not arguments or {"--help", "-h"} & set(arguments):
        _name_panels()
    command: Any = typer.main.get_command(build_app(arguments[0] if arguments else None))
    localise_help(command)
    for step in ("make_context", "invoke"):
        setattr(command, step, _naming_panels_of_errors(getattr(command, step)))
    try:
        command.main(args=arguments, prog_name="sesaku", standalone_mode=True)
    except SesakuError as error:
        return _tell(error)
    except KeyboardInterrupt:
        sys.stderr.write(say("中断しました。何も書き換えていません\n", "interrupted; nothing was written\n"))
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


def _tell(error: SesakuError) -> int:
    line = error.words.said_in(lang())
    near = getattr(error, "near", ())
    if near:
        line += say("　もしかして: ", "  Perhaps: ") + ", ".join(near)
    sys.stderr.write(say("エラー: ", "error: ") + " ".join(line.split("\n")) + "\n")
    return 1


def _naming_panels_of_errors(step: Callable[..., Any]) -> Callable[..., Any]:
    """Return a step of the command that names the panels before an error is shown in one; else rich is not imported at all."""

    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return step(*args, **kwargs)
        except Exception as error:
            if hasattr(error, "format_message"):
                _name_panels()
            raise

    return run


def _name_panels() -> None:
    if lang() != "ja":
        return
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE, rich_utils.OPTIONS_PANEL_TITLE = "引数", "オプション"
    rich_utils.COMMANDS_PANEL_TITLE, rich_utils.ERRORS_PANEL_TITLE = "コマンド", "エラー"
