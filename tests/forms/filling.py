"""Invented persons and their answers, and walks that ask exactly what a form needs."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from flows.flow import Flow, parse_flow
from flows.form_words import printable
from flows.forms import FilledForm, Form, fill, read_forms
from knowledge.pack import read_topics
from knowledge.places import Places, read_places
from knowledge.topic import Topic

TODAY = date(2026, 11, 22)
PAGE = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfd-3fe0-70ac-b9d6-5e9e20d6eef7"
FORM_IDS = ("ct01", "ket-hon", "khai-sinh", "khai-tu", "tinh-trang-hon-nhan", "tk1-ts")
XA = "tay-ninh/tan-dong"

ANSWERS: dict[str, dict[str, str]] = {
    "khai-sinh": {
        "xa": XA, "yc-qh": "me", "con-ten": "Nguyễn Phương Bình An", "ngay-sinh": "2026-10-05",
        "con-gt": "nu", "con-dt": "Kinh", "con-qt": "viet-nam",
        "con-noisinh-ten": "Bệnh viện Đa khoa Tây Ninh, số 626 đường 30/4", "con-noisinh-xa": XA,
        "con-qq": "xã Tân Đông, tỉnh Tây Ninh", "me-ten": "Trần Thị Hường", "me-ns": "1998-02-14",
        "me-dt": "Kinh", "me-qt": "viet-nam", "me-nct-thon": "Số 12, ấp Đông Tiến",
        "me-nct-xa": XA, "me-gt": "072198001234", "cha-ten": "Nguyễn Văn Thuỷ", "cha-ns": "1995",
        "cha-dt": "Khmer", "cha-qt": "viet-nam", "cha-nct-thon": "Số 12, ấp Đông Tiến",
        "cha-nct-xa": XA, "cha-gt": "072095004321", "bansao": "yes", "bansao-so": "3",
        "lamtai": "Tân Đông",
    },
    "khai-tu": {
        "xa": XA, "yc-ten": "Lê Quốc Đạt", "yc-ns": "1970-06-30", "yc-gt": "072070005566",
        "yc-nct-thon": "ấp Đông Hà", "yc-nct-xa": XA, "yc-qh": "con", "nc-ten": "Lê Văn Ửng",
        "nc-ns": "1941", "nc-gt": "nam", "nc-dt": "Kinh", "nc-qt": "viet-nam",
        "nc-nct-thon": "ấp Đông Hà", "nc-nct-xa": XA, "nc-gttt": "072041000077",
        "chet-gio": "5", "chet-phut": "20", "chet-luc": "2026-11-20",
        "chet-noi-ten": "Tại nhà, ấp Đông Hà", "chet-noi-xa": XA, "chet-nn": "Già yếu",
        "gbt": "Giấy báo tử số 15", "gbt-do": "Trạm Y tế xã Tân Đông", "gbt-ngay": "2026-11-21",
        "bansao": "no", "lamtai": "Tân Đông",
    },
    "tinh-trang-hon-nhan": {
        "xa": XA, "yc-qh": "chinh-minh", "yc-ten": "Phạm Thị Kiều Oanh", "yc-ns": "2001-12-09",
        "yc-gt": "072301007788", "yc-nct-thon": "ấp Đông Thành", "yc-nct-xa": XA, "nd-gt": "nu",
        "nd-dt": "Kinh", "nd-qt": "viet-nam", "tthn": "chua", "nd-tg-thon": "Thôn Bàu Cỏ",
        "nd-tg-xa": XA, "nd-tg-tu": "2019-12-09", "nd-tg-den": "2026-11-22",
        "mucdich": "ket-hon", "cuoi-ten": "Đỗ Hữu Phước", "cuoi-ns": "1999-03-03",
        "cuoi-gt": "072099001122", "cuoi-qt": "viet-nam",
        "cuoi-noi": "Ủy ban nhân dân xã Tân Đông, tỉnh Tây Ninh", "lamtai": "Tân Đông",
    },
    "ket-hon": {
        "xa": XA, "nu-ten": "Phạm Thị Kiều Oanh", "nu-ns": "2001-12-09", "nu-dt": "Kinh",
        "nu-qt": "viet-nam", "nu-nct-thon": "Số 8, ấp Đông Thành", "nu-nct-xa": XA,
        "nu-gttt": "072301007788", "nu-lan": "1", "nam-ten": "Đỗ Hữu Phước",
        "nam-ns": "1999-03-03", "nam-dt": "Tày", "nam-qt": "viet-nam",
        "nam-nct-thon": "Số 101, ấp Đông Biên", "nam-nct-xa": XA, "nam-gttt": "072099001122",
        "nam-lan": "2", "bansao": "yes", "bansao-so": "2", "lamtai": "Tân Đông",
    },
    "ct01": {
        "xa": XA, "ten": "Nguyễn Thị Thuý Hằng", "ns": "1990-08-17", "gt": "nu",
        "id": "072190003344", "sdt": "0912345678", "email": "hang@vidu.vn",
        "ch-ten": "Vũ Đình Lượng", "ch-qh": "Con dâu", "ch-id": "072060001010",
        "nha": "nguoi-than", "ve-voi": "cha chồng", "noi-den": "số 5, ấp Đông Hiệp",
        "tv-1-ten": "Vũ Gia Bảo",
        "tv-1-ns": "2020-01-31", "tv-1-gt": "nam", "tv-1-id": "072220009900", "tv-1-qh": "Cháu",
        "tv-2-ten": "Vũ Thị Ngọc Ánh", "tv-2-ns": "2023-04-02", "tv-2-gt": "nu",
        "tv-2-id": "072323005511", "tv-2-qh": "Cháu", "tv-3-ten": "Vũ Thị Mỹ Lệ",
        "tv-3-ns": "2025-07-11", "tv-3-gt": "nu", "tv-3-id": "072325002211", "tv-3-qh": "Cháu",
        "yk-csh-ten": "Vũ Đình Lượng", "yk-csh-id": "072060001010", "yk-cm-ten": "Trần Mỹ",
        "yk-cm-id": "072190003355",
    },
    "tk1-ts": {
        "o-01": "Đặng Ngọc Ẩn", "o-02": "nam", "o-03": "1985-05", "o-04": "viet-nam",
        "o-05": "Hoa", "o-06": "072085006600", "o-07": "0987654321", "o-08": "an@vidu.vn",
        "o-09": XA, "o-09-2": "Tân Châu", "o-10": "Đặng Ngọc Sơn", "o-11": "dien-tu",
        "o-12": "Số 44, đường 785", "o-13": XA, "o-14": "Không ghi", "ii-ms": "7285001234",
        "ii-ten": "Đặng Ngọc Ẩn", "ii-ns": "1985-05", "ii-id": "072085006600",
        "ii-muc": "1.500.000 đồng", "ii-pt": "Hằng tháng", "ii-kcb": "Trạm Y tế xã Tân Đông",
        "ii-nd": "Đăng ký tham gia bảo hiểm xã hội tự nguyện", "ii-hs": "Không",
        "lamtai": "Tân Đông", "tv-1-ten": "Đặng Gia Hưng", "tv-1-ns": "2015", "tv-1-gt": "nam",
        "tv-1-id": "072215001111", "tv-1-qh": "Con", "tv-1-ms": "7215001234",
        "tv-2-ten": "Hứa Lệ Quân", "tv-2-ns": "1988-10-10", "tv-2-gt": "nu",
        "tv-2-id": "072188002222", "tv-2-qh": "Vợ", "tv-2-ms": "7288001234",
    },
}  # fmt: skip


@cache
def places() -> Places:
    return read_places()


@cache
def topics() -> dict[str, Topic]:
    return read_topics().topics


@cache
def form(name: str) -> Form:
    return read_forms().forms[name]


def walk(name: str, answers: Mapping[str, str], *, free: bool = False) -> Flow:
    """A walk that asks for these answers in a row, for the form's first topic.

    `free`: every question takes any words, as a hostile citizen would like.
    """
    ids = list(answers)
    questions = {
        key: {
            "ask": "Gì ạ?",
            "answer": {"kind": "text"} if free else _kind(form(name), key, answers[key]),
            "routes": [{"to": following}],
        }
        for key, following in zip(ids, [*ids[1:], "xong"], strict=True)
    }
    table = {
        "title": "Thử", "topic": form(name).topics[0], "purpose": "Thử", "first": ids[0],
        "questions": questions, "outcomes": {"xong": {"say": "Xong."}},
    }  # fmt: skip
    flow, faults = parse_flow(table, "thu", "thu.toml")
    assert flow, faults
    return flow


def _kind(form: Form, key: str, value: str) -> dict[str, Any]:
    if value in {"yes", "no"}:
        return {"kind": "yes-no", "yes": "Có", "no": "Không"}
    if "/" in value and value == XA:
        return {"kind": "commune"}
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        return {"kind": "date", "partial": True}
    if re.fullmatch(r"\d{12}", value):
        return {"kind": "personal-id"}
    if re.fullmatch(r"0\d{9}", value):
        return {"kind": "phone"}
    if re.fullmatch(r"\d", value):
        return {"kind": "number"}
    named = {word for field in form.fields.values() for word in field.values} | {"nguoi-than"}
    if value in named and re.fullmatch(r"[a-z0-9-]+", value):
        return {
            "kind": "choice",
            "choices": [{"value": one, "label": one.title()} for one in sorted(named)],
        }
    return {"kind": "text"}


def filled(name: str, answers: Mapping[str, str] | None = None, page: str = PAGE) -> FilledForm:
    """The form filled with the sample answers, or with these."""
    given = ANSWERS[name] if answers is None else answers
    flow = walk(name, given or {"khong-co": "x"})
    return fill(form(name), flow, given, places(), TODAY, page)


def hostile(name: str, words: str) -> FilledForm:
    """The form with the same words in every field that a question fills."""
    made = filled(name, {})
    values = {
        key: printable(words) if not (field.by_hand or field.online_only or field.boxes) else ""
        for key, field in made.form.fields.items()
    }
    return replace(made, values=values)


def text_of_pdf(made: bytes) -> str:
    """What stands in a PDF, in reading order; needs poppler-utils."""
    told = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=made, capture_output=True, check=True
    )
    return told.stdout.decode()


HAS_POPPLER = shutil.which("pdftotext") is not None
