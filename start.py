"""Set sesaku up in a `.venv` beside this file and run it. Needs Python 3.11 or newer with pip, nothing else.

python start.py                 the gaps of the bundled plan
python start.py build FILE …    any command of sesaku
python start.py test [NAME …]   the checks and the tests (NAME: pytest's arguments)
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE / ".venv"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CHECKS = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports"])


def main() -> int:
    """Run what the command line asks for and return its exit code."""
    if sys.version_info < (3, 11):
        sys.stderr.write("sesaku needs Python 3.11 or newer; this is {}.{}\n".format(*sys.version_info))
        return 1
    arguments = sys.argv[1:] or ["gaps"]
    testing = arguments[0] == "test"
    set_up("dev" if testing else "")
    return test(arguments[1:]) if testing else run([str(PYTHON), "-m", "sesaku", *arguments])


def set_up(extra: str) -> None:
    """Make the environment and install sesaku into it, once for each state of pyproject.toml."""
    stamp = HOME / f".installed-{extra or 'plain'}"
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    if not PYTHON.exists():
        venv.create(HOME, with_pip=True)
    target = str(HERE) + (f"[{extra}]" if extra else "")
    done = run([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", target])
    if done:
        sys.exit(done)
    # pip compiles what it copies; an editable install is compiled here, so that its starts are as quick.
    packages = [str(HERE / name) for name in ("graph_model", "loaders", "queries", "viz", "sesaku")]
    run([str(PYTHON), "-m", "compileall", "-q", *packages])
    stamp.write_text(wanted, encoding="ascii")


def test(names: list[str]) -> int:
    """Run the checks, then the tests; stop at the first that fails."""
    for check in () if names else CHECKS:
        if code := run([str(PYTHON.parent / check[0]), *check[1:]]):
            return code
    return run([str(PYTHON), "-m", "pytest", *names])


def run(command: list[str]) -> int:
    """Run a command here and return its exit code."""
    return subprocess.run(command, check=False, cwd=None if command[1:3] == ["-m", "sesaku"] else HERE).returncode


if __name__ == "__main__":
    sys.exit(main())
