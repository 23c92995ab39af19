"""`troly check`: every rule on all content, and no fault in what ships."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from garden import GARDEN, flow_of, topic_of

from bot.check import check_content
from bot.content import import_catalogue, read_content
from bot.library import Library, UnfitContent
from bot.phrasebook import Phrasebook, read_phrasebook
from bot.settings import Settings
from flows.flow import FlowPack, read_flows
from knowledge.domains import read_domains
from knowledge.pack import Fault, Pack, read_topics

BOOK = read_phrasebook()
DOMAINS = read_domains()


def found(
    pack: Pack | None = None, flows: FlowPack | None = None, book: Phrasebook = BOOK
) -> list[str]:
    """The faults of some content; nothing but phrases where nothing is given."""
    nothing, none = Pack({}, ()), FlowPack({}, ())
    return [str(fault) for fault in check_content(pack or nothing, flows or none, book, DOMAINS)]


def saying(key: str, vietnamese: str, english: str | None = None) -> Phrasebook:
    """The real phrasebook with one phrase more."""
    phrases = {"vi": {**BOOK.phrases["vi"], key: vietnamese}, "en": dict(BOOK.phrases["en"])}
    if english is not None:
        phrases["en"][key] = english
    return replace(BOOK, phrases=phrases)


def test_what_ships_has_no_fault() -> None:
    assert found(read_topics(), read_flows()) == []


# ---- phrases


@pytest.mark.parametrize(
    "text,fault",
    [
        ("Nộp trong 60 ngày.", "naked figure '60 ngày': figures live in topics"),
        ("Hết 8.000 đồng.", "naked figure '8.000 đồng': figures live in topics"),
        ("Theo điều 15.", "names an article of a law: that lives in topics"),
        ("Theo khoản 2.", "names an article of a law: that lives in topics"),
        ("Mở {site.cong-gia}.", "slot {site.cong-gia} leads nowhere"),
        ("Gọi {hotline.khong-co}.", "slot {hotline.khong-co} leads nowhere"),
        (unicodedata.normalize("NFD", "Chào bác."), "text is not NFC"),
    ],
)
def test_a_phrase_keeps_the_rules(text: str, fault: str) -> None:
    assert found(book=saying("thu", text)) == [f"locales/vi: thu: {fault}"]


def test_a_phrase_may_leave_gaps_for_the_turn_and_name_official_sites() -> None:
    assert found(book=saying("thu", "{You} mở {site.cong-dvc}, mã {case}, hỏi {me}.")) == []


def test_a_translation_fills_the_same_gaps() -> None:
    book = saying("thu", "Mã {case}, xem {link}.", "Code {case}.")
    assert found(book=book) == [
        "locales/en: thu: other slots than in Vietnamese: frozenset({'link'})"
    ]


def test_pronouns_of_a_translation_may_differ() -> None:
    assert found(book=saying("thu", "{You} xem mã {case}.", "See {case}.")) == []


def test_a_translation_of_nothing_is_reported() -> None:
    book = replace(
        BOOK, phrases={"vi": BOOK.phrases["vi"], "en": {**BOOK.phrases["en"], "thu": "Hello."}}
    )
    assert found(book=book) == ["locales/en: thu: is not among the Vietnamese phrases"]


# ---- commands


@pytest.mark.parametrize("said", ["menu", "MENU", "quay lại", "Quay lai", "bo qua"])
def test_a_command_word_that_means_two_things_is_reported(said: str) -> None:
    book = replace(BOOK, commands={**BOOK.commands, "cancel": (*BOOK.commands["cancel"], said)})
    assert len(found(book=book)) == 1
    assert found(book=book)[0].endswith(("also means cancel", "also means menu", "also means back"))


def test_a_command_may_be_spelt_in_several_ways() -> None:
    book = replace(BOOK, commands={"cancel": ("huỷ", "hủy", "huy", "Hủy!")})
    assert found(book=book) == []


# ---- flows and topics


def test_a_topic_names_a_flow_that_exists() -> None:
    topic = topic_of(flow="the-rung")
    lines = found(Pack({topic.id: topic}, ()))
    assert lines == ["vuon/the-vuon.toml: flow: there is no flow the-rung"]


def test_a_sound_topic_and_its_flow_have_no_fault() -> None:
    topic, flow = topic_of(flow="the-vuon"), flow_of()
    assert found(Pack({topic.id: topic}, ()), FlowPack({flow.id: flow}, ())) == []


def test_a_button_value_fits_the_tightest_channel() -> None:
    long = "x" * 50
    flow = flow_of(GARDEN.replace('value = "toi"', f'value = "{long}"'))
    topic = topic_of()
    value = f"a:the-vuon:cho-ai:{long}"
    assert found(Pack({topic.id: topic}, ()), FlowPack({flow.id: flow}, ())) == [
        f"the-vuon.toml: questions.cho-ai: button value {value!r} has more than 64 ASCII bytes"
    ]


def test_a_button_value_is_plain_ascii() -> None:
    flow = flow_of(GARDEN.replace('value = "toi"', 'value = "tôi"'))
    topic = topic_of()
    lines = found(Pack({topic.id: topic}, ()), FlowPack({flow.id: flow}, ()))
    assert len(lines) == 1
    assert "ASCII" in lines[0]


def test_faults_of_reading_and_of_sense_come_in_one_list() -> None:
    topic = topic_of(summary="Xem {fee.x}.")
    unread = Fault("vuon/hong.toml", "", "not readable")
    odd = Fault("hong.toml", "", "not readable")
    lines = found(Pack({topic.id: topic}, (unread,)), FlowPack({}, (odd,)))
    assert lines == [
        "vuon/hong.toml: not readable",
        "hong.toml: not readable",
        "vuon/the-vuon.toml: summary: slot {fee.x} leads nowhere",
    ]


# ---- reading as the settings say


def test_the_settings_thresholds_and_address_form_reach_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROLY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TROLY_ANSWER_AT", "0.9")
    monkeypatch.setenv("TROLY_ADDRESS_FORM", "anh-chi")
    library: Library = read_content(Settings())
    assert library.thresholds.answer_at == 0.9
    assert library.thresholds.choose_at > 0
    assert library.address_form == "anh-chi"
    assert library.catalogue is None


def test_content_that_is_unfit_names_every_fault() -> None:
    faults = (Fault("a.toml", "fee", "odd"), Fault("b.toml", "", "not readable"))
    assert str(UnfitContent(faults)) == "a.toml: fee: odd\nb.toml: not readable"
    assert UnfitContent(faults).faults == faults


def test_every_label_that_english_has_vietnamese_has_too() -> None:
    assert set(BOOK.labels["en"]) <= set(BOOK.labels["vi"])


def test_the_garden_is_read_as_a_file_would_be() -> None:
    assert tomllib.loads(GARDEN)["first"] == "cho-ai"


def write_catalogue(file: Path, name: str) -> Path:
    row = '{"code": "1.999999", "name": "%s"}\n'
    file.write_text(row % name + "không phải JSON\n", "utf-8")
    return file


def test_an_imported_catalogue_is_the_bot_s_own_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROLY_DATA_DIR", str(tmp_path / "var"))
    kept, bad = import_catalogue(Settings(), write_catalogue(tmp_path / "a.jsonl", "Nuôi chim"))
    assert (kept, [row.line for row in bad]) == (1, [2])
    found = read_content(Settings()).row("1.999999")
    assert found is not None
    assert found.name == "Nuôi chim"


def test_a_catalogue_that_is_only_asked_about_leaves_the_bot_s_own_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROLY_DATA_DIR", str(tmp_path / "var"))
    import_catalogue(Settings(), write_catalogue(tmp_path / "a.jsonl", "Nuôi chim"))
    other = read_content(Settings(), write_catalogue(tmp_path / "b.jsonl", "Nuôi cá")).row(
        "1.999999"
    )
    own = read_content(Settings()).row("1.999999")
    assert other is not None
    assert own is not None
    assert (other.name, own.name) == ("Nuôi cá", "Nuôi chim")
