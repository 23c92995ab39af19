"""Talks as files: read, played, compared, written; and where each word of an answer came from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from talk import TODAY, Talk

from bot.library import Library
from bot.provenance import trace
from bot.rehearsal import UnreadableTalk, play, read_talk, talks, write_talk


def differences(library: Library, talk: str) -> list[str]:
    return [str(difference) for difference in play(library, read_talk(talk), "thu")]


def test_comments_and_empty_lines_of_a_talk_say_nothing() -> None:
    lines = read_talk("# chào\n\n  citizen: chào  \nbot:\n")
    assert [(line.who, line.words, line.number) for line in lines] == [
        ("citizen", "chào", 3), ("bot", "", 4),
    ]  # fmt: skip


@pytest.mark.parametrize("row", ["nobody: chào", "chào", ": chào", "citizen chào"])
def test_a_line_that_is_none_is_named(row: str) -> None:
    with pytest.raises(UnreadableTalk, match="line 1"):
        read_talk(row)


@pytest.mark.parametrize("span", ["", "5", "5 weeks", "h5"])
def test_a_pause_that_is_none_is_named(span: str, library: Library) -> None:
    with pytest.raises(UnreadableTalk, match="30m, 5h or 2d"):
        differences(library, f"wait: {span}\n")


def test_a_reply_is_compared_by_where_it_comes_from_or_by_words_in_it(grounds: Library) -> None:
    talk = "citizen: menu\nbot: @phrases/menu\nbot: cần việc nào\nbot: [Gặp cán bộ]\n"
    assert differences(grounds, talk) == []


def test_what_was_said_instead_is_told(grounds: Library) -> None:
    (found,) = differences(grounds, "citizen: menu\nbot: @phrases/help\n")
    assert found.startswith("line 2: expected '@phrases/help', said: ['@phrases/menu ")


def test_a_message_taken_back_and_an_effect_are_compared(grounds: Library) -> None:
    talk = "citizen: mã otp là 482913\nbot: @retract\nbot: @phrases/secret-otp\n"
    assert differences(grounds, talk) == []
    assert differences(grounds, "citizen: menu\nbot: @retract\n") != []


def test_an_effect_that_did_not_come_is_told(grounds: Library) -> None:
    talk = "citizen: kwx zzyq vbnm\neffect: keep-question\neffect: open-case\n"
    assert differences(grounds, talk) == ["line 3: expected 'open-case', said: ['keep-question']"]


def test_staff_pauses_days_and_timers_have_their_lines(grounds: Library) -> None:
    talk = (
        "at: 2027-02-28 09:00\ncitizen: gặp cán bộ\ncitizen: thẻ in sai\neffect: open-case\n"
        "staff: Mang thẻ ra xã.\nbot: Mang thẻ ra xã\nwait: 2d\nwait: 5h\nwait: 30m\n"
        "closed: xong\nbot: @phrases/case-closed\ntimer: helper-wipe\n"
    )
    assert differences(grounds, talk) == []


def test_a_talk_that_was_had_is_written_to_be_played_again(walk: Talk) -> None:
    heard = [(words, tuple(walk.says(words).said)) for words in ("chào em", "menu")]
    text = write_talk(heard)
    assert text.startswith("citizen: chào em\nbot: @phrases/")
    assert differences(walk.library, text) == []


def test_the_talks_of_a_folder_are_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.chat").write_text("citizen: b\n", "utf-8")
    (tmp_path / "a.chat").write_text("citizen: a\n", "utf-8")
    (tmp_path / "c.txt").write_text("nothing", "utf-8")
    assert [name for name, _ in talks(tmp_path)] == ["a", "b"]


def test_what_is_no_word_is_told_by_its_kind(grounds: Library) -> None:
    (found,) = differences(grounds, "citizen: mã otp là 482913\nbot: @phrases/menu\n")
    assert "['retract', '@phrases/secret-otp" in found


# ---- where it came from


def rows(library: Library, ref: str, day: date = TODAY) -> dict[str, str]:
    found = trace(library, ref, day)
    assert found is not None, ref
    return dict(found)


def test_a_fact_is_traced_to_its_words_source_file_and_dates(grounds: Library) -> None:
    told = rows(grounds, "topics/the-vuon#fee.the")
    assert told["fact"] == "8.000 đồng một thẻ"
    assert told["kind"] == "Money"
    assert told["source"] == "Cổng, thủ tục 1.000001"
    assert told["url"].startswith("https://")
    assert told["file"] == "knowledge/topics/vuon/the-vuon.toml"
    assert (told["reviewed"], told["review by"]) == ("01/11/2026", "01/05/2027")


def test_a_dated_fact_says_from_when_and_until_when(library: Library) -> None:
    assert rows(library, "topics/dang-ky-khai-sinh#legal_basis.luat-2014")["until"] == "28/02/2027"
    told = rows(library, "topics/dang-ky-khai-sinh#legal_basis.luat-2026")
    assert told["from"] == "01/03/2027"
    assert told["source date"] == "23/04/2026"


def test_a_fact_of_one_case_says_which(library: Library) -> None:
    told = rows(library, "topics/dang-ky-khai-sinh#documents.bo-roi")
    assert told["when"] == "trẻ bị bỏ rơi"


@pytest.mark.parametrize(
    "ref,key,words",
    [
        ("topics/the-vuon", "title", "Làm thẻ vườn hoa"),
        ("topics/the-vuon#summary", "summary", "Thẻ để vào vườn hoa của xã."),
        ("topics/the-vuon#source", "source", "Cổng, thủ tục 1.000001"),
        ("topics/the-vuon#documents", "facet", "documents.don, documents.anh"),
        ("topics/the-vuon#lead.documents", "lead", "{You} cần {documents.don}. [Cổng, "),
        ("flows/the-vuon/ngay", "step", "Vào vườn ngày nào?"),
        ("flows/the-vuon/xong", "step", "{You} nộp là có thẻ."),
        ("flows/the-vuon", "step", "Xin thẻ vườn"),
        ("phrases/menu", "phrase", "{You} cần việc nào"),
        ("phrases/facet-fee", "phrase", "Lệ phí"),
        ("places/tay-ninh/tan-dong", "place", "xã Tân Đông"),
        ("domains#site.cong-dvc", "value", "dichvucong.gov.vn"),
        ("domains#dichvucong.gov.vn", "site", "Cổng"),
    ],
)
def test_every_kind_of_address_leads_somewhere(
    ref: str, key: str, words: str, grounds: Library
) -> None:
    assert words in rows(grounds, ref)[key]


@pytest.mark.parametrize(
    "ref",
    [
        "", "citizen", "topics/da-bo", "topics/da-bo#fee.the", "flows/da-bo/x", "flows/the-vuon/x",
        "phrases/da-bo", "places/khong/co", "catalogue/1.000000#fee", "domains#site.khong-co",
        "domains#khong-co.example",
    ],
)  # fmt: skip
def test_an_address_of_nothing_leads_nowhere(ref: str, grounds: Library) -> None:
    assert trace(grounds, ref, TODAY) is None


def test_what_a_dated_slot_says_is_read_on_the_day(grounds: Library) -> None:
    assert rows(grounds, "topics/the-vuon#time.xong")["fact"] == "không quá 3 ngày làm việc"
