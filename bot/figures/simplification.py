"""Where people stop in a procedure, and over what: grounds for the yearly proposal to cut it.

By procedure: the questions at which walks end, the papers and circumstances that people lack or
ask about, the clicks at which they are stuck, and masked questions that several people asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.figures import names, walks
from bot.figures.asked import by_key
from bot.figures.names import Names
from bot.figures.tables import FEW, Cell, Column, Table, hidden, ranked, veiled
from bot.figures.walks import Walks
from bot.library import Library
from bot.privacy import mask
from bot.storage.figures import Counted, Example, Scope
from bot.storage.store import Store
from flows.steps import Flow, Question

RULE = (
    "Câu mẫu chỉ lấy khi từ hai người khác nhau cùng hỏi như nhau, đã che tên, số và địa chỉ. "
    f"Số 1 và 2 ghi là “dưới {FEW}”."
)
MOST_EXAMPLES = 10
STUCK = {"missing": "Bấm “thiếu giấy”", "stuck": "Bấm “không làm được bước này”"}


@dataclass(frozen=True, slots=True)
class Obstacles:
    """One procedure: how much it is asked and begun, where people stop, what they ask."""

    topic: str
    title: str
    codes: str
    asked: Cell
    begun: Cell
    finished: Cell
    stopped: Cell
    weight: int  # to rank by; never shown
    steps: Table
    papers: Table
    lists: Table
    examples: tuple[tuple[str, Cell, str], ...]  # (question, people, what came of it)

    @property
    def says_anything(self) -> bool:
        """Whether anybody was stopped, asked in vain or has papers to bring."""
        return bool(self.weight or self.examples or self.lists.rows)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables, named after it."""
        return tuple(
            replace(table, title=f"{self.title}: {table.title.lower()}")
            for table in (self.steps, self.papers, self.lists)
        )


@dataclass(frozen=True, slots=True)
class Simplification:
    """All procedures with anything to be said, those that stop most people first."""

    found: tuple[Obstacles, ...]

    def of(self, topic: str) -> Obstacles | None:
        """One procedure."""
        return next((one for one in self.found if one.topic == topic), None)

    def overview(self) -> Table:
        """One row a procedure. Its numbers are veiled already."""
        columns = (
            Column("Thủ tục", "text"),
            Column("Lượt hỏi"),
            Column("Bắt đầu làm từng bước"),
            Column("Làm xong"),
            Column("Dừng hẳn"),
            Column("Dừng nhiều nhất ở", "text"),
        )
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (one.title, one.asked, one.begun, one.finished, one.stopped, _worst(one))
            for one in self.found
        )
        note = (
            "Xếp theo số lượt dừng hẳn (không kể ai quay lại làm tiếp) và số lần vướng giấy tờ, "
            "nhiều nhất trước."
        )
        return Table("procedures", "Thủ tục có người dừng lại", note, columns, rows)


def _worst(one: Obstacles) -> str:
    return str(one.steps.rows[0][0]) if one.steps.rows else ""


@dataclass(frozen=True, slots=True)
class _Read:
    """All that was counted within a scope, by topic."""

    asked: Mapping[str, int]
    went: Walks
    told: Mapping[str, Counter[str]]  # topic -> fact
    lists: Mapping[str, Counter[tuple[str, str]]]  # topic -> (paper, listed | ticked | unticked)
    guide: Mapping[str, Counter[tuple[str, str]]]  # topic -> (way and click, missing | stuck)
    examples: Mapping[str, list[Example]]


async def simplification(
    store: Store, library: Library, scope: Scope, today: date
) -> Simplification:
    """Read where people stop, for every procedure that anybody asked about."""
    called, read = Names(library, today), await _read(store, scope)
    procedures = (name for name, topic in library.topics.items() if topic.kind == "procedure")
    every = (_obstacles(called, read, topic) for topic in procedures)
    # what is rare is not named, nor is what stops nobody
    found = [
        one
        for one in every
        if max(one.weight, read.asked.get(one.topic, 0)) >= FEW and one.says_anything
    ]
    found.sort(key=lambda one: (-one.weight, one.title))
    return Simplification(tuple(found))


async def _read(store: Store, scope: Scope) -> _Read:
    return _Read(
        asked={line.key[0]: line.n for line in await store.counted(scope, "asked", "about")},
        went=await walks.read(store, scope),
        told=by_key(await store.counted(scope, "told", "about", "side")),
        lists=_by_pair(await store.counted(scope, "paper", "about", "side", "how")),
        guide=_by_pair(await store.counted(scope, "guide", "about", "side", "how")),
        examples=_examples(await store.asked_by_many(scope)),
    )


def _by_pair(found: Iterable[Counted]) -> dict[str, Counter[tuple[str, str]]]:
    """First column -> the two others -> how many."""
    told: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for line in found:
        told[line.key[0]][line.key[1], line.key[2]] += line.n
    return dict(told)


def _obstacles(called: Names, read: _Read, topic: str) -> Obstacles:
    procedure = called.library.topics[topic]
    flows = [flow for flow in called.library.flows.values() if flow.topic == topic]
    begun, finished, stopped = _totals(read.went, flows)
    papers = _papers(called, topic, read)
    lacking = sum(row[1] for row in papers.rows if isinstance(row[1], int))
    return Obstacles(
        topic=topic,
        title=procedure.title,
        codes=", ".join(procedure.codes),
        asked=hidden(read.asked.get(topic, 0)),
        begun=hidden(begun),
        finished=hidden(finished),
        stopped=hidden(stopped),
        weight=stopped + lacking,
        steps=veiled(_steps(called, read.went, flows)),
        papers=veiled(papers),
        lists=veiled(_lists(called, topic, read.lists.get(topic, Counter()))),
        examples=tuple(_masked(read.examples.get(topic, ())))[:MOST_EXAMPLES],
    )


