"""A second disk for the copies: one that is named, or one that is plugged in and was prepared for them."""

import os
from pathlib import Path

PREPARED = "kiosk-backups"
"""The folder that somebody has made on a disk to say that it may hold copies. What they hold is personal, so no other
disk is ever written to."""
MOUNTS = (Path("/media"), Path("/run/media"), Path("/mnt"))


def prepared_folders() -> list[Path]:
    """On disks that are mounted at, or up to two folders below, the places where systems mount them."""
    found = []
    for root in MOUNTS:
        for disk in (root, *_folders(root), *(inner for each in _folders(root) for inner in _folders(each))):
            folder = disk / PREPARED
            if os.path.ismount(disk) and folder.is_dir() and not folder.is_symlink():
                found.append(folder)
    return found


def _folders(parent: Path) -> list[Path]:
    try:
        return sorted(each for each in parent.iterdir() if each.is_dir() and not each.is_symlink())
    except OSError:
        return []


def is_same_disk(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False
