"""The list of official addresses and what is thought of a link."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.domains import (
    File,
    LookAlike,
    Official,
    Shortener,
    Unknown,
    host_of,
    read_domains,
)

DOMAINS = read_domains()


@pytest.mark.parametrize(
    "link",
    [
        "dichvucong.gov.vn",
        "https://dichvucong.gov.vn/p/home?x=1#y",
        "HTTPS://DICHVUCONG.GOV.VN:443/",
        "www.bocongan.gov.vn",
        "thuedientu.gdt.gov.vn",
        "hokinhdoanh.dkkd.gov.vn",
        "csgt.vn",
    ],
)
def test_a_listed_address_is_official(link: str) -> None:
    judged = DOMAINS.judge(link)
    assert isinstance(judged, Official)
    assert judged.confidence == "listed"
    assert judged.source


def test_the_states_ending_alone_gives_less_confidence() -> None:
    judged = DOMAINS.judge("xatandong.tayninh.gov.vn")
    assert isinstance(judged, Official)
    assert judged.confidence == "suffix"


def test_an_app_store_is_named_as_one() -> None:
    judged = DOMAINS.judge("https://apps.apple.com/vn/app/vneid/id1582750372")
    assert isinstance(judged, Official)
    assert judged.confidence == "store"


@pytest.mark.parametrize(
    "link,of",
    [
        ("dichvucong-gov.top", "dichvucong.gov.vn"),
        ("dichvucong.gov.vn.abc.top", "dichvucong.gov.vn"),
        ("https://dichvucong.gov.vn@evil.com", "dichvucong.gov.vn"),
        ("https://tayninh.gov.vn@evil.com/a", "tayninh.gov.vn"),
        ("https://dіchvucong.gov.vn", "dichvucong.gov.vn"),  # Cyrillic і
        ("xn--dchvucong-b2h.gov.vn", "dichvucong.gov.vn"),
        ("dichvucong.g0v.vn", "dichvucong.gov.vn"),
        ("dịchvụcông.vn", "dichvucong.gov.vn"),
        ("vneid-gov.com", "vneid.gov.vn"),
        ("vne1d.com", "vneid.gov.vn"),
        ("dichvvcong.com", "dichvucong.gov.vn"),
        ("dlchvucong.vn", "dichvucong.gov.vn"),
        ("dvc.online", "dichvucong.gov.vn"),
        ("trocap-gov.com", "gov.vn"),
        ("nhan-tien-govvn.site", "gov.vn"),
        ("http:\\\\vneid.top", "vneid.gov.vn"),
        ("dichvucong。top", "dichvucong.gov.vn"),
    ],
)
def test_a_look_alike_is_called_out(link: str, of: str) -> None:
    judged = DOMAINS.judge(link)
    assert isinstance(judged, LookAlike)
    assert judged.of == of


@pytest.mark.parametrize("link", ["bit.ly/abc", "https://www.tinyurl.com/x", "s.id/vneid"])
def test_a_shortener_hides_its_end(link: str) -> None:
    assert isinstance(DOMAINS.judge(link), Shortener)


@pytest.mark.parametrize(
    "link",
    ["VNeID.apk", "https://vneid.gov.vn/app/VNeID.APK?x=1", "abc.exe", "http://a.top/x.apk/"],
)
def test_a_file_that_installs_is_one_wherever_it_lies(link: str) -> None:
    assert isinstance(DOMAINS.judge(link), File)


@pytest.mark.parametrize(
    "link", ["vnexpress.net", "zalo.me/123", "", "gov.vn", "xn--\u00e9", "xn--.vn"]
)
def test_the_rest_is_unknown(link: str) -> None:
    assert isinstance(DOMAINS.judge(link), Unknown)


def test_the_host_is_the_one_a_browser_opens() -> None:
    assert host_of("https://a.vn@b.vn:80/c@d") == "b.vn"
    assert host_of("//c.vn?x") == "c.vn"
    assert host_of("https://%64ichvucong.gov.vn") == "dichvucong.gov.vn"


def test_words_are_addresses_only_with_a_known_ending() -> None:
    assert DOMAINS.is_domain("abc.top")
    assert not DOMAINS.is_domain("xong.la")
    assert DOMAINS.is_domain("xong.la", has_path=True)
    assert not DOMAINS.is_domain("3.2.2026")
    assert not DOMAINS.is_domain("abc")
    assert not DOMAINS.is_domain("a..vn")


def test_every_entry_names_its_source_and_day() -> None:
    for known in DOMAINS.official:
        assert known.source
        assert isinstance(known.checked, date)
        assert isinstance(DOMAINS.judge(known.domain), Official)
    numbers = {line.number for line in DOMAINS.hotlines}
    assert {"111", "113", "114", "115", "1900.0368"} <= numbers
    assert not all(line.verified for line in DOMAINS.hotlines)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_judgement(text: str) -> None:
    DOMAINS.judge(text)


@pytest.mark.parametrize("piece", ["a.", "-", "@", "xn--", "/", "dichvucong", "%", "rn"])
def test_a_long_link_is_judged_quickly(piece: str) -> None:
    start = time.perf_counter()
    DOMAINS.judge(piece * 20_000)
    assert time.perf_counter() - start < 0.5