def _totals(went: Walks, flows: Iterable[Flow]) -> tuple[int, int, int]:
    """Begun, finished, stopped without coming back."""
    begun = finished = stopped = 0
    for flow in flows:
        happened, ended = went.flow(flow.id)
        begun += happened["started"]
        finished += max(0, ended["finished"] - happened["reopened"])
        stopped += max(0, walks.stopped(ended) - happened["resumed"])
    return begun, finished, stopped


def _steps(called: Names, went: Walks, flows: Iterable[Flow]) -> Table:
    """The questions at which people stopped, with the papers that each is about."""
    rows: list[tuple[Cell, ...]] = []
    for flow in flows:
        for name, question in flow.questions.items():
            ended = went.stops.get((flow.id, name), Counter())
            happened = went.steps.get((flow.id, name), Counter())
            if not walks.stopped(ended) and not happened["refused"]:
                continue
            about = "; ".join(_papers_of(called, flow, question))
            words = called.prose(question.ask, flow.topic)
            row = (words, about, walks.put(happened), walks.stopped(ended), None)
            rows.append((*row, happened["refused"], *(ended[how] for how in names.STOPS)))
    columns = (
        Column("Câu hỏi", "text"),
        Column("Giấy tờ liên quan", "text"),
        Column("Lượt hỏi"),
        Column("Dừng ở đây"),
        Column("Tỷ lệ dừng", "share", of=(3, 2)),
        Column("Trả lời chưa đúng"),
        *(Column(words) for words in names.STOPS.values()),
    )
    return Table("steps", "Dừng ở câu nào, vì sao", walks.NOTE, columns, ranked(rows, 3), 2)


def _papers_of(called: Names, flow: Flow, question: Question) -> Iterable[str]:
    """The papers that a question shows or names, and those that depend on its answer."""
    named = set(question.show)
    for outcome in flow.outcomes.values():
        for item in outcome.checklist:
            if any(test.of == question.id for test in (*item.provided, *item.unless)):
                named.update(item.facts)
    for paper in called.library.topics[flow.topic].documents:
        address = f"documents.{paper.id}"
        if address in named or "{" + address + "}" in question.ask:
            yield called.fact(flow.topic, address)


def _papers(called: Names, topic: str, read: _Read) -> Table:
    """Papers and circumstances that people told of, and clicks at which they were stuck."""
    told, guide = read.told.get(topic, Counter()), read.guide.get(topic, Counter())
    rows: list[tuple[Cell, ...]] = [
        (called.fact(topic, fact), count, "Kể đúng trường hợp này khi hỏi")
        for fact, count in told.items()
    ]
    rows += [
        ("Giấy tờ của thủ tục" if how == "missing" else called.click(side), count, STUCK[how])
        for (side, how), count in guide.items()
        if how in STUCK
    ]
    columns = (
        Column("Giấy tờ, trường hợp hoặc bước", "text"),
        Column("Lượt"),
        Column("Cách biết", "text"),
    )
    note = "Điều người dân nói đang thiếu, đang vướng, hoặc bước không bấm được."
    return Table("papers", "Vướng giấy tờ và bước nào", note, columns, ranked(rows), 1)


def _lists(called: Names, topic: str, lists: Counter[tuple[str, str]]) -> Table:
    """The papers on people's lists, and which of them were not ticked off."""
    rows: list[tuple[Cell, ...]] = []
    for paper in sorted({paper for paper, _ in lists}):
        listed = lists[paper, "listed"]
        ticked = max(0, lists[paper, "ticked"] - lists[paper, "unticked"])
        lacking = max(0, listed - ticked)
        rows.append((called.fact(topic, paper), listed, ticked, lacking, None))
    columns = (
        Column("Giấy tờ trong danh sách của người dân", "text"),
        Column("Có trong danh sách"),
        Column("Đã đánh dấu có"),
        Column("Chưa đánh dấu"),
        Column("Tỷ lệ chưa đánh dấu", "share", of=(3, 1)),
    )
    note = (
        "Người làm xong từng bước được một danh sách giấy tờ để đánh dấu dần. Nhiều người không "
        "đánh dấu gì, nên hãy so các giấy tờ với nhau, đừng đọc riêng một dòng."
    )
    return Table("lists", "Danh sách giấy tờ", note, columns, ranked(rows, 3), 1)


def _examples(found: Iterable[Example]) -> dict[str, list[Example]]:
    """Questions by the topic that was nearest to them."""
    told: defaultdict[str, list[Example]] = defaultdict(list)
    for example in found:
        for topic in example.nearest[:1]:
            told[topic].append(example)
    return told


def _masked(examples: Iterable[Example]) -> Iterable[tuple[str, Cell, str]]:
    """Masked once more: what masking learned since they were kept holds for them too."""
    for example in examples:
        if words := mask(example.question).strip():
            came = names.MISSES.get(example.understood, example.understood)
            came += " (thủ tục gần nhất)" if example.understood == "unknown" else ""
            yield words, hidden(example.talks), came
