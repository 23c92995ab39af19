"""The whole report of a period: every table, veiled, with the overview that opens it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.figures import asked, casework, names, walks
from bot.figures.names import Names
from bot.figures.tables import FEW, Cell, Table, hidden, share, veiled
from bot.figures.walks import Walks
from bot.library import Library
from bot.storage.figures import CaseTimes, Scope
from bot.storage.store import Store

RULE = (
    f"Số 1 và 2 ghi là “dưới {FEW}” ở mọi bảng, việc được hỏi dưới {FEW} lần không nêu tên: số "
    "liệu không bao giờ chỉ vào một người. Số liệu chỉ là số đếm, không giữ lời của ai."
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a period looked like; every number in it may be seen."""

    about: tuple[tuple[str, str], ...]  # (label, words): period, place, channel, topic, made on
    overview: tuple[tuple[str, Cell, str, str], ...]  # (figure, value, kind, how it is counted)
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """A table by its id."""
        return next(table for table in self.tables if table.id == name)


async def report(store: Store, library: Library, scope: Scope, today: date) -> Report:
    """Read everything that a scope holds and put it into tables."""
    called = Names(library, today)
    went = await walks.read(store, scope)
    cases = await store.case_times(scope)
    tables = [
        await asked.topics(store, scope, called),
        await asked.facets(store, scope, called),
        await asked.channels(store, scope),
        await asked.places(store, scope, called),
        await asked.misses(store, scope),
        await asked.online(store, scope, called),
        await asked.days(store, scope),
        casework.reasons(cases),
        casework.topics(cases, called),
        casework.marks(cases),
        walks.flows(went, called),
        walks.steps(went, called),
        walks.outcomes(went, called),
    ]
    if scope.abouts is None:
        tables.insert(4, await asked.languages(store, scope))
    if whole(scope):
        tables.insert(5, await asked.hours(store, scope))
    return Report(
        about=about(scope, library, today),
        overview=await _overview(store, scope, went, cases),
        tables=tuple(veiled(table) for table in tables),
    )


def whole(scope: Scope) -> bool:
    """Whether all places and topics are looked at: hours are counted of no place and no topic."""
    return scope.place is None and scope.places is None and scope.abouts is None


def about(scope: Scope, library: Library, today: date) -> tuple[tuple[str, str], ...]:
    """What a report is of, as labels and words."""
    called = Names(library, today)
    places = "Mọi nơi"
    if scope.place is not None:
        places = called.place(scope.place)
    elif scope.places is not None:
        places = "; ".join(map(called.place, scope.places)) or "Tổ chưa được giao xã, phường nào"
    topics = [name for name in dict.fromkeys(scope.abouts or ()) if name in library.topics]
    return (
        ("Kỳ báo cáo", f"từ {scope.since:%d/%m/%Y} đến hết {scope.until:%d/%m/%Y}"),
        ("Nơi", places),
        ("Kênh", names.channel(scope.channel) if scope.channel else "Mọi kênh"),
        ("Chủ đề", "; ".join(map(called.topic, topics)) if scope.abouts else "Mọi chủ đề"),
        ("Lập ngày", f"{today:%d/%m/%Y}"),
    )


async def _overview(
    store: Store, scope: Scope, went: Walks, cases: Sequence[CaseTimes]
) -> tuple[tuple[str, Cell, str, str], ...]:
    heard = {line.key[0]: line.n for line in await store.counted(scope, "asked", "how")}
    missed = {line.key[0]: line.n for line in await store.counted(scope, "missed", "how")}
    online = sum(line.n for line in await store.counted(scope, "online", "how"))
    typed, unanswered = asked.some(heard, asked.TYPED), asked.some(missed, asked.UNANSWERED)
    rows: list[tuple[str, Cell, str, str]] = []
    if scope.abouts is None:
        visits = sum(line.n for line in await store.counted(scope, "visit", "how"))
        rows += _visits(visits, len(cases))
    rows += [
        ("Câu hỏi gõ", typed + unanswered, "count", "Câu tự viết: trả lời được và chưa được"),
        ("Trả lời được", typed, "count", "Câu được máy trả lời từ nội dung có nguồn"),
        ("Chưa trả lời được", unanswered, "count", "Không hiểu, hoặc không mục nào đúng"),
        (
            "Tỷ lệ trả lời được",
            share(typed, typed + unanswered),
            "share",
            "Trả lời được trên tổng số câu hỏi gõ",
        ),
        ("Bấm xem tiếp", asked.some(heard, asked.TAPPED), "count", "Xem nội dung bằng nút bấm"),
        ("Báo sai", missed.get("wrong", 0), "count", "Người dân nói câu trả lời không đúng"),
        ("Quan tâm nộp trực tuyến", online, "count", "Cộng các dấu hiệu ở bảng cùng tên"),
        *_cases(cases),
        *_walks(went),
    ]
    return tuple((name, _seen(value, kind), kind, how) for name, value, kind, how in rows)


def _seen(value: Cell, kind: str) -> Cell:
    return hidden(value) if kind == "count" and isinstance(value, int) else value


def _visits(visits: int, cases: int) -> list[tuple[str, Cell, str, str]]:
    alone = share(max(0, visits - cases), visits)
    return [
        ("Lượt trò chuyện", visits, "count", "Viết lại sau 4 giờ là một lượt mới"),
        (
            "Tỷ lệ không cần cán bộ",
            alone,
            "share",
            "Lượt trò chuyện trừ số yêu cầu chuyển cán bộ, trên số lượt trò chuyện",
        ),
    ]


def _cases(cases: Sequence[CaseTimes]) -> list[tuple[str, Cell, str, str]]:
    answered = [case for case in cases if case.answered]
    closed = [case for case in cases if case.closed]
    in_time = sum(map(casework.answered_in_time, answered))
    solved = sum(map(casework.closed_in_time, closed))
    given, mean = casework.mean_mark(cases)
    return [
        ("Yêu cầu chuyển cán bộ", len(cases), "count", "Theo ngày mở; không tính buổi tập"),
        (
            "Trả lời đúng hạn",
            share(in_time, len(answered)),
            "share",
            "Lời đầu tiên của cán bộ trước hạn, trên số yêu cầu đã trả lời",
        ),
        (
            "Đóng đúng hạn",
            share(solved, len(closed)),
            "share",
            "Đóng trước hạn, trên số yêu cầu đã đóng",
        ),
        ("Lượt chấm điểm", given, "count", "Người dân chấm từ 1 đến 5 khi xong"),
        ("Điểm hài lòng", mean if given >= FEW else None, "mean", "Trung bình các điểm đã chấm"),
    ]


def _walks(went: Walks) -> list[tuple[str, Cell, str, str]]:
    happened: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    for flow in went.flows:
        steps, stops = went.flow(flow)
        happened.update(steps)
        ended.update(stops)
    begun = happened["started"]
    finished = max(0, ended["finished"] - happened["reopened"])
    return [
        ("Bắt đầu làm từng bước", begun, "count", "Mỗi lần bắt đầu một hướng dẫn"),
        ("Làm xong từng bước", finished, "count", "Đi đến kết luận"),
        ("Tỷ lệ làm xong", share(finished, begun), "share", "Làm xong trên bắt đầu"),
    ]


def narrowed(scope: Scope, library: Library, topic: str) -> Scope:
    """The scope of one topic: itself and its walks."""
    flows = (flow.id for flow in library.flows.values() if flow.topic == topic)
    return replace(scope, abouts=tuple(dict.fromkeys((topic, *flows))))
