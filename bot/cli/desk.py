"""Commands of the desk: what was not answered, and cases from a shell."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.failing import fail

cases = typer.Typer(help="Cases: questions that were handed to staff.", no_args_is_help=True)
staff = typer.Typer(help="Staff: who may answer cases.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this room."""
    app.command()(unanswered)
    app.add_typer(cases, name="cases")
    app.add_typer(staff, name="staff")


def unanswered(
    limit: Annotated[int, typer.Option(min=1, help="how many")] = 50,
) -> None:
    """Questions that were not answered, most frequent first."""
    from bot.cli.opening import with_store

    found = with_store(lambda store: store.unanswered(limit))
    for kept in found:
        nearest = " ".join(kept.nearest)
        typer.echo(f"{kept.count:>5}  {kept.question}  [{kept.understood}] {nearest}".rstrip())
    if not found:
        typer.echo("every question so far was answered")


@cases.command("list")
def list_cases(
    *, closed: Annotated[bool, typer.Option(help="also those that are closed")] = False
) -> None:
    """Open cases, the longest waiting first."""
    from bot.cli.opening import with_store

    found = with_store(lambda store: store.list_cases(closed=closed))
    for case in found:
        holder = f"  [{case.claimed_by}]" if case.claimed_by else ""
        when = f"{case.opened:%d/%m/%Y %H:%M}"
        typer.echo(f"{case.case}  {when}  {case.reason}{holder}  {case.question}")
    if not found:
        typer.echo("no open case")


@cases.command("answer")
def answer_case(
    case: str, words: str, by: Annotated[str, typer.Option(help="the name shown")] = "cán bộ"
) -> None:
    """Answer a case; the citizen reads it on their own channel."""
    from bot.cli.opening import with_store

    if not with_store(lambda store: store.answer_case(case.upper(), words, by)):
        fail(f"there is no open case {case}; `troly cases list` shows them")
    typer.echo("the answer is on its way")


@cases.command("close")
def close_case(
    case: str, by: Annotated[str, typer.Option(help="the name shown")] = "cán bộ"
) -> None:
    """Close a case; the citizen is asked how it went."""
    from bot.cli.opening import with_store

    if not with_store(lambda store: store.close_case(case.upper(), by)):
        fail(f"there is no open case {case}; `troly cases list` shows them")
    typer.echo("closed")


@staff.command("add")
def add_staff(
    name: Annotated[str, typer.Argument(help="the name that citizens see")],
    telegram: Annotated[int, typer.Option(min=1, help="their Telegram id; the bot tells it")],
) -> None:
    """Let somebody answer cases in the staff group."""
    from bot.cli.opening import with_store

    shown = " ".join(name.split())
    if not shown:
        fail("a name is needed, for example: troly staff add 'Chị Lan' --telegram 123456789")
    with_store(lambda store: store.add_member(shown, "telegram", str(telegram)))
    typer.echo(f"{shown} may answer cases")


@staff.command("list")
def list_staff() -> None:
    """Everybody who may answer cases."""
    from bot.cli.opening import with_store

    found = with_store(lambda store: store.members())
    for member in found:
        typer.echo(f"{member.added:%d/%m/%Y}  {member.channel}  {member.name}")
    if not found:
        typer.echo("nobody yet; `troly staff add NAME --telegram ID` adds somebody")
