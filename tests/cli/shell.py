"""What the `troly` fixture gives: run a command, get what it printed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

Troly = Callable[..., subprocess.CompletedProcess[str]]
