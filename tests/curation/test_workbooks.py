"""A topic's rows and its file: what nobody changed keeps its words, comments and order."""

from __future__ import annotations

import difflib
import tomllib

import pytest
from garden import SMALL_TOPIC
from writing import shipped

from bot.curation.blocks import cut, join
from bot.curation.cells import cell, value_of
from bot.curation.columns import HEAD, SHEETS, columns
from bot.curation.comparing import changes, line_changes
from bot.curation.sheets import WAS, NotToml, rows_of, written
from knowledge.pack import TOPICS

BIRTH = shipped("dang-ky-khai-sinh")
FILES = sorted(TOPICS.rglob("*.toml"))


def lines(before: str, after: str) -> list[str]:
    """The lines that differ."""
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in found if line[0] in "+-" and line[:3] not in {"+++", "---"}]


def edited(sheet: str, place: int, **cells: str) -> str:
    rows = rows_of(BIRTH)[sheet]
    rows[place] |= {key.rstrip("_"): text for key, text in cells.items()}
    return written(BIRTH, {sheet: rows})


def test_every_column_has_words_for_staff() -> None:
    for sheet in SHEETS:
        assert all(column.label for column in columns(sheet))


@pytest.mark.parametrize("file", FILES[::7], ids=lambda file: file.stem)
def test_a_file_whose_rows_come_back_unchanged_is_the_same_file(file: object) -> None:
    text = file.read_text("utf-8")  # type: ignore[attr-defined]
    assert join(cut(text)) == text
    assert written(text, rows_of(text)) == text


@pytest.mark.parametrize("file", FILES[::11], ids=lambda file: file.stem)
def test_rows_written_into_an_empty_file_hold_the_same(file: object) -> None:
    text = file.read_text("utf-8")  # type: ignore[attr-defined]
    made = written("", rows_of(text))
    assert tomllib.loads(made) == tomllib.loads(text)


def test_one_changed_cell_is_one_changed_line() -> None:
    assert lines(BIRTH, edited("fee", 4, amount="9.000")) == ["-amount = 8000", "+amount = 9000"]


def test_an_emptied_cell_is_a_line_less() -> None:
    assert lines(BIRTH, edited("documents", 0, note="")) == [
        '-note = "Nộp trên mạng thì điền ngay trên màn hình."'
    ]


def test_a_date_is_written_as_a_date_and_read_as_people_write_it() -> None:
    assert lines(BIRTH, edited(HEAD, 0, review_by="1/6/2027")) == [
        "-review_by = 2027-03-01", "+review_by = 2027-06-01",
    ]  # fmt: skip


def test_a_wording_more_is_a_line_more() -> None:
    rows = rows_of(BIRTH)[HEAD]
    rows[0]["wordings"] += "\nlàm khai sinh cho cháu"
    assert lines(BIRTH, written(BIRTH, {HEAD: rows})) == ['+    "làm khai sinh cho cháu",']


def test_a_renamed_row_is_the_same_row_where_the_form_says_so() -> None:
    rows = [{**row, WAS: str(at)} for at, row in enumerate(rows_of(BIRTH)["fee"])]
    rows[0]["id"] = "trong-han"
    assert lines(BIRTH, written(BIRTH, {"fee": rows})) == ['-id = "dung-han"', '+id = "trong-han"']


def test_a_new_row_stands_at_the_end_of_its_section() -> None:
    rows = [*rows_of(BIRTH)["fee"], {"id": "them", "label": "Thêm", "amount": "5000"}]
    assert lines(BIRTH, written(BIRTH, {"fee": rows})) == [
        "+[[fee]]", '+id = "them"', '+label = "Thêm"', "+amount = 5000", "+",
    ]  # fmt: skip
    assert rows_of(written(BIRTH, {"fee": rows}))["fee"][-1]["id"] == "them"


def test_the_comment_above_a_section_survives_its_first_row() -> None:
    rows = rows_of(BIRTH)["fee"][1:]
    made = written(BIRTH, {"fee": rows})
    assert '# ---- tiền\n\n[[fee]]\nid = "qua-han"' in made
    assert "# ---- thời gian" in made


def test_rows_are_put_into_the_order_that_is_wanted() -> None:
    rows = rows_of(BIRTH)["steps"]
    made = written(BIRTH, {"steps": [rows[1], rows[0], *rows[2:]]})
    assert [row["id"] for row in rows_of(made)["steps"]][:2] == ["tim", "dang-nhap"]
    assert made.count("# ---- các bước") == 1


