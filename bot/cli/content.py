"""Commands about content: check it, list it, draw it, find where a word of an answer came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.failing import fail
from flows.steps import Flow
from knowledge.topic import Topic

MOST_BAD_ROWS = 50  # printed one by one


def add_to(app: typer.Typer) -> None:
    """Register the commands of this room."""
    for command in (check, topics, graph, why, replay):
        app.command()(command)
    app.add_typer(catalogue, name="catalogue")
    app.add_typer(office, name="office")


catalogue = typer.Typer(help="The national catalogue of procedures.", no_args_is_help=True)


office = typer.Typer(help="What offices say of themselves.", no_args_is_help=True)


@office.command("import")
def import_office(
    file: Annotated[Path, typer.Argument(help=".toml or .xlsx; see examples/office.toml")],
) -> None:
    """Take an office's data in; running bots use it within seconds. Again changes nothing."""
    from bot.cli.opening import with_store
    from bot.curation.office_files import read_office
    from bot.storage.store import Store
    from knowledge.pack import read_topics
    from knowledge.places import read_places

    found, faults = read_office(file, read_topics().topics, read_places())
    for fault in faults:
        typer.echo(str(fault), err=True)
    if found is None:
        fail(f"{file.name}: nothing was taken in; mend the lines above")
    body = found.model_dump_json(by_alias=True, exclude_defaults=True)

    async def keep(store: Store) -> bool:
        new = await store.put_office(found.place, body)
        if new:
            await store.raise_generation()
        return new

    told = "taken in" if with_store(keep) else "was just so before"
    typer.echo(f"{found.place}: {told}")


