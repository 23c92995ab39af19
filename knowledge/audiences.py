"""For whom a procedure is: a name made for soldiers fits no question that never speaks of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from knowledge.vietnamese import fold

# audience: (words of a name, further words of a question); lower case, marks as written
_CUES: Final[dict[str, tuple[str, str]]] = {
    "nước ngoài": (
        r"nước ngoài|quốc tế|nước láng giềng|lãnh sự",
        r"ngoại quốc|việt kiều|định cư|visa|quốc tịch|nga|mỹ|úc|đức|hàn|nhật|đài loan|tây|sứ quán",
    ),
    "quân đội": (
        r"quân đội|quốc phòng|quân nhân|sĩ quan|quân sự|chiến sĩ|dân quân|xuất ngũ|quân dân",
        r"bộ đội|lính|nhập ngũ|phục viên|học viện|nghĩa vụ",
    ),
    "công an": (r"công an nhân dân|cảnh sát", r"công an|chiến sĩ"),
    "trẻ em": (
        r"trẻ em|trẻ|dưới 14 tuổi|chưa đủ 14 tuổi|dưới 6 tuổi|học sinh|mồ côi",
        r"con|cháu|bé|em bé|tuổi|lớp|cháu bé",
    ),
    "tổ chức": (
        r"tổ chức|doanh nghiệp|công ty|hợp tác xã|pháp nhân|cơ quan, tổ chức|nhà đầu tư",
        r"cty|đơn vị|chi nhánh|trường|bệnh viện|cơ quan|hội",
    ),
    "người có công": (
        r"người có công|liệt sĩ|thương binh|bệnh binh|kháng chiến|cách mạng|anh hùng|chất độc",
        r"liệt sỹ|tham gia chiến đấu|da cam|huân chương|thanh niên xung phong",
    ),
    "biên giới": (r"biên giới|cửa khẩu", r"lào|campuchia|trung quốc"),
    "tín ngưỡng": (r"tôn giáo|tín ngưỡng", r"chùa|nhà thờ|đạo|sư|linh mục|tu"),
} | {
    country: (called, asked)
    for country, called, asked in (
        ("Lào", "lào", "viêng chăn"),
        ("Campuchia", "campuchia|cam-pu-chia|cam pu chia", "miên|cam bốt"),
        ("Trung Quốc", "trung quốc|trung hoa", "tàu"),
        ("Nhật Bản", "nhật bản", "nhật"),
        ("Hàn Quốc", "hàn quốc", "hàn"),
        ("Đài Loan", "đài loan", "đài bắc"),
        ("Hoa Kỳ", "hoa kỳ", "mỹ"),
        ("Ô-xtơ-rây-li-a", "ô-xtơ-rây-li-a|australia", "úc"),
        ("Niu Di-lân", "niu di-lân|niu-di-lân|new zealand", "tân tây lan"),
        ("Cuba", "cuba|cu ba", "la habana"),
        ("Thái Lan", "thái lan", "băng cốc"),
    )
}
_SOMEBODY: Final = re.compile(
    r"\b(?:tre (?:con|em|nho)|em be|be|con nit|nguoi (?:gia|lon|nuoc ngoai)|viet kieu"
    r"|(?:duoi|tren|chua du) \d+ tuoi)\b"
)
NAMES: Final[tuple[str, ...]] = tuple(_CUES)
_BITS: Final = {name: 1 << place for place, name in enumerate(_CUES)}
SOLDIERS: Final = _BITS["quân đội"] | _BITS["người có công"]
COUNTRIES: Final = sum(_BITS[name] for name in list(_CUES)[list(_CUES).index("Lào") :])
TELLING: Final = _BITS["nước ngoài"] | _BITS["tín ngưỡng"] | _BITS["biên giới"] | COUNTRIES


def of_name(name: str) -> int:
    """The audiences (bits) that an official name in lower case is made for."""
    return sum(_BITS[who] for who, cues in _patterns().items() if cues[0].search(name))


def of_question(text: str) -> int:
    """The audiences (bits) that a question in lower case, marks restored, speaks of."""
    return sum(_BITS[who] for who, cues in _patterns().items() if cues[1].search(text))


def names_audience(text: str) -> bool:
    """Whether a short message, marks or none, speaks of children, foreigners or the old."""
    return _SOMEBODY.search(fold(text)) is not None


def names(bits: int) -> tuple[str, ...]:
    """The names of a set of audiences."""
    return tuple(name for name, bit in _BITS.items() if bits & bit)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    return {
        who: (
            re.compile(rf"(?<!\w)(?:{named})(?!\w)"),
            re.compile(rf"(?<!\w)(?:{named}|{asked})(?!\w)"),
        )
        for who, (named, asked) in _CUES.items()
    }
