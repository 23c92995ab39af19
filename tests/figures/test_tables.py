"""No table shows a number that could point at a person, and none loses a row's share."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from bot.figures.charts import drawn
from bot.figures.tables import (
    FEW,
    REST,
    Cell,
    Chart,
    Column,
    Few,
    Table,
    hidden,
    in_words,
    share,
    trimmed,
    veiled,
)

COLUMNS = (
    Column("Chủ đề", "text"),
    Column("Lượt"),
    Column("Đúng"),
    Column("Tỷ lệ", "share", of=(2, 1)),
    Column("Trung vị", "mean", weighs=1),
)


def table(*rows: tuple[Cell, ...], names: int | None = 1, upright: bool = False) -> Table:
    chart = Chart(1, upright=upright)
    return Table("t", "Bảng", "Cách tính", COLUMNS, rows, names, sums=True, chart=chart)


@pytest.mark.parametrize("count", [1, 2])
def test_one_and_two_are_not_told_apart(count: int) -> None:
    assert str(hidden(count)) == "dưới 3"
    assert hidden(count) == Few()


@pytest.mark.parametrize("count", [0, 3, 1200])
def test_none_and_many_are_told(count: int) -> None:
    assert hidden(count) == count


def test_what_is_rare_is_not_named() -> None:
    seen = veiled(table(("khai sinh", 9, 9, None, 5.0), ("ly hôn", 2, 2, None, 5.0)))
    assert "ly hôn" not in str(seen)
    assert seen.rows[-1] == (REST, Few(), Few(), None, None)


def test_many_rare_things_are_added_up_without_their_names() -> None:
    seen = veiled(table(("a", 2, 0, None, None), ("b", 2, 0, None, None)))
    assert seen.rows == ((REST, 4, 0, 0.0, None),)


def test_a_total_adds_up_before_anything_is_hidden() -> None:
    seen = veiled(table(("a", 5, 2, None, 1.0), ("b", 1, 1, None, 1.0)))
    assert seen.total == ("Tổng", 6, 3, 0.5, None)


def test_a_table_whose_rows_are_fixed_keeps_them_all() -> None:
    seen = veiled(table(("1 điểm", 1, 0, None, 3.0), ("2 điểm", 0, 0, None, None), names=None))
    assert [row[1] for row in seen.rows] == [Few(), 0]
    assert seen.rows[0][4] is None


def test_a_share_of_few_is_not_told() -> None:
    assert share(1, 50) is None
    assert share(2, 2) is None
    assert share(0, 50) == 0
    assert share(49, 50) == 0.98


@pytest.mark.parametrize(
    "kind,cell,words",
    [
        ("count", 1234567, "1.234.567"),
        ("share", 0.5675, "56,8%"),
        ("mean", 3.44, "3,4"),
        ("count", Few(), "dưới 3"),
        ("count", None, "–"),
        ("text", "khai sinh", "khai sinh"),
    ],
)
def test_cells_read_as_vietnamese_write_them(kind: str, cell: Cell, words: str) -> None:
    assert in_words(Column("", kind), cell) == words  # type: ignore[arg-type]


def test_empty_columns_fall_off_and_an_empty_table_with_them() -> None:
    shown = trimmed(veiled(table(("a", 5, 0, None, None))))
    assert shown is not None
    assert [column.head for column in shown.columns] == ["Chủ đề", "Lượt"]
    assert trimmed(veiled(table(("a", 0, 0, None, None), names=None))) is None


# ---- charts


@pytest.mark.parametrize("upright", [False, True])
def test_a_chart_is_whole_without_any_style_or_script(upright: bool) -> None:
    rows = tuple((f"<b>{n}</b> & mục", n, 0, None, None) for n in range(3, 30))
    chart = drawn(veiled(table(*rows, upright=upright)))
    assert chart is not None
    tree = ET.fromstring(chart)
    assert "style" not in chart
    assert "<b>" not in chart
    assert tree.get("aria-hidden") == "true"
    widths = [float(bar.get("width", "").rstrip("%")) for bar in tree.findall("rect")]
    assert all(0 <= width <= 80 for width in widths)


def test_a_hidden_number_has_no_length() -> None:
    chart = drawn(veiled(table(("a", 300, 0, None, None), ("b", 2, 0, None, None), names=None)))
    assert chart is not None
    bars = ET.fromstring(chart).findall("rect")
    assert bars[1].get("width") == "0.00%"
    assert "dưới 3" in chart


def test_nothing_to_show_is_no_chart() -> None:
    assert drawn(veiled(table(("a", 0, 0, None, None), names=None))) is None
    assert FEW == 3
