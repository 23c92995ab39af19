"""Where a case of life ends, and with which papers: what an official would look at first."""

from __future__ import annotations

import pytest
from asking import TODAY

from flows.engine import checklist, clicks, remarks, replay
from flows.flow import read_flows
from flows.steps import Outcome
from knowledge.pack import read_topics

TOPICS = read_topics().topics
FLOWS = read_flows().flows

Answers = dict[str, str]


def end(flow: str, answers: Answers) -> Outcome:
    step = replay(FLOWS[flow], answers, TODAY).step
    assert isinstance(step, Outcome), f"{flow} still asks {step.id}"
    return step


def papers(flow: str, answers: Answers) -> set[str]:
    listed = checklist(FLOWS[flow], end(flow, answers), answers, TODAY)
    return {address.partition("#")[2] for address in listed}


def words(flow: str, answers: Answers) -> str:
    return " ".join(part.say for part in remarks(FLOWS[flow], end(flow, answers), answers, TODAY))


def steps(flow: str, answers: Answers) -> list[str]:
    return [
        address.partition("#")[2]
        for address in clicks(FLOWS[flow], end(flow, answers), answers, TODAY, TOPICS)
    ]


@pytest.mark.parametrize(
    "flow,answers,outcome",
    [
        ("can-cuoc", {"the-nao": "mat", "cho-ai": "minh", "may": "mat-luon"}, "mat-ca-may"),
        ("can-cuoc", {"the-nao": "mat", "cho-ai": "minh", "may": "khong-co"}, "cap-lai"),
        ("can-cuoc", {"the-nao": "hong", "cho-ai": "minh", "cach-lam": "quay"}, "cap-lai"),
        ("can-cuoc", {"the-nao": "het-han", "loai-the": "cccd", "cach-lam": "quay"}, "cap-doi"),
        ("can-cuoc", {"the-nao": "sap-nhap", "muon-doi": "no"}, "dung-tiep"),
        ("can-cuoc", {"the-nao": "chua-co", "tuoi": "yes"}, "lan-dau"),
        ("can-cuoc", {"the-nao": "sai", "sai-o-dau": "ca-hai", "khai-sinh": "no"}, "sua-khai-sinh"),
        ("can-cuoc-tre-em", {"ngay-sinh": "2012-11-22"}, "du-14"),
        ("doc-than", {"de-lam-gi": "cuoi-trong-nuoc", "xa-doi": "no"}, "khong-can"),
        (
            "doc-than",
            {"de-lam-gi": "cuoi-nuoc-ngoai", "noi-cuoi": "co-quan-nuoc-ho"},
            "khong-cap",
        ),
        ("ket-hon", {"voi-ai": "trong-nuoc", "tuoi": "yes", "tung-cuoi": "dang-co"}, "dang-co"),
        ("tam-tru", {"viec": "gia-han", "ngay-het": "2026-11-21"}, "qua-han"),
        ("tam-tru", {"viec": "moi", "bao-lau": "no"}, "chi-luu-tru"),
        ("tach-ho", {"noi-o": "no"}, "nhap-khau"),
        ("gplx", {"the-nao": "qua-han", "qua-han": "yes"}, "thi-lai"),
        ("gplx", {"the-nao": "mat", "con-han": "het"}, "hoi-csgt"),
        ("xe-sang-ten", {"vai": "mua", "giay-mua": "no"}, "doi-ben-ban"),
        ("huu-tri-xa-hoi", {"ngay-sinh": "1958", "ho-ngheo": "no"}, "chua-du-tuoi"),
        ("huu-tri-xa-hoi", {"ngay-sinh": "1950", "luong-huu": "co"}, "dang-huong"),
        ("huu-tri-xa-hoi", {"ngay-sinh": "1970-05-05"}, "chua-du-tuoi"),
        ("ly-lich-tu-phap", {"noi-doi": "cong-ty", "so-may": "so-2"}, "so-2"),
        ("chung-thuc-ban-sao", {"da-co-vneid": "khong", "ban-chinh": "khong"}, "ve-lay"),
        ("hkd-thanh-lap", {"ban-gi": "hang-rong"}, "khong-phai"),
        ("vneid-doi-may", {"may-cu": "mat", "da-khoa": "no"}, "khoa-truoc"),
        ("lo-otp", {"chuyen-gi": "gui-anh"}, "lo-can-cuoc"),
    ],
)
def test_a_case_ends_where_an_official_would_send_it(
    flow: str, answers: Answers, outcome: str
) -> None:
    assert end(flow, answers).id == outcome


def test_a_lost_card_needs_no_report_and_a_broken_one_is_not_told_so() -> None:
    lost = {"the-nao": "mat", "cho-ai": "minh", "may": "con", "cach-lam": "mang"}
    broken = {"the-nao": "hong", "cho-ai": "minh", "cach-lam": "mang"}
    assert papers("can-cuoc", lost) == {"documents.khong-giay", "documents.dc02"}
    assert papers("can-cuoc", broken) == {"documents.dc02"}
    assert "đơn trình báo mất" in words("can-cuoc", lost)
    assert "đơn trình báo mất" not in words("can-cuoc", broken)


def test_who_lost_phone_and_card_locks_first_and_shows_no_card() -> None:
    for flow, answers in (
        ("can-cuoc", {"the-nao": "mat", "cho-ai": "minh", "may": "mat-luon"}),
        ("vneid-khoa", {"viec": "mat-may", "con-vao-duoc": "no", "the": "no"}),
    ):
        assert end(flow, answers).warn
        assert steps(flow, answers)[0] == "steps.khoa-sim"
        assert not any(paper.endswith("the-can-cuoc") for paper in papers(flow, answers))
    assert "steps.ra-cong-an" not in steps(
        "vneid-khoa", {"viec": "mat-may", "con-vao-duoc": "no", "the": "no"}
    )


