"""How walks go: begun, finished, and at which question people stop, with the reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from bot.figures import names
from bot.figures.names import Names
from bot.figures.tables import Cell, Chart, Column, Table, ranked
from bot.storage.figures import Scope
from bot.storage.store import Store

NOTE = (
    "Mỗi lượt làm chỉ dừng một lần, vì lý do cuối cùng. “Im lặng” là câu hỏi để ngỏ 24 giờ không "
    "ai trả lời; ai dừng rồi quay lại làm tiếp được tính ở cột “Quay lại”, và là một lượt hỏi mới. "
    "Số của hôm qua còn có thể tăng cho đến hết 24 giờ."
)


@dataclass(frozen=True, slots=True)
class Walks:
    """Counts of steps and stops by flow and step."""

    steps: dict[tuple[str, str], Counter[str]]
    stops: dict[tuple[str, str], Counter[str]]

    def flow(self, flow: str) -> tuple[Counter[str], Counter[str]]:
        """All steps of a flow together: what happened, and why it ended."""
        happened: Counter[str] = Counter()
        ended: Counter[str] = Counter()
        for whole, parts in ((happened, self.steps), (ended, self.stops)):
            for (of, _), counter in parts.items():
                if of == flow:
                    whole.update(counter)
        return happened, ended

    @property
    def flows(self) -> list[str]:
        """Flows that somebody began, or stopped in."""
        return sorted({flow for flow, _ in (*self.steps, *self.stops)})


async def read(store: Store, scope: Scope) -> Walks:
    """How walks went within a scope."""
    steps: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    stops: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for line in await store.counted(scope, "step", "about", "side", "how"):
        steps[line.key[0], line.key[1]][line.key[2]] += line.n
    for line in await store.counted(scope, "stop", "about", "side", "how"):
        stops[line.key[0], line.key[1]][line.key[2]] += line.n
    return Walks(dict(steps), dict(stops))


def put(counter: Counter[str]) -> int:
    """How often a question was put: at first, after going back, after coming back."""
    return sum(counter[how] for how in ("started", "asked", "reopened", "resumed"))


def stopped(counter: Counter[str]) -> int:
    """How many stopped before an outcome."""
    return counter.total() - counter["finished"]


def flows(walks: Walks, called: Names) -> Table:
    """Each walk: begun, finished, stopped and why."""
    rows: list[tuple[Cell, ...]] = []
    for flow in walks.flows:
        happened, ended = walks.flow(flow)
        finished = max(0, ended["finished"] - happened["reopened"])
        why = (ended[how] for how in names.STOPS)
        row = (called.flow(flow), happened["started"], finished, None, happened["resumed"])
        rows.append((*row, happened["not-agreed"], stopped(ended), *why))
    columns = (
        Column("Hướng dẫn", "text"),
        Column("Bắt đầu"),
        Column("Làm xong"),
        Column("Tỷ lệ xong", "share", of=(2, 1)),
        Column("Quay lại"),
        Column("Không đồng ý để hỏi"),
        Column("Dừng giữa chừng"),
        *(Column(words) for words in names.STOPS.values()),
    )
    return Table(
        "flows", "Làm từng bước", NOTE, columns, ranked(rows), 1, sums=True, chart=Chart(1)
    )


def steps(walks: Walks, called: Names) -> Table:
    """Each question of each walk: put, answered, stumbled over, left and why."""
    rows: list[tuple[Cell, ...]] = []
    for flow in walks.flows:
        order = called.library.flows.get(flow)
        known = list(order.questions) if order else []
        there = {step for of, step in (*walks.steps, *walks.stops) if of == flow and step}
        asked = [step for step in known if step in there]
        gone = sorted(step for step in there - set(known) if (flow, step) in walks.steps)
        rows += [_step(walks, called, flow, step) for step in (*asked, *gone)]
    columns = (
        Column("Hướng dẫn", "text"),
        Column("Câu hỏi", "text"),
        Column("Lượt hỏi"),
        Column("Trả lời"),
        Column("Chưa đúng"),
        Column("Hỏi chen"),
        Column("Quay lại"),
        Column("Dừng ở đây"),
        Column("Tỷ lệ dừng", "share", of=(7, 2)),
        *(Column(words) for words in names.STOPS.values()),
    )
    return Table("steps", "Dừng ở câu nào, vì sao", NOTE, columns, tuple(rows), 2)


def _step(walks: Walks, called: Names, flow: str, step: str) -> tuple[Cell, ...]:
    happened = walks.steps.get((flow, step), Counter())
    ended = walks.stops.get((flow, step), Counter())
    return (
        called.flow(flow),
        called.step(flow, step),
        put(happened),
        happened["answered"],
        happened["refused"],
        happened["aside"],
        happened["resumed"],
        stopped(ended),
        None,
        *(ended[how] for how in names.STOPS),
    )


def outcomes(walks: Walks, called: Names) -> Table:
    """How finished walks ended."""
    rows = [
        (called.flow(flow), _outcome(called, flow, step), ended["finished"])
        for (flow, step), ended in walks.stops.items()
        if ended["finished"]
    ]
    rows.sort(key=lambda row: (row[0], -row[2]))
    columns = (
        Column("Hướng dẫn", "text"),
        Column("Kết luận", "text"),
        Column("Lượt"),
    )
    note = "Kết luận mà người dân đi đến; xem lại rồi đổi câu trả lời thì tính thêm một lượt."
    return Table("outcomes", "Kết luận của từng bước", note, columns, tuple(rows), 2)


def _outcome(called: Names, flow: str, outcome: str) -> str:
    found = called.library.flows.get(flow)
    end = found.outcomes.get(outcome) if found else None
    if found and end:
        return called.prose(end.say, found.topic)
    return outcome or "Tờ khai đã điền, đang xem lại"
