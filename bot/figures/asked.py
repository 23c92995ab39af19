"""What people ask: topics, facets, channels, places, hours and days; what was not answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from bot.figures import names
from bot.figures.names import Names
from bot.figures.tables import Cell, Chart, Column, Table, ranked
from bot.storage.figures import Counted, Scope
from bot.storage.store import Store

BY_MONTH = 62  # days; a longer period is told by months
TYPED = ("answer",)
TAPPED = ("pressed", "guide")
UNANSWERED = ("unknown", "none-of-these", "aside")

_ASKED_NOTE = (
    "“Gõ hỏi” là câu người dân tự viết và được trả lời; “bấm xem” là bấm nút để xem tiếp. "
)


def by_key(found: Iterable[Counted]) -> dict[str, Counter[str]]:
    """First column -> second column -> how many."""
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in found:
        told[line.key[0]][line.key[1]] += line.n
    return told


def some(counter: Mapping[str, int], hows: Iterable[str]) -> int:
    """How many of several kinds together."""
    return sum(counter.get(how, 0) for how in hows)


async def topics(store: Store, scope: Scope, called: Names) -> Table:
    """Each topic: typed, tapped, told to be wrong, missed with it as the nearest."""
    asked = by_key(await store.counted(scope, "asked", "about", "how"))
    missed = by_key(await store.counted(scope, "missed", "about", "how"))
    rows = [
        (called.topic(about), sum(hows.values()), some(hows, TYPED), some(hows, TAPPED), wrong)
        for about, hows in asked.items()
        for wrong in (missed.get(about, Counter())["wrong"],)
    ]
    columns = (
        Column("Chủ đề", "text"),
        Column("Lượt hỏi"),
        Column("Gõ hỏi"),
        Column("Bấm xem"),
        Column("Báo sai"),
    )
    note = _ASKED_NOTE + "“Báo sai” là người dân nói câu trả lời không đúng."
    return Table(
        "topics", "Người dân hỏi gì", note, columns, ranked(rows), 1, sums=True, chart=Chart(1)
    )


async def facets(store: Store, scope: Scope, called: Names) -> Table:
    """Each facet of all topics together."""
    asked = by_key(await store.counted(scope, "asked", "side", "how"))
    rows = [
        (called.facet(side), sum(hows.values()), some(hows, TYPED), some(hows, TAPPED))
        for side, hows in asked.items()
    ]
    columns = (
        Column("Khía cạnh", "text"),
        Column("Lượt hỏi"),
        Column("Gõ hỏi"),
        Column("Bấm xem"),
    )
    return Table(
        "facets",
        "Hỏi về khía cạnh nào",
        _ASKED_NOTE,
        columns,
        ranked(rows),
        sums=True,
        chart=Chart(1),
    )


async def channels(store: Store, scope: Scope) -> Table:
    """Each channel: visits, messages, answered, missed."""
    return await _split(store, scope, "channel", names.channel, "channels", "Hỏi qua kênh nào")


async def places(store: Store, scope: Scope, called: Names) -> Table:
    """Each commune that citizens named."""
    return await _split(store, scope, "place", called.place, "places", "Hỏi từ xã, phường nào")


async def _split(
    store: Store, scope: Scope, by: str, name: Callable[[str], str], table: str, title: str
) -> Table:
    """Questions told apart by channel or place."""
    asked = by_key(await store.counted(scope, "asked", by, "how"))
    missed = by_key(await store.counted(scope, "missed", by, "how"))
    keys = asked.keys() | missed.keys()
    rows = []
    for key in keys:
        given, lost = asked.get(key, Counter()), missed.get(key, Counter())
        typed, unanswered = some(given, TYPED), some(lost, UNANSWERED)
        whole = typed + unanswered
        rows.append((name(key), whole, typed, unanswered, lost["wrong"], None, sum(given.values())))
    columns = (
        Column("Kênh" if by == "channel" else "Xã, phường", "text"),
        Column("Câu hỏi gõ"),
        Column("Trả lời được"),
        Column("Chưa trả lời"),
        Column("Báo sai"),
        Column("Tỷ lệ trả lời được", "share", of=(2, 1)),
        Column("Lượt xem nội dung"),
    )
    note = "Câu hỏi gõ gồm câu được trả lời và câu chưa trả lời được. " + (
        "Nơi ở chỉ tính khi người dân tự nói, không dò theo máy."
        if by == "place"
        else "Lượt xem nội dung gồm cả bấm nút."
    )
    return Table(
        table,
        title,
        note,
        columns,
        ranked(rows),
        1 if by == "place" else None,
        sums=True,
        chart=Chart(1),
    )


async def hours(store: Store, scope: Scope) -> Table:
    """Messages by the hour of the day."""
    heard = {line.key[0]: line.n for line in await store.counted(scope, "heard", "side")}
    rows = tuple((f"{hour:02} giờ", heard.get(f"{hour:02}", 0)) for hour in range(24))
    return Table(
        "hours",
        "Nhắn vào giờ nào",
        "Số tin nhắn của người dân theo giờ Việt Nam. Không chia theo xã, phường hay chủ đề.",
        (Column("Giờ", "text"), Column("Tin nhắn")),
        rows,
        sums=True,
        chart=Chart(1, upright=True),
    )


async def languages(store: Store, scope: Scope) -> Table:
    """Visits by the language in which they were begun."""
    found = {line.key[0]: line.n for line in await store.counted(scope, "visit", "how")}
    rows = [(names.LANGUAGES.get(language, language), many) for language, many in found.items()]
    return Table(
        "languages",
        "Trò chuyện bằng tiếng nào",
        "Số lượt trò chuyện; viết lại sau 4 giờ là một lượt mới.",
        (Column("Ngôn ngữ", "text"), Column("Lượt")),
        ranked(rows),
        1,
        sums=True,
        chart=Chart(1),
    )


async def days(store: Store, scope: Scope) -> Table:
    """Questions day by day, or month by month in a long period."""
    monthly = (scope.until - scope.since).days > BY_MONTH

    def named(day: str) -> str:
        return day[:7] if monthly else day

    asked: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in await store.counted(scope, "asked", "day", "how"):
        asked[named(line.key[0])]["typed" if line.key[1] in TYPED else "tapped"] += line.n
    for line in await store.counted(scope, "missed", "day", "how"):
        if line.key[1] in UNANSWERED:
            asked[named(line.key[0])]["missed"] += line.n
    rows = tuple(
        (_day(day), told["typed"] + told["missed"], told["typed"], told["missed"], told["tapped"])
        for day, told in sorted(asked.items())
    )
    columns = (
        Column("Tháng" if monthly else "Ngày", "text"),
        Column("Câu hỏi gõ"),
        Column("Trả lời được"),
        Column("Chưa trả lời"),
        Column("Bấm xem"),
    )
    note = "Câu hỏi gõ gồm câu được trả lời và câu chưa trả lời được."
    return Table(
        "days",
        "Theo tháng" if monthly else "Theo ngày",
        note,
        columns,
        rows,
        sums=True,
        chart=Chart(1, upright=True),
    )


def _day(day: str) -> str:
    """2026-11-30 and 2026-11 as people write them."""
    if len(day) == 7:
        return f"{day[5:]}/{day[:4]}"
    return f"{date.fromisoformat(day):%d/%m/%Y}"


async def misses(store: Store, scope: Scope) -> Table:
    """What was not answered, by what came of it."""
    found = {line.key[0]: line.n for line in await store.counted(scope, "missed", "how")}
    rows = tuple((words, found.get(how, 0)) for how, words in names.MISSES.items())
    note = (
        "Mỗi câu tính một lần theo điều đã xảy ra; câu được đưa ra để chọn mà chọn đúng thì không "
        "phải là câu hỏng."
    )
    columns = (Column("Điều đã xảy ra", "text"), Column("Lượt"))
    return Table("misses", "Câu chưa trả lời được", note, columns, rows, chart=Chart(1))


async def online(store: Store, scope: Scope, called: Names) -> Table:
    """Interest in filing online, by topic."""
    found = by_key(await store.counted(scope, "online", "about", "how"))
    merged: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for about, hows in found.items():
        flow = called.library.flows.get(about)
        merged[flow.topic if flow else about].update(hows)
    rows: list[tuple[Cell, ...]] = [
        (called.topic(about), *(hows[how] for how in names.ONLINE), hows.total())
        for about, hows in merged.items()
    ]
    columns = (
        Column("Chủ đề", "text"),
        *(Column(words) for words in names.ONLINE.values()),
        Column("Cộng"),
    )
    note = (
        "Dấu hiệu muốn nộp trực tuyến. Không theo dõi người dân trên Cổng: biết đã đưa đường dẫn, "
        "không biết có bấm hay không."
    )
    last = len(columns) - 1
    return Table(
        "online",
        "Quan tâm nộp trực tuyến",
        note,
        columns,
        ranked(rows, last),
        last,
        sums=True,
        chart=Chart(last),
    )
