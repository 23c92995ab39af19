"""The `troly` command. Each command imports what it needs, when it is run."""

from __future__ import annotations

import sys

import typer

from bot.cli import asking, content, desk, reporting, running
from bot.cli.failing import told

app = typer.Typer(
    name="troly",
    help="Trợ lý Dịch vụ công: the assistant, its content and its desk.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for room in (running, asking, content, desk, reporting):
    room.add_to(app)


def main() -> None:
    """Run the command; what a person can put right is said in a line, without a traceback."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as fault:
        words = told(fault)
        if words is None:
            raise
        sys.stderr.write(f"troly: {words}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
