"""Invented personal data that tests plant; at the end of the suite none may stand in any file."""

from __future__ import annotations

from pathlib import Path

ID, PHONE, OTP = "079196127845", "0937461582", "736194"
NAME = "Nguyễn Thị Hoàng Yến Vy"
CANARIES = (ID, PHONE, OTP, NAME)


def files_holding(folder: Path, *canaries: str) -> list[Path]:
    """Database, log, keys, whatever was written below a folder: the files in which one stands."""
    files = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return [file for file in files if _holds(file, *canaries)]


def _holds(file: Path, *canaries: str) -> bool:
    try:
        content = file.read_bytes()
    except OSError:  # a server that still runs took it away
        return False
    return any(canary.encode() in content for canary in canaries)
