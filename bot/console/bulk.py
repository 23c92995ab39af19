"""Many topics at once: a workbook or files for the repository, out and back in as drafts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.responses import Response

from bot.console.pages import Page
from bot.console.paper import HEADERS
from bot.console.visits import Visit
from bot.curation.bulk import Brought, packed, read_topics_of, standings, unpacked
from bot.curation.workbench import begin, lexicon_stands
from bot.curation.workbooks import Place, workbook
from bot.scene import local_day

ROOM = "/hang-loat"
LARGEST = 10 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def show(visit: Visit, wrong: str = "") -> Response:
    """What goes out and what may come in."""
    return _page(visit, (), (), wrong)


def _page(
    visit: Visit,
    made: Sequence[tuple[int, Brought]],
    faults: Sequence[Place],
    wrong: str = "",
) -> Response:
    status = 422 if wrong else 200
    titles = {topic.id: topic.title for topic in visit.library.topics.values()}
    context = {"made": made, "faults": faults, "titles": titles, "wrong": wrong}
    return visit.page("bulk.html", status=status, **context)


async def as_workbook(visit: Visit) -> Response:
    """All topics as one workbook."""
    topics = standings(visit.library, await visit.store.in_force())
    data = await asyncio.to_thread(workbook, topics)
    return _file(visit, data, XLSX, "xlsx")


async def as_files(visit: Visit) -> Response:
    """All topics as the repository has them."""
    in_force = await visit.store.in_force()
    topics = standings(visit.library, in_force)
    data = await asyncio.to_thread(packed, topics, lexicon_stands(in_force).text)
    return _file(visit, data, "application/zip", "zip")


def _file(visit: Visit, data: bytes, media_type: str, kind: str) -> Response:
    name = f"chu-de-{local_day(visit.now):%Y-%m-%d}.{kind}"
    disposition = f'attachment; filename="{name}"'
    headers = {**HEADERS, "Content-Disposition": disposition}
    return Response(data, media_type=media_type, headers=headers)


async def take_in(visit: Visit) -> Response:
    """Make a draft of each topic that differs; faults by sheet and row."""
    file = visit.file("file")
    if file is None:
        return await show(visit, "Mời chọn tệp .xlsx hoặc .zip đã tải từ trang này.")
    data = await file.read(LARGEST + 1)
    if len(data) > LARGEST:
        return await show(visit, "Tệp quá lớn.")
    in_force = await visit.store.in_force()
    read = unpacked if str(file.filename).lower().endswith(".zip") else read_topics_of
    brought, faults = await asyncio.to_thread(read, data, visit.library, in_force)
    made = []
    for one in brought:
        number = await begin(
            visit.store, "topic", one.name, visit.me.name, f"nhập từ tệp {file.filename}"[:120],
            body=one.text, field=one.field,
        )  # fmt: skip
        made.append((number, one))
    if not made and not faults:
        return await show(visit, "Tệp giống hệt nội dung đang dùng, không có gì để nhập.")
    return _page(visit, made, faults)


PAGES: tuple[Page, ...] = (
    Page(ROOM, "curate", show=show, do=take_in, menu="Hàng loạt"),
    Page(ROOM + "/chu-de.xlsx", "curate", show=as_workbook),
    Page(ROOM + "/chu-de.zip", "curate", show=as_files),
)
