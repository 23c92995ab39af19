"""What is to be done with the object (get, renew, end ...): cues in names and in questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# class: (cues in names and questions, further cues in questions); lower case, regular expressions
_CUES: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "cấp lại": (
        ("cấp lại", "cấp bản sao", "đăng ký lại", "khôi phục", "phục hồi"),
        (
            "làm lại", "xin lại", "lấy lại", "bị mất", "làm mất", "đánh mất", "rớt mất", "rách",
            "mất(?! (?:bao|mấy|phí|tiền|thời|lâu|nhiều|công|gì|ngày|khoảng|rồi|năm|tháng|việc))",
            "hỏng", "hư hỏng", "thất lạc", "cháy", "mờ", "nhòe", "rơi mất", "bị hư", "gãy", "quên",
        ),
    ),
    "đổi": (
        ("cấp đổi", "đổi", "chuyển đổi"),
        ("đổi sang", "làm mới lại", "hết hạn", "quá hạn", "sắp hết hạn"),
    ),
    "gia hạn": (
        ("gia hạn", "kéo dài", "duy trì hiệu lực"),
        ("hết hạn", "quá hạn", "sắp hết hạn", "hết hiệu lực"),
    ),
    "điều chỉnh": (
        (
            "điều chỉnh", "thay đổi", "sửa đổi", "bổ sung", "cải chính", "hiệu đính", "cập nhật",
            "đính chính",
        ),
        (
            "sai", "nhầm", "sửa", "đổi tên", "thay tên", "chuyển địa chỉ", "ghi sai", "viết sai",
            "trật",
        ),
    ),
    "thu hồi": (("thu hồi", "hủy", "hủy bỏ", "đình chỉ", "tước"), ("trả lại", "nộp lại")),
    "xóa": (("xóa", "xoá"), ("gỡ", "cắt", "rút")),
    "chấm dứt": (
        (
            "chấm dứt", "dừng", "thôi hưởng", "giải thể", "tạm ngừng", "tạm dừng", "ngừng", "thôi",
            "miễn nhiệm", "đóng cửa", "phá sản",
        ),
        ("nghỉ bán", "đóng", "dẹp", "nghỉ kinh doanh", "ngưng", "tạm nghỉ"),
    ),
    "chuyển": (
        (
            "chuyển nhượng", "chuyển quyền", "sang tên", "tặng cho", "thừa kế", "chuyển hồ sơ",
            "di chuyển", "chuyển trường", "thay đổi chủ",
        ),
        ("mua bán", "mua lại", "bán lại", "cho tặng", "để lại", "sang nhượng"),
    ),
    "hỗ trợ": (
        (
            "hỗ trợ", "trợ cấp", "chế độ", "hưởng", "phụ cấp", "mai táng", "miễn giảm", "miễn",
            "giảm", "ưu đãi",
        ),
        ("tiền trợ cấp", "được hưởng", "lãnh", "lĩnh"),
    ),
    "xác nhận": (("xác nhận", "xác định", "xác minh", "chứng thực", "công chứng"), ()),
    "khen": (("khen thưởng", "tặng", "xét tặng", "truy tặng", "danh hiệu", "công nhận"), ()),
    "thẩm định": (
        (
            "thẩm định", "phê duyệt", "chấp thuận", "nghiệm thu", "kiểm tra", "đánh giá",
            "giám định", "kiểm định",
        ),
        ("duyệt",),
    ),
    "báo": (
        ("thông báo", "khai báo", "báo cáo", "trình báo", "tố giác", "khiếu nại", "tố cáo"),
        ("báo mất", "khai"),
    ),
    "chọn người": (
        ("chỉ định", "bổ nhiệm", "tuyển", "thi", "sát hạch", "kiểm tra sát hạch"),
        (),
    ),
    "khóa": (("khóa", "mở khóa"), ("khoá",)),
    "đăng ký": (
        ("đăng ký", "cấp", "cấp mới", "thành lập", "xin phép", "cho phép", "lập"),
        ("làm", "mở", "xin", "lần đầu", "đăng kí"),
    ),
}  # fmt: skip
_MARKED: Final = (
    "cấp lại", "đổi", "gia hạn", "điều chỉnh", "thu hồi", "xóa", "chấm dứt", "chuyển", "khóa",
)  # fmt: skip
_CHANGE = re.compile(r"(thay|sửa|trao|quy|biến) đổi")
_NAME_HEAD = 9  # words of a name in which its action stands

NAMES: Final[tuple[str, ...]] = tuple(_CUES)
BITS: Final[dict[str, int]] = {name: 1 << place for place, name in enumerate(_CUES)}
MARKED: Final[int] = sum(BITS[name] for name in _MARKED)
ENDS: Final[int] = sum(BITS[name] for name in ("thu hồi", "xóa", "chấm dứt"))


@dataclass(frozen=True, slots=True)
class _Patterns:
    name: re.Pattern[str]
    question: re.Pattern[str]


def of_name(name: str) -> int:
    """The actions (bits) of an official name in lower case."""
    head = _CHANGE.sub(r"\1_đổi", " ".join(name.split()[:_NAME_HEAD]))
    return sum(BITS[kind] for kind, cues in _patterns().items() if cues.name.search(head))


def of_question(text: str) -> int:
    """The actions (bits) that a question in lower case, marks restored, speaks of."""
    plain = _CHANGE.sub(r"\1_đổi", text)
    return sum(BITS[kind] for kind, cues in _patterns().items() if cues.question.search(plain))


def names(bits: int) -> tuple[str, ...]:
    """The names of a set of actions."""
    return tuple(name for name, bit in BITS.items() if bits & bit)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, _Patterns]:
    return {
        kind: _Patterns(_any_of(official), _any_of((*official, *spoken)))
        for kind, (official, spoken) in _CUES.items()
    }


def _any_of(cues: tuple[str, ...]) -> re.Pattern[str]:
    guarded = sorted((_CHANGE.sub(r"\1_đổi", cue) for cue in cues), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(guarded) + r")(?!\w)")
