"""Which office a procedure belongs to, and which a question names ("Bộ Công an cho tôi hỏi …")."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# office as the portal names it -> how questions name it; lower case, regular expressions
_OFFICES: Final[dict[str, str]] = {
    "tài chính": r"bộ tài chính|cơ quan thuế|cục thuế|chi cục thuế|hải quan|bảo hiểm xã hội|bhxh",
    "nông nghiệp": r"(?:bộ|sở) (?:nông nghiệp|tài nguyên)|kiểm lâm|chi cục thủy sản",
    "khoa học": r"(?:bộ|sở) (?:khoa học|thông tin và truyền thông)|cục sở hữu trí tuệ",
    "công thương": r"(?:bộ|sở) công thương",
    "công an": r"công an|cảnh sát|csgt",
    "văn hóa": r"(?:bộ|sở) (?:văn hóa|du lịch)",
    "ngân hàng": r"ngân hàng nhà nước",
    "tư pháp": r"(?:bộ|sở|phòng) tư pháp",
    "xây dựng": r"(?:bộ|sở) (?:xây dựng|giao thông)|cục đăng kiểm|cục hàng hải|cục hàng không",
    "y tế": r"(?:bộ|sở) y tế|trạm y tế",
    "nội vụ": r"(?:bộ|sở) (?:nội vụ|lao động)",
    "quốc phòng": r"bộ quốc phòng|quân đội|quân khu|ban chỉ huy quân sự",
    "giáo dục": r"(?:bộ|sở) giáo dục",
    "ngoại giao": r"bộ ngoại giao|sở ngoại vụ|đại sứ quán|lãnh sự quán",
    "tôn giáo": r"bộ dân tộc|ban tôn giáo",
    "điện lực": r"điện lực|evn",
    "tòa án": r"tòa án",
}
_PROVINCES: Final = (
    "an giang", "bắc ninh", "cà mau", "cần thơ", "cao bằng", "đà nẵng", "đắk lắk", "điện biên",
    "đồng nai", "đồng tháp", "gia lai", "hà nội", "hà tĩnh", "hải phòng", "huế", "hưng yên",
    "khánh hòa", "lai châu", "lâm đồng", "lạng sơn", "lào cai", "nghệ an", "ninh bình", "phú thọ",
    "quảng ngãi", "quảng ninh", "quảng trị", "sơn la", "tây ninh", "thái nguyên", "thanh hóa",
    "hồ chí minh", "tuyên quang", "vĩnh long",
)  # fmt: skip
LOCAL: Final[int] = sum(1 << (len(_OFFICES) + place) for place in range(len(_PROVINCES)))
CENTRAL: Final[int] = (1 << len(_OFFICES)) - 1
ARMY: Final[int] = 1 << list(_OFFICES).index("quốc phòng")


def of_row(agency: str) -> int:
    """The office (bits) that issues a procedure: a ministry, or a province for a local one."""
    named = agency.lower()
    provinces = _provinces(named)
    if provinces:
        return provinces
    return sum(1 << place for place, office in enumerate(_OFFICES) if office in named)


def of_question(text: str) -> int:
    """Offices and provinces (bits) named in a question in lower case, marks restored."""
    central = sum(1 << place for place, cue in enumerate(_cues()) if cue.search(text))
    return central | _provinces(text)


def _provinces(text: str) -> int:
    first = len(_OFFICES)
    return sum(1 << (first + place) for place, name in enumerate(_PROVINCES) if name in text)


@lru_cache(maxsize=1)
def _cues() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<!\w)(?:{cue})(?!\w)") for cue in _OFFICES.values())