@catalogue.command("import")
def import_catalogue(
    file: Annotated[Path, typer.Argument(help="the portal's rows, .jsonl or .jsonl.gz")],
) -> None:
    """Take a catalogue in; a running bot uses it from its next turn on."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from bot.cli.opening import with_store
    from bot.content import import_catalogue as take_in
    from bot.settings import read_settings

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(f"reading {file.name}", total=None)
        kept, bad = take_in(read_settings(), file)
        with_store(lambda store: store.raise_generation())
    for row in bad[:MOST_BAD_ROWS]:
        typer.echo(f"line {row.line}: {row.reason}", err=True)
    if len(bad) > MOST_BAD_ROWS:
        typer.echo(f"and {len(bad) - MOST_BAD_ROWS} more lines", err=True)
    typer.echo(f"{kept} procedures, {len(bad)} lines left out")


def check() -> None:
    """Check all content; print every fault with its file and key."""
    from bot.check import check_content
    from bot.phrasebook import read_phrasebook
    from flows.flow import read_flows
    from knowledge.domains import read_domains
    from knowledge.pack import read_topics
    from knowledge.row_wordings import faults_of_row_wordings

    pack, flows = read_topics(), read_flows()
    faults = (
        *check_content(pack, flows, read_phrasebook(), read_domains()),
        *faults_of_row_wordings(),
    )
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        typer.echo(f"{len(faults)} faults", err=True)
        raise typer.Exit(1)
    typer.echo(f"{len(pack.topics)} topics, {len(flows.flows)} flows: no fault")


def topics(
    *,
    xlsx: Annotated[Path | None, typer.Option(help="write the table into this file")] = None,
    readability: Annotated[bool, typer.Option(help="what is hard to read, per topic")] = False,
) -> None:
    """List every topic with its confidence, review date and open points."""
    from bot.cli.opening import published
    from bot.curation.overlay import overlay
    from bot.library import read_library

    laid = overlay(read_library(), published())
    listed = sorted(laid.library.topics.values(), key=lambda topic: (topic.review_by, topic.id))
    if readability:
        _print_readability(listed)
    elif xlsx:
        _write_topics(listed, xlsx)
        typer.echo(f"{xlsx}: {len(listed)} topics")
    else:
        _print_topics(listed, {name: one.id for name, one in laid.own.items()})
    for left in laid.left_out:
        typer.echo(f"revision #{left.revision} of {left.name} is left out: {left.why}", err=True)


def _print_topics(listed: Sequence[Topic], revised: Mapping[str, int]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("topic", "title", "confidence", "review by", "revision", "open points")
    for topic in listed:
        open_points = "\n".join(point.text for point in topic.unverified)
        revision = f"#{revised[topic.id]}" if topic.id in revised else ""
        when = f"{topic.review_by:%d/%m/%Y}"
        table.add_row(topic.id, topic.title, topic.confidence, when, revision, open_points)
    Console().print(table)


def _write_topics(listed: Sequence[Topic], file: Path) -> None:
    """One row an open point, so that officials can tick them off."""
    import xlsxwriter

    with file.open("wb") as out, xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Chủ đề")
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "valign": "top"})
        sheet.set_column(0, 1, 34, wrap)
        sheet.set_column(2, 4, 14, wrap)
        sheet.set_column(5, 6, 60, wrap)
        sheet.freeze_panes(1, 0)
        heads = (
            "Mã",
            "Chủ đề",
            "Tin cậy",
            "Rà ngày",
            "Rà lại trước",
            "Điều cần xác minh",
            "Kết quả",
        )
        sheet.write_row(0, 0, heads, bold)
        rows = ((topic, point) for topic in listed for point in (topic.unverified or (None,)))
        for number, (topic, point) in enumerate(rows, 1):
            dates = (f"{topic.reviewed:%d/%m/%Y}", f"{topic.review_by:%d/%m/%Y}")
            open_point = point.text if point else ""
            told = (topic.id, topic.title, topic.confidence, *dates, open_point, "")
            for column, words in enumerate(told):
                sheet.write_string(number, column, words)  # never a formula


def _print_readability(listed: Sequence[Topic]) -> None:
    from knowledge.readability import hard_places

    hard = {topic.id: hard_places(topic) for topic in listed}
    for name, places in sorted(hard.items(), key=lambda row: -len(row[1])):
        for place in places:
            typer.echo(f"{name}: {place.key}: {place.why}")
    easy = sum(not places for places in hard.values())
    typer.echo(f"{easy} of {len(hard)} topics have nothing hard to read")


def graph(
    flow: Annotated[str | None, typer.Argument(help="a flow's id")] = None,
    *,
    coverage: Annotated[
        bool, typer.Option(help="what the machine walk reaches of every flow")
    ] = False,
) -> None:
    """Draw a flow as Mermaid; with --coverage, walk every flow by machine and print the table."""
    from flows.flow import read_flows
    from flows.graph import mermaid

    flows = read_flows().flows
    if flow is not None and flow not in flows:
        fail(f"there is no flow {flow}; there are: {', '.join(sorted(flows))}")
    if coverage:
        _print_coverage([flows[flow]] if flow else list(flows.values()))
    elif flow is None:
        fail(f"which flow? There are: {', '.join(sorted(flows))}; or --coverage for all")
    else:
        typer.echo(mermaid(flows[flow]))


def _print_coverage(flows: Sequence[Flow]) -> None:
    """The table, and below it whatever nothing reached: then the command fails."""
    from flows.coverage import HEADS, cover, total
    from knowledge.places import read_places

    places, today = read_places(), date.today()  # noqa: DTZ011 - the operator's own day
    covered = [cover(flow, today, places) for flow in flows]
    rows = [HEADS, *(one.row() for one in covered), total(covered)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADS))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())
    missing = [f"{one.flow}: {what}" for one in covered for what in one.missing()]
    for what in missing:
        typer.echo(what, err=True)
    if missing:
        raise typer.Exit(1)


def why(ref: Annotated[str, typer.Argument(help="an address such as topics/…#fee.x")]) -> None:
    """Show where a part of an answer came from: the fact, its file, source and dates."""
    from bot.cli.opening import published
    from bot.curation.overlay import overlay, story
    from bot.library import read_library
    from bot.provenance import trace

    laid = overlay(read_library(), published())
    address = ref.removeprefix("@")
    found = trace(laid.library, address, date.today())  # noqa: DTZ011 - the operator's own day
    if found is None:
        fail(f"nothing stands at {ref}")
    revision = laid.own.get(address.removeprefix("topics/").partition("#")[0])
    for name, words in found:
        typer.echo(f"{name}: {words}")
    if revision is not None:
        typer.echo(f"revision: {story(revision)}")


def replay(
    on: Annotated[str, typer.Option("--on", help="a day, such as 2027-03-01")],
    talks: Annotated[Path | None, typer.Option(help="folder of .chat talks")] = None,
) -> None:
    """Answer every topic and play every talk today and on a day; print what changes."""
    from bot.cli.opening import published
    from bot.curation.overlay import overlay
    from bot.library import read_library
    from bot.rehearsal import shipped_talks
    from bot.replaying import changes

    try:
        day = date.fromisoformat(on)
    except ValueError:
        fail(f"--on: {on} is no day; write it like 2027-03-01")
    if talks and not talks.is_dir():
        fail(f"--talks: there is no folder {talks}")
    library = overlay(read_library(), published()).library
    found = changes(library, date.today(), day, talks or shipped_talks())  # noqa: DTZ011 - the operator's own day
    for change in found:
        typer.echo(str(change))
    typer.echo(f"{len(found)} answers change on {day:%d/%m/%Y}")
