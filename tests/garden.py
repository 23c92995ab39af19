"""Small invented content for tests: a topic, a flow through it, and both beside the real ones."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

from bot.library import Library
from flows.flow import Flow, parse_flow
from knowledge.pack import parse_topic
from knowledge.topic import Topic

SMALL_TOPIC = """
kind = "procedure"
title = "Làm thẻ vườn hoa"
summary = "Thẻ để vào vườn hoa của xã."
codes = ["1.000001"]
owns = ["1.000001"]
online = "full"
wordings = [
    "làm thẻ vườn hoa", "xin thẻ vào vườn", "thẻ vườn hoa cần gì", "cấp thẻ vườn", "mất thẻ vườn",
    "đổi thẻ vườn hoa", "thẻ vườn bao nhiêu tiền", "thẻ vườn mất bao lâu", "nộp thẻ vườn ở đâu",
    "thẻ hoa", "vào vườn hoa phải có gì", "xin thẻ hoa cho mẹ",
]
source = "cong"
reviewed = 2026-11-01
review_by = 2027-05-01
confidence = "high"

[sources.cong]
title = "Cổng, thủ tục 1.000001"
url = "https://dichvucong.gov.vn/"

[[lead.documents]]
text = "{You} cần {documents.don}."

[[documents]]
id = "don"
name = "Đơn xin thẻ"

[[documents]]
id = "anh"
name = "Ảnh chân dung"
copies = 2

[[steps]]
id = "gui"
text = "Bấm “Gửi hồ sơ”."

[[fee]]
id = "the"
label = "Thẻ"
amount = 8000
per = "thẻ"

[[time]]
id = "xong"
label = "Cấp thẻ"
amount = 3
at_most = true

[[where]]
id = "xa"
level = "commune"
text = "Vườn hoa của xã."
"""


def table_of(extra: str = "", **keys: Any) -> dict[str, Any]:
    """The small topic's table with more text at its end and some keys changed; None drops one."""
    table = {**tomllib.loads(SMALL_TOPIC + extra), **keys}
    return {key: value for key, value in table.items() if value is not None}


def topic_of(extra: str = "", **keys: Any) -> Topic:
    """The small topic `the-vuon`, changed; it must be sound."""
    topic, faults = parse_topic(table_of(extra, **keys), "the-vuon", "vuon", "vuon/the-vuon.toml")
    assert topic is not None, [str(fault) for fault in faults]
    return topic


GARDEN = """
title = "Xin thẻ vườn"
topic = "the-vuon"
purpose = "Biết cần gì."
first = "cho-ai"

[questions.cho-ai]
ask = "{You} xin cho ai?"
routes = [{ to = "may-nguoi", equals = "nha" }, { to = "ngay" }]

[questions.cho-ai.answer]
kind = "choice"
choices = [
    { value = "toi", label = "Cho tôi", words = ["tôi"] },
    { value = "nha", label = "Cho cả nhà", words = ["cả nhà"] },
]

[questions.may-nguoi]
ask = "Nhà mấy người?"
answer = { kind = "number", least = 2, most = 20 }
routes = [{ to = "dong", at_least = 10 }, { to = "ngay" }]

[questions.ngay]
ask = "Vào vườn ngày nào?"
answer = { kind = "date", when = "future" }
optional = true
routes = [{ to = "so" }]

[questions.so]
ask = "Số định danh là gì?"
answer = { kind = "personal-id" }
personal = true
routes = [{ to = "hieu" }]

[questions.hieu]
ask = "{You} đã đọc nội quy chưa?"
answer = { kind = "yes-no", yes = "Rồi", no = "Chưa" }
show = ["where.xa"]
routes = [{ to = "doc-truoc", equals = "no" }, { to = "xong" }]

[outcomes.xong]
say = "{You} nộp là có thẻ."
checklist = ["documents.don", "documents.anh"]
show = ["fee"]
steps = "online"
next = ["topics/the-vuon#where"]

[outcomes.doc-truoc]
say = "Đọc nội quy trước, rồi quay lại."
ending = "redirect"
show = ["where.xa"]

[outcomes.dong]
say = "Nhà đông người, cán bộ sẽ gọi."
ending = "handed-over"
staff = true
"""


def flow_of(text: str = GARDEN, name: str = "the-vuon") -> Flow:
    """A flow as its file would hold it; it must be sound."""
    flow, faults = parse_flow(tomllib.loads(text), name, f"{name}.toml")
    assert flow is not None, [str(fault) for fault in faults]
    return flow


def garden(library: Library, flow: Flow | None = None, extra: str = "", **keys: Any) -> Library:
    """The real library with the small topic and its flow beside the others."""
    topic = topic_of(extra, flow="the-vuon", **keys)
    whole = flow or flow_of()
    return replace(
        library,
        topics={**library.topics, topic.id: topic},
        flows={**library.flows, whole.id: whole},
    )
