"""Commands of the desk: what was not answered, and cases from a shell."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.failing import fail
from bot.rights import ROLES, Membership, Role

MOST_KEPT = 5_000  # groups of equal words that are gathered

cases = typer.Typer(help="Cases: questions that were handed to staff.", no_args_is_help=True)
staff = typer.Typer(help="Staff: who may answer cases.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this room."""
    app.command()(unanswered)
    app.add_typer(cases, name="cases")
    app.add_typer(staff, name="staff")


def unanswered(
    *,
    limit: Annotated[int, typer.Option(min=1, help="how many groups")] = 50,
    jsonl: Annotated[
        Path | None, typer.Option(help="write what staff judged here, to train the matcher with")
    ] = None,
) -> None:
    """Questions that were not answered well, those that mean the same together."""
    from bot.cli.opening import with_store
    from bot.curation.clusters import clusters

    if jsonl is not None:
        typer.echo(f"{jsonl}: {_write_feedback(jsonl)} questions")
        return
    found = clusters(with_store(lambda store: store.unanswered(MOST_KEPT)))
    for one in found[:limit]:
        reactions = ", ".join(f"{name} {count}" for name, count in one.understood)
        nearest = " ".join(one.nearest)
        typer.echo(f"{one.size:>5}  {one.title}  [{reactions}] {nearest}".rstrip())
        for example in one.examples[1:]:
            typer.echo(f"       {example}")
    if not found:
        typer.echo("every question so far was answered")


def _write_feedback(file: Path) -> int:
    """Confirmed and wrongly answered questions, one JSON object a line; how many."""
    from bot.cli.opening import with_store
    from bot.curation.feedback import lines_of
    from bot.storage.store import Store

    async def read(store: Store) -> list[str]:
        return lines_of(await store.confirmed_questions(), await store.unanswered(MOST_KEPT))

    lines = with_store(read)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(lines)


@cases.command("list")
def list_cases(
    *, closed: Annotated[bool, typer.Option(help="also those that are closed")] = False
) -> None:
    """Open cases, the longest waiting first, with their team and clock."""
    from bot.cli.case_rows import rows
    from bot.cli.opening import with_store

    found = with_store(lambda store: rows(store, closed=closed))
    for line in found:
        typer.echo(line)
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
    telegram: Annotated[
        int | None, typer.Option(min=1, help="their Telegram id; the bot tells it")
    ] = None,
    role: Annotated[
        str | None, typer.Option(help="member | officer | editor | admin, for the web console")
    ] = None,
) -> None:
    """Let somebody answer cases in the staff group, or invite them to the console.

    Without a role or a Telegram id the first of all is invited to manage everything.
    """
    from bot.cli.opening import with_store

    shown = " ".join(name.split())
    if not shown:
        fail("a name is needed, for example: troly staff add 'Chị Lan' --telegram 123456789")
    wanted = role or ("admin" if telegram is None and not _managed() else "")
    known = next((each for each in ROLES if each == wanted), None)
    if known is None and (role is not None or telegram is None):
        fail(f"--role is needed, one of: {', '.join(ROLES)}")
    if telegram is not None:
        account = str(telegram)
        with_store(lambda store: store.add_member(shown, "telegram", account))
        typer.echo(f"{shown} may answer cases")
    if known is not None:
        _invite(shown, known)


def _managed() -> bool:
    """Whether somebody manages the console already."""
    from bot.cli.opening import with_store

    return any(each.may("people") for each in with_store(lambda store: store.accounts()))


def _invite(name: str, role: Role) -> None:
    """Print the link by which somebody sets their password, once."""
    from bot.cli.opening import with_store
    from bot.console.proofs import new_secret
    from bot.settings import read_settings

    held = (Membership(role),)
    _, token = with_store(lambda store: store.invite(name, held, new_secret(), "shell"))
    settings = read_settings()
    home = settings.public_url or f"http://{settings.http_host}:{settings.http_port}"
    typer.echo(f"{name} sets a password here, once, within 7 days:")
    typer.echo(f"{str(home).rstrip('/')}/console/moi/{token}")


@staff.command("list")
def list_staff() -> None:
    """Everybody who may answer cases or enter the console."""
    from bot.cli.opening import with_store

    found = with_store(lambda store: store.accounts())
    for account in found:
        roles = ", ".join(dict.fromkeys(each.role for each in account.memberships))
        where = "telegram" if account.telegram else ""
        state = "disabled" if account.disabled else ""
        typer.echo("  ".join(part for part in (account.name, where, roles, state) if part))
    if not found:
        typer.echo("nobody yet; `troly staff add NAME --role admin` invites the first")