@pytest.mark.parametrize(
    "day,told",
    [
        ("2026-11-07", "Còn trong hạn"),
        ("2026-11-06", "Đã quá"),
        ("2026-11", "Làm trong"),
        ("", "Làm trong"),
    ],
)
def test_a_death_is_told_in_time_too_late_or_the_rule(day: str, told: str) -> None:
    answers = {
        "viec": "khai-tu",
        "ngay-mat": day,
        "mat-o-dau": "tai-nha",
        "gop": "no",
        "cach-nop": "quay",
    }
    said = words("khai-tu", answers)
    assert [start in said for start in ("Còn trong hạn", "Đã quá", "Làm trong")].count(True) == 1
    assert told in said


@pytest.mark.parametrize(
    "place,paper",
    [
        ("benh-vien", "documents.giay-bao-tu"),
        ("tai-nha", "documents.bao-tu-xa"),
        ("dot-ngot", "documents.cong-an"),
        ("toa-an", "documents.toa-an"),
        ("lau-roi", "documents.mat-lau"),
    ],
)
def test_a_death_needs_the_paper_of_its_place_and_no_other(place: str, paper: str) -> None:
    answers = {"viec": "khai-tu", "ngay-mat": "", "mat-o-dau": place, "cach-nop": "quay"}
    if place in {"benh-vien", "tai-nha"}:
        answers["gop"] = "no"
    assert papers("khai-tu", answers) == {"documents.to-khai", paper}


def test_the_joint_death_asks_for_the_book_only_of_who_paid_insurance() -> None:
    base = {"viec": "khai-tu", "ngay-mat": "", "mat-o-dau": "benh-vien", "gop": "yes"}
    paid = base | {"bao-hiem": "tu-nguyen", "vneid-than-nhan": "yes"}
    none = base | {"bao-hiem": "khong", "vneid-than-nhan": "yes"}
    assert "documents.so-bhxh" in papers("khai-tu", paid)
    assert "documents.so-bhxh" not in papers("khai-tu", none)
    assert end("khai-tu", base | {"bao-hiem": "khong", "vneid-than-nhan": "no"}).id == "tung-viec"


def test_a_stay_is_extended_in_its_last_15_days_only() -> None:
    flow = FLOWS["tam-tru"]
    for day, step in (
        ("2026-12-07", "chu-nha-gia-han"),
        ("2026-11-22", "chu-nha-gia-han"),
        ("2026-12-08", "con-xa"),
        ("", "con-xa"),
    ):
        assert replay(flow, {"viec": "gia-han", "ngay-het": day}, TODAY).step.id == step, day


@pytest.mark.parametrize(
    "born,asked",
    [
        ("1951-11-22", "luong-huu"),
        ("1951-11-23", "ho-ngheo"),
        ("1951", "du-tuoi"),
        ("1956", "du-tuoi"),
        ("", "du-tuoi"),
    ],
)
def test_an_old_person_is_asked_what_the_birth_leaves_open(born: str, asked: str) -> None:
    assert replay(FLOWS["huu-tri-xa-hoi"], {"ngay-sinh": born}, TODAY).step.id == asked


def test_a_young_child_need_not_come_along_for_the_card() -> None:
    rest = {"khai-sinh": "co", "ai-lam": "cha-me", "cach-lam": "vneid"}
    assert end("can-cuoc-tre-em", {"ngay-sinh": "2021-02-03", **rest}).id == "be-nho"
    assert end("can-cuoc-tre-em", {"ngay-sinh": "2018-02-03", **rest}).id == "be-lon"
    assert end("can-cuoc-tre-em", {"ngay-sinh": "2020", **rest}).id == "be-lon"


def test_a_late_seller_is_told_of_the_fine() -> None:
    rest = {"vai": "ban", "giay-con": "con", "nop-thu-hoi": "quay"}
    assert "xử phạt" in words("xe-sang-ten", {**rest, "ngay-ban": "2026-10-22"})
    assert "xử phạt" not in words("xe-sang-ten", {**rest, "ngay-ban": "2026-10-23"})
    assert "xử phạt" not in words("xe-sang-ten", {**rest, "ngay-ban": ""})


@pytest.mark.parametrize("flow", FLOWS)
def test_what_is_urgent_says_what_to_do_before_what_to_bring(flow: str) -> None:
    for outcome in FLOWS[flow].outcomes.values():
        if outcome.warn and outcome.checklist:
            assert outcome.steps, outcome.id


def test_who_told_a_code_hears_to_lock_the_money_first() -> None:
    answers = {"chuyen-gi": "doc-ma", "cua-gi": "ngan-hang", "con-song": "no"}
    assert end("lo-otp", answers).warn
    assert end("lo-otp", answers).staff
    assert steps("lo-otp", answers)[:2] == ["steps.khoa-ngan-hang", "steps.khoa-sim"]
    kept = answers | {"con-song": "yes"}
    assert "steps.khoa-sim" not in steps("lo-otp", kept)


def test_a_licence_without_an_end_needs_no_health_paper() -> None:
    rest = {"the-nao": "sap-het", "loai-bang": "nhua", "cach-nop": "quay"}
    assert "documents.kham" in papers("gplx", {**rest, "hang": "o-to"})
    assert "documents.kham" not in papers("gplx", {**rest, "hang": "xe-may"})
