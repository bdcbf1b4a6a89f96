"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from graph_model.errors import OutputError


def write_whole(path: Path, data: str | bytes) -> None:
    """Write a file by way of a temporary one beside it, so that it is replaced whole or left as it was.

    Text is written as UTF-8 with the line ends that it has; half a surrogate pair, which UTF-8 cannot hold, as its JSON escape. Raises OutputError, with what to do.
    """
    content = data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=".sesaku-", delete=False) as file:
            temporary = file.name
            file.write(content)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
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
