"""The report of a period, in the terminal and as a workbook."""

from __future__ import annotations

from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.failing import fail
from bot.hours import HERE


def add_to(app: typer.Typer) -> None:
    """Register the commands of this room."""
    app.command()(report)


def report(
    *,
    since: Annotated[
        str | None, typer.Option("--from", help="first day, such as 2026-11-01 or 01/11/2026")
    ] = None,
    until: Annotated[str | None, typer.Option(help="last day; today when none is given")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="write a workbook into this file")] = None,
    place: Annotated[str | None, typer.Option(help="a commune or province, by its name")] = None,
    channel: Annotated[str | None, typer.Option(help="telegram, web …")] = None,
    simplification: Annotated[
        bool, typer.Option(help="where people stop, for the proposal to cut procedures")
    ] = False,
) -> None:
    """What people asked, how walks and cases went; this month when no days are given."""
    from bot.cli.opening import with_store
    from bot.content import read_content
    from bot.figures import report as reports
    from bot.figures import simplification as cuts
    from bot.figures.workbook import of_report, of_simplification
    from bot.settings import read_settings
    from bot.storage.figures import Scope
    from bot.storage.store import Store

    library = read_content(read_settings())
    today = datetime.now(HERE).date()
    last = _day("--until", until) if until else today
    first = _day("--from", since) if since else last.replace(day=1)
    if first > last:
        fail(f"--from: {first:%d/%m/%Y} comes after the last day, {last:%d/%m/%Y}")
    scope = Scope(first, last, place=_place(library, place), channel=channel)

    async def read(store: Store) -> Any:
        if simplification:
            return await cuts.simplification(store, library, scope, today)
        return await reports.report(store, library, scope, today)

    found = with_store(read)
    told = reports.about(scope, library, today)
    if xlsx:
        xlsx.write_bytes(of_simplification(found, told) if simplification else of_report(found))
        typer.echo(f"{xlsx}: {first:%d/%m/%Y} – {last:%d/%m/%Y}")
    elif simplification:
        _print_about(told)
        told_of = chain.from_iterable(one.tables for one in found.found)
        _print_tables((found.overview(), *told_of))
    else:
        _print_about(told)
        _print_overview(found.overview)
        _print_tables(found.tables)


def _day(option: str, words: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return fail(f"{option}: {words} is no day; write it like 2026-11-30 or 30/11/2026")


def _place(library: Any, words: str | None) -> str | None:
    from knowledge.places import Ambiguous, Place

    if words is None:
        return None
    match library.places.by_id(words) or library.places.find(words):
        case Place() as place:
            return place.id
        case Ambiguous(candidates=candidates):
            names = "; ".join(f"{place.full_name} ({place.id})" for place in candidates)
            return fail(f"--place: {words} may be: {names}")
        case _:
            return fail(f"--place: there is no place {words}; write it like: xã Tân Đông, Tây Ninh")


def _print_about(told: tuple[tuple[str, str], ...]) -> None:
    for label, words in told:
        typer.echo(f"{label}: {words}")


def _print_overview(rows: Any) -> None:
    from rich.console import Console
    from rich.table import Table

    from bot.figures.tables import Column, in_words

    table = Table("Số liệu", "Giá trị", "Cách tính")
    table.columns[1].justify = "right"
    for name, value, kind, how in rows:
        table.add_row(name, in_words(Column(name, kind), value), how)
    Console().print("\n[bold]Tổng quan[/bold]", table)


def _print_tables(tables: Any) -> None:
    """Each table that holds anything."""
    from rich.console import Console
    from rich.table import Table

    from bot.figures.tables import in_words, trimmed

    console = Console()
    for told in filter(None, map(trimmed, tables)):
        shown = Table()
        for column in told.columns:
            shown.add_column(column.head, justify="left" if column.kind == "text" else "right")
        for row in (*told.rows, *([told.total] if told.total else [])):
            shown.add_row(*map(in_words, told.columns, row))
        console.print(f"\n[bold]{told.title}[/bold]\n{told.note}", shown, highlight=False)