def test_a_section_that_was_not_there_comes_where_it_belongs() -> None:
    made = written(SMALL_TOPIC, {"trouble": [{"id": "mua", "problem": "Mưa", "fix": "Chờ."}]})
    assert made.index("[[where]]") < made.index("[[trouble]]")
    assert rows_of(made)["trouble"][0]["fix"] == "Chờ."


def test_a_lead_is_changed_in_its_facet() -> None:
    rows = [{**row, WAS: str(at)} for at, row in enumerate(rows_of(BIRTH)["lead"])]
    place = next(at for at, row in enumerate(rows) if row["facet"] == "fee")
    rows[place]["text"] = "Miễn phí."
    made = written(BIRTH, {"lead": rows})
    assert [line[0] for line in lines(BIRTH, made)] == ["-", "+"]
    assert tomllib.loads(made)["lead"]["fee"] == [{"text": "Miễn phí."}]


@pytest.mark.parametrize("text", [BIRTH, SMALL_TOPIC], ids=["one-table", "a-table-each"])
def test_sources_are_added_changed_and_taken_away(text: str) -> None:
    rows = rows_of(text)["sources"]
    rows[0]["title"] = "Tên khác"
    rows.append({"id": "moi", "title": "Nghị định mới", "date": "01/02/2026"})
    found = tomllib.loads(written(text, {"sources": rows}))["sources"]
    assert found[rows[0]["id"]]["title"] == "Tên khác"
    assert found["moi"]["title"] == "Nghị định mới"
    gone = written(text, {"sources": rows[1:]})
    assert rows[0]["id"] not in tomllib.loads(gone).get("sources", {})


def test_what_cannot_be_read_stays_as_it_was_typed() -> None:
    made = edited("fee", 4, amount="tám nghìn", from_="32/13/2026")
    row = rows_of(made)["fee"][4]
    assert (row["amount"], row["from"]) == ("tám nghìn", "32/13/2026")


@pytest.mark.parametrize(
    "typed,value",
    [("8.000", 8000), ("8000", 8000), ("1,5", 1.5), ("12 000 000", 12_000_000), ("", None)],
)
def test_numbers_are_read_as_vietnamese_write_them(typed: str, value: object) -> None:
    amount = next(column for column in columns("fee") if column.key == "amount")
    assert value_of(amount, typed) == value


@pytest.mark.parametrize(
    "typed,value", [("Có", True), ("không", False), ("x", True), ("chắc", "chắc"), ("", None)]
)
def test_yes_and_no_are_words(typed: str, value: object) -> None:
    flag = next(column for column in columns("fee") if column.key == "by_province")
    assert value_of(flag, typed) == value
    assert cell(value=True) == "có"


@pytest.mark.parametrize("typed", ["working-day", "ngày làm việc", "Ngay lam viec"])
def test_choices_are_chosen_by_value_or_words(typed: str) -> None:
    unit = next(column for column in columns("time") if column.key == "unit")
    assert value_of(unit, typed) == "working-day"


def test_hostile_words_stay_words() -> None:
    words = 'x"\n[[fee]]\nid = "y"\n\\ {{ }} \u202e'
    rows = rows_of(BIRTH)
    rows["trouble"][0]["fix"] = words
    made = written(BIRTH, {"trouble": rows["trouble"]})
    assert len(tomllib.loads(made)["fee"]) == len(rows["fee"])
    assert rows_of(made)["trouble"][0]["fix"] == words.strip()


def test_what_is_no_toml_is_said_so() -> None:
    with pytest.raises(NotToml):
        rows_of("= =")


def test_changes_are_told_field_by_field() -> None:
    found = changes(BIRTH, edited("time", 0, unit="tháng", amount="2"))
    assert [(one.sheet, one.row, one.column, one.before, one.after) for one in found] == [
        ("Thời gian", "han-dang-ky", "Số", "60", "2"),
        ("Thời gian", "han-dang-ky", "Đơn vị", "ngày", "tháng"),
    ]


def test_a_row_more_and_a_row_less_are_told() -> None:
    new = [{"id": name, "text": "Giấy khác."} for name in ("khac", "nua")]
    rows = [*rows_of(BIRTH)["result"][1:], *new]
    found = changes(BIRTH, written(BIRTH, {"result": rows}))
    assert {(one.row, bool(one.before), bool(one.after)) for one in found} == {
        ("khac", False, True), ("nua", False, True), ("giay-khai-sinh", True, False),
    }  # fmt: skip


def test_lines_are_told_with_their_mark() -> None:
    assert ("+", "amount = 9000") in line_changes(BIRTH, edited("fee", 4, amount="9.000"))
    assert line_changes(BIRTH, BIRTH) == []
