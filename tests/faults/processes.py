"""The real processes of the bot: started, killed at a moment, started again."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

READY = b'"event": "serving"', b'"event": "working"'


class Service:
    """The real processes: one on SQLite, two sharing PostgreSQL; the killed are started again."""

    def __init__(self, folder: Path, settings: dict[str, str], commands: list[str]) -> None:
        self.folder, self.commands = folder, commands
        self.env = {**os.environ, **settings, "PYTHONDONTWRITEBYTECODE": "1"}
        self.kills: list[float] = []
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.starts: Counter[str] = Counter()

    def start(self, command: str) -> None:
        """Start one."""
        with (self.folder / f"{command}.log").open("ab") as log:
            line = [sys.executable, "-m", "bot", command]
            self.starts[command] += 1
            self.running[command] = subprocess.Popen(
                line, cwd=self.folder, env=self.env, stderr=log, stdout=log
            )

    def migrate(self) -> None:
        """Bring the database to its form, as an operator does once."""
        line = [sys.executable, "-m", "bot", "migrate"]
        subprocess.run(line, env=self.env, cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def slay(self, command: str) -> None:
        """End one as a power cut of its machine would, this very moment."""
        self.kills.append(time.monotonic())
        self.running[command].send_signal(signal.SIGKILL)

    def revive(self, command: str) -> None:
        """Start it anew, as the service manager does."""
        self.running[command].wait()
        self.start(command)

    async def is_ready(self, command: str, end: float) -> None:
        """Wait until the one that runs now has said that it serves, at most until `end`."""
        log = self.folder / f"{command}.log"
        while time.monotonic() < end:
            lines = log.read_bytes() if log.exists() else b""
            if sum(lines.count(word) for word in READY) >= self.starts[command]:
                return
            await asyncio.sleep(0.1)

    def stop(self) -> None:
        """End them kindly."""
        if (kept := os.environ.get("FAULTS_LOGS")) is not None:
            for command in self.commands:
                shutil.copy(self.folder / f"{command}.log", kept)
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
