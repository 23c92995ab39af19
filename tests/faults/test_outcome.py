"""The judge of the fault test finds what it must find."""

from __future__ import annotations

from dataclasses import replace

from outcome import Outcome, Taken, Talk, judge, table

CALM: list[float] = []


def taken(*texts: str, lost: tuple[int, ...] = ()) -> list[Taken]:
    return [Taken(float(number), 7, text, number in lost) for number, text in enumerate(texts)]


def test_a_talk_as_it_must_be_has_no_fault() -> None:
    assert judge(["a", "b", "b"], taken("a", "b", "b"), CALM) == Talk(0, 0, 0, 0)


def test_what_is_missing_is_lost() -> None:
    assert judge(["a", "b"], taken("a"), CALM).lost == 1


def test_a_repetition_needs_a_reason() -> None:
    assert judge(["a", "b"], taken("a", "a", "b"), CALM) == Talk(0, 1, 1, 0)
    assert judge(["a", "b"], taken("a", "a", "b", lost=(0,)), CALM) == Talk(0, 1, 0, 0)
    assert judge(["a", "b"], taken("a", "a", "b"), [0.5]) == Talk(0, 1, 0, 0)


def test_the_same_said_twice_in_a_row_may_be_meant_and_repeated() -> None:
    meant = ["b", "b", "c"]
    assert judge(meant, taken("b", "b", "b", "c", lost=(0,)), CALM) == Talk(0, 1, 0, 0)
    assert judge(meant, taken("b", "b", "b", "c"), CALM) == Talk(0, 1, 1, 0)


def test_another_order_and_a_stranger_among_them_are_breaks() -> None:
    assert judge(["a", "b"], taken("b", "a"), CALM).disordered == 2
    assert judge(["a"], taken("a", "x"), CALM).disordered == 1


def test_the_table_has_a_column_for_each_database_and_a_promise() -> None:
    kept = Outcome("SQLite", 5, 0, 2, 0, 0, 1, 0, 3, 4)
    assert kept.fulfils()
    assert not replace(kept, lost=1).fulfils()
    assert "SQLite" in table([kept, replace(kept, database="PostgreSQL")]).splitlines()[0]
