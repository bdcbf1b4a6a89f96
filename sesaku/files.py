"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, TypeVar

from graph_model.errors import OutputError

Given = TypeVar("Given")


def write_whole(path: Path, data: str | bytes) -> None:
    """Write a file by way of a temporary one beside it, so that it is replaced whole or left as it was.

    Text is written as UTF-8 with the line ends that it has; half a surrogate pair, which UTF-8 cannot hold, as its JSON escape. Raises OutputError, with what to do.
    """
    content = data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data
    write_by(path, lambda file: file.write(content))


def write_by(path: Path, write: Callable[[IO[bytes]], Given]) -> Given:
    """Let `write` fill a temporary file that then takes the place of `path`, and return what it returns. Raises OutputError."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w+b", dir=path.parent, prefix=".sesaku-", delete=False) as file:
            temporary = file.name
            given = write(file)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
        return given
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise OutputError(
            f"{path} に書けません: {error.strerror}。別の場所を指定するか、Excelなどで開いていれば閉じてください",
            f"{path} cannot be written: {error.strerror}. Name another place, or close the file where it is open",
        ) from error
    except BaseException:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
