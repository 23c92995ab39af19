"""Commands that ask the bot: one question (`ask`), a talk in the terminal (`chat`)."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.library import Library


def add_to(app: typer.Typer) -> None:
    """Register the commands of this room."""
    app.command()(ask)
    app.command()(chat)


def chat(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a message")] = False,
    save: Annotated[str | None, typer.Option(help="keep the talk as a .chat test")] = None,
    talk: Annotated[str | None, typer.Option(help="go on with a talk of this name")] = None,
) -> None:
    """Talk with the bot; `--json` reads lines from standard input."""
    from bot.cli.chatting import talk_in_terminal

    talk_in_terminal(as_json=as_json, save=save, name=talk)


def ask(
    question: Annotated[str | None, typer.Argument(help="default: lines of standard input")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a question")] = False,
    explain: Annotated[bool, typer.Option(help="each term of the score, in words")] = False,
    catalogue: Annotated[Path | None, typer.Option(help="national catalogue, .jsonl(.gz)")] = None,
) -> None:
    """What a question means: decision, facets, the nearest topics and how sure it is."""
    library = _library(catalogue)
    decision(library, "thủ tục")  # reads the tables of words, which is not a question's own time
    for line in [_readable(question)] if question is not None else _lines():
        begun = time.perf_counter()
        told = decision(library, line)
        told["milliseconds"] = round((time.perf_counter() - begun) * 1000, 2)
        if explain:
            typer.echo(str(library.matcher.explain(line)))
        elif as_json:
            typer.echo(json.dumps(told, ensure_ascii=False))
            sys.stdout.flush()
        else:
            _print(told)


def _lines() -> Iterator[str]:
    """The lines of standard input; bytes that are no UTF-8 are marked, never refused."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _readable(argument: str) -> str:
    """An argument of the command line; bytes that are no UTF-8 are marked."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _library(catalogue: Path | None = None) -> Library:
    """The library with what was published, and the named catalogue or the one imported."""
    from bot.cli.opening import published
    from bot.content import read_content
    from bot.curation.overlay import overlay
    from bot.settings import read_settings

    return overlay(read_content(read_settings(), catalogue), published()).library


def decision(library: Library, question: str) -> dict[str, Any]:
    """The JSON object of `troly ask --json`, but for its milliseconds."""
    from bot.session import Session
    from bot.understanding import Answer, Choose, Unknown, understand

    understood = understand(library, Session(), question)
    facets: Iterable[str] = getattr(understood, "facets", ())
    match understood:
        case Answer(nearest=nearest) | Choose(nearest=nearest) | Unknown(nearest=nearest):
            matches = nearest
        case _:
            matches = library.matcher.match(question).matches
    return {
        "question": question,
        "decision": _DECISIONS[type(understood).__name__],
        "facet": next(iter(facets), None),
        "facets": list(facets),
        "matches": [
            {
                "id": match.id,
                "kind": match.kind,
                "codes": list(match.codes),
                "confidence": round(match.confidence, 4),
            }
            for match in matches
        ],
    }


_DECISIONS = {
    "Command": "command",
    "Pressed": "command",
    "Secret": "secret",
    "Link": "link",
    "Emergency": "emergency",
    "Abuse": "abuse",
    "SmallTalk": "smalltalk",
    "StaffWanted": "staff",
    "Answer": "answer",
    "Choose": "choose",
    "Unknown": "unknown",
}


def _print(told: dict[str, Any]) -> None:
    typer.echo(f"{told['decision']}  {' '.join(told['facets'])}")
    for match in told["matches"]:
        typer.echo(f"  {match['confidence']:.2f}  {match['id']}")
