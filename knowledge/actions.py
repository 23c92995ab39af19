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
        (
            "đổi sang", "chuyển sang", "chuyển thành", "chuyển loại", "làm mới lại", "hết hạn",
            "quá hạn", "sắp hết hạn",
        ),
    ),
    "gia hạn": (
        ("gia hạn", "kéo dài", "duy trì hiệu lực"),
        (
            "hết hạn", "quá hạn", "sắp hết hạn", "hết hiệu lực", "thêm hạn", "thêm thời", "ở thêm",
            "ở lại thêm", "là hết", "sắp hết", "hết thời hạn", "dùng tiếp", "làm tiếp",
            "hoạt động tiếp", "hoạt động thêm", "tiếp tục",
        ),
    ),
    "điều chỉnh": (
        (
            "điều chỉnh", "thay đổi", "sửa đổi", "bổ sung", "cải chính", "hiệu đính", "cập nhật",
            "đính chính",
        ),
        (
            "sai", "nhầm", "sửa", "đổi", "thay tên", "chuyển địa chỉ", "ghi sai", "viết sai",
            "trật", "dời", "thêm", "mở rộng", "nâng công suất", "tăng vốn", "giảm vốn",
            "tăng quy mô", "chuyển trụ sở", "vào giấy", "trên giấy", "chỉnh",
        ),
    ),
    "thu hồi": (
        ("thu hồi", "hủy", "hủy bỏ", "đình chỉ", "tước"),
        ("trả lại", "nộp lại", "trả giấy", "thu lại", "rút"),
    ),
    "xóa": (("xóa", "xoá"), ("gỡ", "cắt", "rút")),
    "chấm dứt": (
        (
            "chấm dứt", "dừng", "thôi hưởng", "giải thể", "tạm ngừng", "tạm dừng", "ngừng", "thôi",
            "miễn nhiệm", "đóng cửa", "phá sản", "đóng tài khoản",
        ),
        (
            "nghỉ bán", "dẹp", "nghỉ kinh doanh", "ngưng", "tạm nghỉ", "xin nghỉ", "nghỉ giao dịch",
            "đóng(?! (?:tiền|phí|thuế|bảo|bhxh|bhyt|dấu|góp|học|mới|tàu|thêm|đủ|được|mấy|bao|lại))",
            "không (?:làm|dùng|chạy|mở|bán|kinh doanh|hoạt động|sản xuất|còn nhu cầu)", "nữa",
            "giải tán", "tất toán", "rút khỏi", "bỏ", "hủy",
        ),
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
        (
            "tiền trợ cấp", "được hưởng", "lãnh", "lĩnh", "xin tiền", "xin khỏi", "khỏi đóng",
            "bớt", "giúp", "tài trợ", "kinh phí", "lương hưu", "dưỡng sức",
        ),
    ),
    "xác nhận": (("xác nhận", "xác định", "xác minh", "chứng thực", "công chứng"), ("chứng minh",)),
    "khen": (
        ("khen thưởng", "tặng", "xét tặng", "truy tặng", "danh hiệu", "công nhận"),
        ("khen", "thưởng", "giải thưởng", "xin xét", "đạt chuẩn", "phong", "ưu tú"),
    ),
    "thẩm định": (
        (
            "thẩm định", "phê duyệt", "chấp thuận", "nghiệm thu", "kiểm tra", "đánh giá",
            "giám định", "kiểm định",
        ),
        ("duyệt", "chủ trương", "trình", "đồng ý", "xin ý kiến"),
    ),
    "báo": (
        ("thông báo", "khai báo", "báo cáo", "trình báo", "tố giác", "khiếu nại", "tố cáo"),
        ("báo(?! (?:chí|giá|hiệu|lỗi))", "khai"),
    ),
    "chọn người": (
        (
            "chỉ định", "bổ nhiệm", "tuyển", "thi(?! (?:đấu|công|hành|đua|thể))", "sát hạch",
            "kiểm tra sát hạch",
        ),
        (),
    ),
    "khóa": (("khóa", "mở khóa"), ("khoá",)),
    "đăng ký": (
        ("đăng ký", "cấp", "cấp mới", "thành lập", "xin phép", "cho phép", "lập"),
        ("làm", "mở", "xin", "lần đầu", "đăng kí", "cần giấy", "muốn có"),
    ),
}  # fmt: skip
_MARKED: Final = (
    "cấp lại", "đổi", "gia hạn", "điều chỉnh", "thu hồi", "xóa", "chấm dứt", "chuyển", "khóa",
)  # fmt: skip
_ALSO_FIRST = re.compile(  # "cấp, cấp lại, gia hạn": fits a question that says no more than "cấp"
    r"(?<!\w)cấp(?: mới)? (?=(?:cấp|gia hạn|sửa đổi|và|hoặc|thu hồi)(?!\w))"
)
_CHANGE = re.compile(r"(thay|sửa|trao|quy|biến) đổi")
_NAME_HEAD = 9  # words of a name in which its action stands

NAMES: Final[tuple[str, ...]] = tuple(_CUES)
BITS: Final[dict[str, int]] = {name: 1 << place for place, name in enumerate(_CUES)}
MARKED: Final[int] = sum(BITS[name] for name in _MARKED)
ALSO_FIRST: Final[int] = 1 << len(_CUES)  # beside its other actions a name is the plain one too
ENDS: Final[int] = sum(BITS[name] for name in ("thu hồi", "xóa", "chấm dứt"))


@dataclass(frozen=True, slots=True)
class _Patterns:
    name: re.Pattern[str]
    question: re.Pattern[str]


def of_name(name: str) -> int:
    """The actions (bits) of an official name in lower case."""
    head = _CHANGE.sub(r"\1_đổi", " ".join(name.split()[:_NAME_HEAD]))
    found = sum(BITS[kind] for kind, cues in _patterns().items() if cues.name.search(head))
    return found | ALSO_FIRST if _ALSO_FIRST.search(head) else found


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
