"""Each command does what the README says, and ends badly in one kind line."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest
from shell import Troly


def test_ask_answers_each_line_with_one_object(troly: Troly) -> None:
    done = troly("ask", "--json", said="lam khai sinh cho con can gi, het bao nhieu\nxin chào\n")
    first, second = map(json.loads, done.stdout.splitlines())
    assert set(first) == {"question", "decision", "facet", "facets", "matches", "milliseconds"}
    assert first["facets"] == ["documents", "fee"]
    assert first["facet"] == "documents"
    assert first["matches"][0]["id"] == "dang-ky-khai-sinh"
    assert set(first["matches"][0]) == {"id", "kind", "codes", "confidence"}
    assert second["decision"] == "smalltalk"


def test_ask_reads_whatever_bytes_a_line_holds(troly: Troly) -> None:
    done = troly("ask", "--json", said=f"\n\udcff\udcfe\0abc\n{'a' * 5000}\n😀\nđăng ký kết hôn")
    told = [json.loads(line) for line in done.stdout.encode("utf-8", "strict").splitlines()]
    assert len(told) == 5
    assert told[-1]["matches"][0]["id"] == "dang-ky-ket-hon"


def test_chat_speaks_json_and_presses_by_number_label_and_value(troly: Troly) -> None:
    lines = "f:cong-dvc-dang-nhap\nmenu\nGặp cán bộ\n"
    done = troly("chat", "--json", said=lines)
    told = [json.loads(line)["replies"] for line in done.stdout.splitlines()]
    assert len(told) == 3
    assert told[1][0]["about"] == "phrases/menu"
    assert all(set(reply) == {"about", "text", "choices", "files"} for reply in told[1])
    assert told[2][0]["about"].startswith("phrases/")


def test_a_talk_by_pipe_leaves_nothing_behind(troly: Troly, tmp_path: Path) -> None:
    troly("chat", "--json", said="tôi tên là Nguyễn Thị Bình An, mất căn cước\n")
    for file in (tmp_path / "var").rglob("*"):
        if file.is_file():
            assert "Bình An".encode() not in file.read_bytes()


def test_a_talk_is_saved_as_a_test(troly: Troly, tmp_path: Path) -> None:
    troly("chat", "--json", "--save", "thu", said="menu\n")
    assert (tmp_path / "thu.chat").read_text("utf-8") == "citizen: menu\nbot: @phrases/menu\n"


def test_unanswered_questions_are_listed_most_frequent_first(troly: Troly) -> None:
    troly(
        "chat",
        "--json",
        "--talk",
        "an",
        said="bao giờ mưa sao băng rơi\nBao giờ mưa sao băng RƠI?\n",
    )
    troly("chat", "--json", "--talk", "binh", said="nấu phở bò ngon\n")
    rows = troly("unanswered").stdout.splitlines()
    assert rows[0].split()[0] == "2"
    assert "sao băng" in rows[0].lower()


def test_a_case_is_answered_from_a_shell_and_read_in_the_terminal(troly: Troly) -> None:
    troly("chat", "--json", "--talk", "an", said="xin giấy phép nuôi voi\ngặp cán bộ\n")
    listed = troly("cases", "list").stdout
    case = listed.split()[0]
    assert re.search(r"no team  answer by \d\d/\d\d \d\d:\d\d", listed)
    assert (
        troly("cases", "answer", case, "Anh hỏi Chi cục Kiểm lâm.", "--by", "Chị Lan").returncode
        == 0
    )
    told = troly("chat", "--json", "--talk", "an", said="cảm ơn\n").stdout
    assert "Chi cục Kiểm lâm" in told
    assert "solve by" in troly("cases", "list").stdout
    assert troly("cases", "close", case).returncode == 0
    assert troly("cases", "list").stdout.strip() == "no open case"


@pytest.mark.parametrize(
    "ref",
    [
        "topics/dang-ky-khai-sinh#fee.ban-sao",
        "topics/dang-ky-khai-sinh#documents",
        "topics/dang-ky-khai-sinh#lead.fee",
        "topics/dang-ky-khai-sinh#summary",
        "@flows/dang-ky-khai-sinh/dung-han",
        "phrases/welcome",
        "domains#site.cong-dvc",
    ],
)
def test_why_shows_where_words_came_from(ref: str, troly: Troly) -> None:
    done = troly("why", ref)
    assert done.returncode == 0
    assert "file: " in done.stdout


def test_check_finds_no_fault_in_what_ships(troly: Troly) -> None:
    done = troly("check")
    assert done.stdout.endswith("no fault\n"), done.stdout


def test_replay_prints_what_a_day_changes(troly: Troly) -> None:
    done = troly("replay", "--on", "2027-03-01")
    assert "topics/dang-ky-khai-sinh#legal_basis" in done.stdout
    assert "Luật Hộ tịch 03/2026/QH16" in done.stdout


def test_graph_draws_a_flow(troly: Troly) -> None:
    assert troly("graph", "dang-ky-khai-sinh").stdout.startswith(("flowchart", "graph"))
    covered = troly("graph", "tach-ho", "--coverage")
    assert covered.returncode == 0
    assert "refusals" in covered.stdout
    assert "1 flows" in covered.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("graph", "khong-co"),
        ("why", "topics/khong-co"),
        ("topics", "--xlsx", "khong-co/bang.xlsx"),
        ("office", "import", "khong-co.toml"),
        ("replay", "--on", "hôm qua"),
        ("cases", "answer", "AAAAAAAA", "chào"),
        ("restore", "khong-co.tar.gz"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_one_line_and_no_traceback(
    words: tuple[str, ...], troly: Troly
) -> None:
    done = troly(*words)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2


def test_a_bad_setting_names_its_key(troly: Troly) -> None:
    done = troly("chat", "--json", TROLY_HTTP_PORT="tám nghìn")
    assert done.returncode == 2
    assert "TROLY_HTTP_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_backup_comes_back_with_its_cases(troly: Troly, tmp_path: Path) -> None:
    troly("chat", "--json", "--talk", "an", said="xin giấy phép nuôi voi\ngặp cán bộ\n")
    case = troly("cases", "list").stdout.split()[0]
    assert troly("backup", "copy.tar.gz").returncode == 0
    troly("cases", "close", case)
    assert troly("restore", "copy.tar.gz").returncode == 0
    assert case in troly("cases", "list").stdout


def test_keys_are_made_and_turned_while_talks_stay_readable(troly: Troly) -> None:
    assert len(troly("keys", "make").stdout.strip()) >= 40
    troly("chat", "--json", "--talk", "an", said="mất căn cước làm lại\n")
    assert troly("keys", "rotate").returncode == 0
    told = troly("chat", "--json", "--talk", "an", said="the bao nhieu tien\n").stdout
    assert "#fee" in told


def published(folder: Path, topic: str, old: str, new: str) -> None:
    """What two members of staff put in force."""
    from curation.writing import field_of, publish, shipped

    from bot.settings import read_settings
    from bot.storage.store import open_store

    async def go() -> None:
        store = await open_store(read_settings(None, TROLY_DATA_DIR=str(folder / "var")))
        try:
            await publish(store, topic, field_of(topic), shipped(topic).replace(old, new))
        finally:
            await store.close()

    asyncio.run(go())


def test_what_staff_published_is_told_by_why_and_topics(troly: Troly, tmp_path: Path) -> None:
    ref = "topics/dang-ky-khai-sinh#fee.ban-sao"
    assert "8.000 đồng" in troly("why", ref).stdout
    assert not (tmp_path / "var").exists()  # looking makes no database
    published(tmp_path, "dang-ky-khai-sinh", "amount = 8000", "amount = 9000")
    told = troly("why", ref).stdout
    assert "9.000 đồng" in told
    assert "revision: #1" in told
    assert "Chị Lan; published by Chị Hoa: thử" in told
    assert re.search(r"dang-ky-khai-sinh .*#1 ", troly("topics").stdout)


def test_what_staff_judged_is_written_for_training(troly: Troly, tmp_path: Path) -> None:
    asked = "làm giấy khai sinh cho con cần giấy gì"
    troly("chat", "--json", "--talk", "an", said=f"{asked}\nChưa đúng ý\n")
    assert "wrong 1" in troly("unanswered").stdout
    assert troly("unanswered", "--jsonl", "day.jsonl").stdout == "day.jsonl: 1 questions\n"
    [line] = (tmp_path / "day.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line) == {
        "text": asked, "expect": "other", "topic": "dang-ky-khai-sinh", "origin": "wrong",
    }  # fmt: skip
