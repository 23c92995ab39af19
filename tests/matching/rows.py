"""A small invented catalogue for the tests."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

CITIZENS = ["Công dân Việt Nam"]


def row(code: str, name: str, **more: Any) -> dict[str, Any]:
    """A row as the portal's export has it."""
    return {
        "code": code,
        "name": name,
        "field": "Thử nghiệm",
        "level": "Cấp xã",
        "agency": "Bộ Tư pháp",
        "target": CITIZENS,
        "scope": "toàn quốc",
        "url": f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{code}",
        "source_date": "2026-07-18",
        **more,
    }


ROWS = (
    row(
        "1.001193",
        "Thủ tục đăng ký khai sinh",
        documents=[{"name": "Giấy chứng sinh", "qty": "1 bản chính", "group": "Sinh trong nước"}],
        executing_agency=["Ủy ban nhân dân cấp xã"],
        fee="0 đồng",
    ),
    row("1.000656", "Thủ tục đăng ký khai tử"),
    row("1.000894", "Thủ tục đăng ký kết hôn", result=["Giấy chứng nhận kết hôn", ""]),
    row("2.000806", "Đăng ký kết hôn có yếu tố nước ngoài", level="Cấp tỉnh"),
    row("1.005092", "Cấp bản sao văn bằng, chứng chỉ từ sổ gốc", agency="Bộ Giáo dục và Đào tạo"),
    row("3.000348", "Cấp lại Giấy phép lái xe", agency="Bộ Công an", level="Cấp tỉnh"),
    row("3.000347", "Đổi Giấy phép lái xe", agency="Bộ Công an", level="Cấp tỉnh"),
    row("1.001001", "Cấp phép karaoke (thực hiện tại cấp tỉnh)", agency="Bộ Công an"),
    row("1.001002", "Cấp phép karaoke (thực hiện tại cấp xã)", agency="Bộ Công an"),
    row("1.001003", "Thăm mộ liệt sĩ", agency="Bộ Nội vụ"),
    row("1.001004", "Hỗ trợ tàu cá bị thiệt hại", agency="UBND tỉnh Quảng Ngãi"),
    row("1.001005", "Hỗ trợ tàu cá bị thiệt hại trên biển", agency="UBND tỉnh Nghệ An"),
    row("9.000001", "Bổ nhiệm cán bộ nội bộ", scope="nội bộ"),
)


def write(path: Path, rows: Iterable[Mapping[str, Any] | bytes] = ROWS) -> Path:
    """Write rows (or raw lines) to a .jsonl or .jsonl.gz file."""
    lines = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in rows]
    content = b"\n".join(lines) + b"\n"
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path
