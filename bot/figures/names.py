"""What the things that are counted are called, in Vietnamese, as staff and reports say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.library import Library
from bot.voice import Voice

CHANNELS = {
    "telegram": "Telegram",
    "zalo-oa": "Zalo OA",
    "zalo-bot": "Zalo Bot",
    "web": "Trang web",
    "terminal": "Máy tại quầy",
}
LANGUAGES = {"vi": "Tiếng Việt", "en": "Tiếng Anh"}
REASONS = {  # why a case was opened
    "asked": "Người dân xin gặp cán bộ",
    "unknown-twice": "Hai lần liền không hiểu câu hỏi",
    "outcome": "Hướng dẫn kết thúc ở cán bộ",
    "emergency": "Khẩn cấp",
    "three-refusals": "Ba lần trả lời chưa đúng",
}
MISSES = {
    "unknown": "Không hiểu câu hỏi",
    "choose": "Chưa chắc, đưa ra để chọn",
    "none-of-these": "Chọn “không phải các mục này”",
    "aside": "Hỏi chen khi đang làm từng bước, chưa trả lời được",
    "wrong": "Người dân báo trả lời sai",
}
STOPS = {  # why a walk ended before its outcome, in the order of the tables
    "silence": "Im lặng quá 24 giờ",
    "cancelled": "Bấm huỷ",
    "refused-thrice": "Ba lần trả lời chưa đúng",
    "aside": "Hỏi sang việc khác",
    "staff": "Xin gặp cán bộ",
    "switched": "Đổi sang hướng dẫn khác",
    "restarted": "Làm lại từ đầu",
    "left": "Về trang đầu",
    "emergency": "Khẩn cấp",
    "forgot": "Xoá dữ liệu",
}
ONLINE = {
    "steps": "Hỏi các bước nộp",
    "way": "Chọn nộp trực tuyến",
    "link": "Được đưa đường dẫn Cổng",
    "sheet": "Nhận tờ khai đã điền",
}
WAYS = {"online": "trực tuyến", "counter": "tại quầy", "phone": "trên điện thoại", "all": ""}
NO_PLACE = "Chưa nói xã, phường"
WHOLE = "Cả thủ tục"


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the library of this day; what is gone from it keeps its id."""

    library: Library
    day: date

    def topic(self, about: str) -> str:
        """A topic's title, or that of a row of the catalogue."""
        if topic := self.library.topics.get(about):
            return topic.title
        if row := self.library.row(about.removeprefix("catalogue/")):
            return f"{row.name} (danh mục {row.code})"
        return about

    def facet(self, facet: str) -> str:
        """A facet as on the buttons."""
        labels = self.library.phrasebook.labels["vi"]
        return labels.get(f"facet-{facet}", facet) if facet else WHOLE

    def flow(self, flow: str) -> str:
        """A walk's title."""
        found = self.library.flows.get(flow)
        return found.title if found else flow

    def step(self, flow: str, step: str) -> str:
        """A question as it is put."""
        found = self.library.flows.get(flow)
        question = found.questions.get(step) if found else None
        return self.prose(question.ask, found.topic) if found and question else step

    def fact(self, topic: str, fact: str) -> str:
        """A fact as it is said."""
        found = self.library.topics.get(topic)
        if found is None or found.fact(fact) is None:
            return fact
        spans = Voice(self.library, self.day, "vi").fact(f"topics/{topic}#{fact}")
        return "".join(span.text for span in spans)

    def click(self, side: str) -> str:
        """A click of a way, counted from 0: "online.2" is the third."""
        way, _, number = side.partition(".")
        return f"Bước {int(number or 0) + 1} {WAYS.get(way, '')}".strip()

    def place(self, place: str) -> str:
        """A commune or province as on an envelope."""
        found = self.library.places.by_id(place) if place else None
        return found.full_name if found else place or NO_PLACE

    def prose(self, text: str, topic: str) -> str:
        """Content's prose with its slots filled."""
        spans = Voice(self.library, self.day, "vi").prose(text, "", topic)
        return "".join(span.text for span in spans)


def channel(name: str) -> str:
    """A channel as people call it."""
    return CHANNELS.get(name, name)
