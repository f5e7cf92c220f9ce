"""Small files beside the database that are there whole or not at all, whatever the power does meanwhile."""

import os
from pathlib import Path


def replace_whole(file: Path, data: bytes) -> None:
    """On the disk before it takes the old one's place, and nobody else's to read. Raises OSError; the old one stays."""
    growing = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        handle = os.open(growing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as open_file:
            open_file.write(data)
            open_file.flush()
            os.fsync(open_file.fileno())
        os.replace(growing, file)
    except OSError:
        growing.unlink(missing_ok=True)
        raise
