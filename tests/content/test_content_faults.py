"""Every fault of a topic file is gathered, with its file, its key and what to do."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from garden import SMALL_TOPIC, table_of

from knowledge.pack import Fault, parse_topic, read_topics

NAME = "vuon/the-vuon.toml"


def faults(extra: str = "", topic: str = "the-vuon", **keys: Any) -> list[str]:
    """The faults of the small topic with a change."""
    _, found = parse_topic(table_of(extra, **keys), topic, "vuon", NAME)
    return [str(fault) for fault in found]


def test_a_sound_topic_has_no_fault() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    "key,meant",
    [
        ("phi", "fee"),
        ("le_phi", "fee"),
        ("giay_to", "documents"),
        ("ho_so", "documents"),
        ("noi_nop", "where"),
        ("document", "documents"),
        ("wording", "wordings"),
        ("confidense", "confidence"),
    ],
)
def test_an_unknown_key_is_named_with_the_one_that_was_meant(key: str, meant: str) -> None:
    wrong: dict[str, Any] = {key: 1}
    assert faults(**wrong) == [f"{NAME}: {key}: unknown key, did you mean `{meant}`?"]


def test_an_unknown_key_of_a_fact_suggests_keys_of_that_kind() -> None:
    wrong = '\n[[fee]]\nid = "b"\nlabel = "Bản sao"\namout = 5000\n'
    assert faults(wrong) == [f"{NAME}: fee.1.amout: unknown key, did you mean `amount`?"]


def test_the_written_form_of_a_renamed_key_is_suggested() -> None:
    wrong = '\n[[fee]]\nid = "b"\nlabel = "Bản sao"\nfromm = 2027-01-01\n'
    assert faults(wrong) == [f"{NAME}: fee.1.fromm: unknown key, did you mean `from`?"]


def test_an_unknown_key_of_a_source_is_named_too() -> None:
    (found,) = faults(sources={"cong": {"title": "Cổng", "titel": "Cổng"}})
    assert found == f"{NAME}: sources.cong.titel: unknown key, did you mean `title`?"


def test_a_key_like_none_lists_those_that_are_known() -> None:
    found = faults(xyzzy=1)
    assert len(found) == 1
    assert "xyzzy: unknown key (known: " in found[0]
    assert "wordings" in found[0]


def test_text_that_is_not_composed_is_refused() -> None:
    title = unicodedata.normalize("NFD", "Làm thẻ vườn")
    assert faults(title=title) == [
        f"{NAME}: title: text is not NFC: save the file in composed form"
    ]


@pytest.mark.parametrize("title", ["", " Làm thẻ", "Làm thẻ "])
def test_text_that_is_empty_or_padded_is_refused(title: str) -> None:
    assert faults(title=title) == [f"{NAME}: title: text is empty or has space at an end"]


@pytest.mark.parametrize("name", ["The-Vuon", "thẻ-vườn", "the_vuon", "the--vuon", "-the", ""])
def test_an_id_is_unaccented_kebab_case(name: str) -> None:
    found = faults(topic=name)
    assert len(found) == 1
    assert "is not an unaccented kebab-case id" in found[0]


def test_a_fee_set_by_the_province_carries_no_amount() -> None:
    wrong = '\n[[fee]]\nid = "b"\nlabel = "Bản sao"\namount = 5000\nby_province = true\n'
    found = faults(wrong)
    assert len(found) == 1
    assert "by_province fees carry no amount here" in found[0]


@pytest.mark.parametrize(
    "key,value",
    [
        ("kind", "thing"),
        ("summary", "a" * 301),
        ("confidence", "sure"),
        ("reviewed", "hôm qua"),
        ("wordings", "một"),
    ],
)
def test_a_value_of_another_shape_names_its_key(key: str, value: str) -> None:
    assert [line.split(": ")[1] for line in faults(**{key: value})] == [key]


def test_what_is_missing_is_named() -> None:
    assert [line.split(": ")[1] for line in faults(title=None, source=None)] == ["title", "source"]


def test_all_faults_of_a_file_are_gathered_at_once() -> None:
    assert len(faults(phi=1, title="", kind="thing", reviewed=None)) == 4


def test_a_fault_without_a_key_is_one_line_too() -> None:
    assert str(Fault("a.toml", "", "not readable")) == "a.toml: not readable"
    assert str(Fault("a.toml", "fee", "odd")) == "a.toml: fee: odd"


def write(folder: Path, name: str, text: str | bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_the_id_and_the_field_come_from_where_the_file_lies(tmp_path: Path) -> None:
    write(tmp_path, NAME, SMALL_TOPIC)
    pack = read_topics(tmp_path)
    assert pack.faults == ()
    assert pack.topics["the-vuon"].field == "vuon"


def test_a_faulty_file_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    write(tmp_path, NAME, SMALL_TOPIC)
    write(tmp_path, "vuon/hong.toml", "title = ")
    write(tmp_path, "vuon/nhi-phan.toml", b"\xff\xfe")
    write(tmp_path, "vuon/thieu.toml", SMALL_TOPIC.replace('kind = "procedure"', ""))
    pack = read_topics(tmp_path)
    assert list(pack.topics) == ["the-vuon"]
    assert sorted(fault.file for fault in pack.faults) == [
        "vuon/hong.toml", "vuon/nhi-phan.toml", "vuon/thieu.toml",
    ]  # fmt: skip


def test_an_id_that_stands_in_two_fields_is_reported(tmp_path: Path) -> None:
    write(tmp_path, NAME, SMALL_TOPIC)
    write(tmp_path, "rung/the-vuon.toml", SMALL_TOPIC)
    assert [str(fault) for fault in read_topics(tmp_path).faults] == [
        "vuon/the-vuon.toml: topic id the-vuon stands in two files"
    ]
