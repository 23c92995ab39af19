"""Figures: what people ask and how it goes, by period, place, channel and topic; as workbooks too.

Whoever has the right for some teams only sees the places that those teams cover, and their cases.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from markupsafe import Markup
from starlette.responses import Response

from bot.console.pages import Page
from bot.console.paper import HEADERS
from bot.console.visits import Visit
from bot.figures import names
from bot.figures import report as reports
from bot.figures import simplification as cuts
from bot.figures.charts import drawn
from bot.figures.tables import Cell, Column, Kind, Table, in_words, trimmed
from bot.figures.workbook import MEDIA_TYPE, of_report, of_simplification
from bot.library import Library
from bot.scene import local_day
from bot.storage.figures import Scope
from knowledge.places import Ambiguous, Place

ROOM = "/so-lieu"
CUTS = ROOM + "/cat-giam"
WORKBOOK = "/tai-ve"
LONGEST = timedelta(days=3660)
SHORT = 15  # rows; a longer table is opened by a press


@dataclass(frozen=True, slots=True)
class Shown:
    """A table on the page, with its drawing."""

    table: Table
    chart: Markup | None

    @property
    def long(self) -> bool:
        """Whether it is folded at first."""
        return len(self.table.rows) > SHORT


async def show(visit: Visit) -> Response:
    """The figures of a period: an overview, then each table with its drawing."""
    scope, wrong = await _scope(visit)
    found = await reports.report(visit.store, visit.library, scope, local_day(visit.now))
    return _page(
        visit,
        "figures.html",
        wrong,
        scope,
        report=found,
        shown=_shown(found.tables),
        rule=reports.RULE,
    )


async def download(visit: Visit) -> Response:
    """The same as a workbook."""
    scope, _ = await _scope(visit)
    found = await reports.report(visit.store, visit.library, scope, local_day(visit.now))
    return _workbook(of_report(found), "bao-cao", scope)


async def show_cuts(visit: Visit) -> Response:
    """Where people stop, procedure by procedure."""
    scope, wrong = await _scope(visit)
    found = await cuts.simplification(visit.store, visit.library, scope, local_day(visit.now))
    one = found.of(visit.asked("thu-tuc"))
    return _page(
        visit,
        "simplification.html",
        wrong,
        scope,
        found=found,
        one=one,
        overview=found.overview(),
        shown=_shown((one.steps, one.papers, one.lists)) if one else [],
        rule=cuts.RULE,
    )


async def download_cuts(visit: Visit) -> Response:
    """The grounds of a proposal as a workbook."""
    scope, _ = await _scope(visit)
    today = local_day(visit.now)
    found = await cuts.simplification(visit.store, visit.library, scope, today)
    told = reports.about(scope, visit.library, today)
    return _workbook(of_simplification(found, told), "de-xuat-cat-giam", scope)


def _page(visit: Visit, template: str, wrong: str, scope: Scope, **context: object) -> Response:
    query = visit.request.url.query
    return visit.page(
        template,
        status=422 if wrong else 200,
        wrong=wrong,
        scope=scope,
        channels=names.CHANNELS,
        topics={
            topic.id: topic.title
            for topic in sorted(visit.library.topics.values(), key=lambda topic: topic.title)
        },
        topic=visit.asked("chu-de"),
        place=visit.asked("noi"),
        about=reports.about(scope, visit.library, local_day(visit.now)),
        query=f"?{query}" if query else "",
        words=_in_words,
        **context,
    )


def _in_words(kind: Kind, cell: Cell) -> str:
    return in_words(Column("", kind), cell)


def _shown(tables: tuple[Table, ...]) -> list[Shown]:
    """Tables that hold anything; a drawing is our own and safe, its words are escaped in it."""
    found = []
    for table in tables:
        chart, bare = drawn(table), trimmed(table)
        if bare is not None:
            found.append(Shown(bare, Markup(chart) if chart else None))  # noqa: S704 - see above
    return found


def _workbook(body: bytes, name: str, scope: Scope) -> Response:
    file = f"{name}-{scope.since:%Y%m%d}-{scope.until:%Y%m%d}.xlsx"
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{file}"'}
    return Response(body, media_type=MEDIA_TYPE, headers=headers)


# ---- what is asked for


async def _scope(visit: Visit) -> tuple[Scope, str]:
    """What the address asks for, within what this person may see; and what is wrong with it."""
    today = local_day(visit.now)
    until = _day(visit.asked("den"), today)
    since = _day(visit.asked("tu"), until.replace(day=1) if until else today)
    if since is None or until is None or since > until or until - since > LONGEST:
        scope = await _seen(visit, Scope(today.replace(day=1), today))
        return scope, "Mời chọn lại ngày: ngày đầu không sau ngày cuối, và không quá mười năm."
    scope = await _seen(visit, Scope(since, until))
    channel, topic = visit.asked("kenh"), visit.asked("chu-de")
    if channel in names.CHANNELS:
        scope = replace(scope, channel=channel)
    if topic in visit.library.topics:
        scope = reports.narrowed(scope, visit.library, topic)
    place, wrong = _place(visit.library, visit.asked("noi"))
    return replace(scope, place=place), wrong


def _day(words: str, usual: date) -> date | None:
    """A day of the form; None when it is none."""
    if not words:
        return usual
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


async def _seen(visit: Visit, scope: Scope) -> Scope:
    """Narrowed to the teams for which this person may see figures."""
    teams = visit.me.teams("figures")
    if teams is None:
        return scope
    mine = tuple(sorted(teams))
    return replace(scope, teams=mine, places=await visit.store.covered(mine))


def _place(library: Library, words: str) -> tuple[str | None, str]:
    """The place that the words name; else what to write instead."""
    if not words:
        return None, ""
    match library.places.by_id(words) or library.places.find(words):
        case Place() as place:
            return place.id, ""
        case Ambiguous(candidates=candidates):
            several = "; ".join(place.full_name for place in candidates)
            return None, f"Có nhiều nơi tên như vậy, mời ghi rõ: {several}."
        case _:
            return None, "Chưa thấy nơi này. Mời ghi như: xã Tân Đông, tỉnh Tây Ninh."


PAGES: tuple[Page, ...] = (
    Page(ROOM, "figures", show=show, menu="Số liệu"),
    Page(ROOM + WORKBOOK, "figures", show=download),
    Page(CUTS, "figures", show=show_cuts),
    Page(CUTS + WORKBOOK, "figures", show=download_cuts),
)
