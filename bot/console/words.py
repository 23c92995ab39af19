"""Staff's own phrases: how people say it here, and how the law says it."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.drafts import STATES
from bot.console.pages import Page
from bot.console.visits import HOME, Visit
from bot.curation.drafting import phrase_rows, phrases_draft
from bot.curation.sheets import NotToml
from bot.curation.workbench import restore, stands
from bot.storage.revisions import LEXICON

ROOM = "/cach-noi"


async def show(visit: Visit) -> Response:
    """The phrases in force, and every version."""
    now = await stands(visit.store, "lexicon", LEXICON)
    try:
        rows = phrase_rows(now.text)
    except NotToml:
        rows = []
    versions = await visit.store.revisions("lexicon", LEXICON)
    return visit.page("words.html", rows=rows, versions=versions, states=STATES)


async def do(visit: Visit) -> Response:
    """Go on writing, or bring an old version back."""
    given = visit.given("revision")
    if visit.given("act") == "restore" and given.isdigit() and len(given) < 10:
        old = await visit.store.revision(int(given))
        if old is None or old.kind != "lexicon":
            return visit.missing()
        number = await restore(visit.store, old, visit.me.name)
        return visit.to(f"{HOME}/nhap/{number}", f"Đã mở bản nháp #{number}.")
    draft = await phrases_draft(visit.store, visit.me.name)
    return visit.to(f"{HOME}/nhap/{draft.id}")


PAGES: tuple[Page, ...] = (Page(ROOM, "curate", show=show, do=do, menu="Cách nói"),)
