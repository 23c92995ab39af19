"""Topics called by name: the matter alone is enough, however it is asked about; more is not."""

from __future__ import annotations

import pytest

from bot.library import Library
from knowledge.naming import Names, matter


@pytest.mark.parametrize(
    "words,topic",
    [
        ("làm khai sinh cần gì", "dang-ky-khai-sinh"),
        ("lam khai sinh can gi ad oi", "dang-ky-khai-sinh"),
        ("mất căn cước làm lại ở đâu, hết bao nhiêu tiền", "can-cuoc-cap-lai"),
        ("toi bi mat can cuoc", "can-cuoc-cap-lai"),
        ("tách sổ đỏ mất bao lâu vậy", "dat-tach-hop-thua"),
        ("bằng lái hết hạn thì đổi ở đâu", "gplx-doi"),
        ("mất sổ hộ khẩu giấy rồi", "xac-nhan-cu-tru-ct07"),
    ],
)
def test_a_matter_and_nothing_else_names_its_topic(
    words: str, topic: str, library: Library
) -> None:
    called = library.names.called(words)
    assert called is not None
    assert called[0] == topic


@pytest.mark.parametrize(
    "words",
    [
        "",
        "cần gì",
        "hết bao nhiêu tiền",
        "khai sinh cho con có cha là người Hàn Quốc",
        "làm khai sinh cho con rồi nhập hộ khẩu và mua bảo hiểm y tế luôn được không",
        "giấy phép nuôi voi",
        "khai " * 200,
    ],
)
def test_more_or_less_than_a_matter_names_nothing(words: str, library: Library) -> None:
    assert library.names.called(words) is None


def test_what_several_topics_are_called_alike_names_none_of_them() -> None:
    names = Names.of([("mot", ("làm giấy xe",)), ("hai", ("xin giấy xe", "biển số xe"))])
    assert names.called("giấy xe cần gì") is None
    assert names.called("biển số xe bao nhiêu tiền") == ("hai", 0.95)
    assert names.called("biển số xe") == ("hai", 1.0)


def test_of_several_the_one_that_is_called_so_most_plainly_is_meant() -> None:
    names = Names.of([("mot", ("tạm trú",)), ("hai", ("xin thêm thời hạn ở tạm trú",))])
    assert names.called("tạm trú cần giấy gì") == ("mot", 0.95)


def test_the_order_of_words_and_words_of_any_question_do_not_count() -> None:
    assert matter("căn cước của tôi bị mất thì làm ở đâu ạ") == matter("bị mất căn cước")
