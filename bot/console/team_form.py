"""The form of a team, read into a Team or told what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from itertools import pairwise

from bot.hours import Hours
from bot.library import Library
from bot.routing import FIRST_MINUTES, SOLVE_MINUTES, Team
from knowledge.languages import languages
from knowledge.places import Ambiguous

DAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
SHIFTS = ("sang", "chieu")  # names of the form's fields, with -tu and -den
LEAST, MOST = 5, 10_000  # working minutes of a target
LONGEST_NAME = 80


@dataclass(slots=True)
class TeamForm:
    """Single fields by name, ticked boxes by name; faults gather while it is read."""

    fields: Mapping[str, str]
    boxes: Mapping[str, Iterable[str]]
    faults: list[str] = field(default_factory=list)

    def read(self, number: int, library: Library, others: Mapping[int, str]) -> Team:
        """The team as the form says it; look at `faults` before it is kept."""
        name = " ".join(self.fields.get("name", "").split())[:LONGEST_NAME]
        if not name:
            self.faults.append("Mời ghi tên tổ.")
        upper = self.fields.get("upper", "")
        spoken = set(self.boxes.get("language", ()))
        chosen = set(self.boxes.get("topic", ()))
        return Team(
            id=number,
            name=name,
            places=self._places(library),
            topics=tuple(sorted(topic for topic in chosen if topic in library.topics)),
            languages=tuple(code for code in languages() if code in spoken) or ("vi",),
            upper=int(upper)
            if upper.isascii() and upper.isdigit() and int(upper) in others
            else None,
            fallback="fallback" in self.fields,
            hours=self._hours(),
            first_minutes=self._minutes("first", FIRST_MINUTES),
            solve_minutes=self._minutes("solve", SOLVE_MINUTES),
        )

    def _places(self, library: Library) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for line in self.fields.get("places", "").splitlines():
            words = line.strip()
            if not words:
                continue
            place = library.places.by_id(words) or library.places.find(words)
            match place:
                case None:
                    self.faults.append(f"“{words}”: chưa thấy nơi này. Mời ghi cả xã và tỉnh.")
                case Ambiguous(candidates=several):
                    named = "; ".join(each.full_name for each in several[:3])
                    self.faults.append(f"“{words}” có nhiều nơi: {named}. Mời ghi rõ.")
                case _:
                    found[place.id] = None
        return tuple(found)

    def _minutes(self, name: str, usual: int) -> int:
        text = self.fields.get(name, "").strip()
        if not text:
            return usual
        if text.isascii() and text.isdigit() and LEAST <= int(text[:6]) <= MOST:
            return int(text)
        self.faults.append(f"Hạn tính bằng phút làm việc, từ {LEAST} đến {MOST}.")
        return usual

    def _hours(self) -> Hours:
        days = {int(day) for day in self.boxes.get("day", ()) if day in set("0123456")}
        if not days:
            self.faults.append("Mời chọn ít nhất một ngày làm việc.")
        shifts = tuple(shift for name in SHIFTS if (shift := self._shift(name)))
        if not shifts:
            self.faults.append("Mời ghi ít nhất một buổi làm việc.")
        elif any(end > begin for (_, end), (begin, _) in pairwise(shifts)):
            self.faults.append("Buổi sáng phải xong trước buổi chiều.")
        return Hours(
            days=frozenset(days),
            shifts=shifts,
            closed=self._dates("closed"),
            worked=self._dates("worked"),
            holidays="holidays" in self.fields,
        )

    def _shift(self, name: str) -> tuple[time, time] | None:
        given = [self.fields.get(f"{name}-{end}", "").strip() for end in ("tu", "den")]
        if not any(given):
            return None
        try:
            begin, end = (time.fromisoformat(text) for text in given)
        except ValueError:
            begin = end = time()
        if begin < end:
            return begin, end
        self.faults.append("Giờ bắt đầu phải trước giờ kết thúc, ví dụ 07:30 đến 11:30.")
        return None

    def _dates(self, name: str) -> frozenset[date]:
        found = set()
        for text in self.fields.get(name, "").replace(",", " ").split():
            parts = text.split("/")
            try:
                day, month, year = (int(part) for part in parts)
                found.add(date(year, month, day))
            except ValueError:
                self.faults.append(f"“{text}”: mời ghi ngày như 12/02/2027.")
        return frozenset(found)
