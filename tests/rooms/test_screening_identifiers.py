"""Numbers of persons and the numbers that are nobody's."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.files.rules.identifiers import (
    Kind,
    hits_in,
    id_check,
    is_bank_card,
    is_body_code,
    is_resident_id,
    luhn,
    masked,
    plain,
)
from luoshi.files.rules.screening import screen_text

days = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2026, 12, 31))
regions = st.sampled_from(("110101", "500240", "441900", "659001", "429004", "810000"))
NUMBER = "50024019900307447X"


@st.composite
def resident_ids(draw: st.DrawFn) -> str:
    first = f"{draw(regions)}{draw(days):%Y%m%d}{draw(st.integers(1, 999)):03d}"
    return first + id_check(first)


@st.composite
def cards(draw: st.DrawFn) -> str:
    figures = "62" + draw(st.text("0123456789", min_size=13, max_size=16))
    return next(figures + last for last in "0123456789" if luhn(figures + last))


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
numbers = st.one_of(
    st.tuples(st.just(Kind.RESIDENT_ID), resident_ids()),
    st.tuples(st.just(Kind.BANK_CARD), cards()),
    st.tuples(st.just(Kind.MOBILE), mobiles),
)


@given(resident_ids())
def test_an_identity_number_checks(number: str) -> None:
    assert is_resident_id(number)
    assert is_resident_id(number.lower())


@given(resident_ids(), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_figure_is_always_told(number: str, at: int, by: int) -> None:
    if number[at] != "X":
        wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
        assert not is_resident_id(wrong)


@given(resident_ids(), st.integers(0, 16))
def test_two_figures_in_the_wrong_order_are_always_told(number: str, at: int) -> None:
    if number[at] != number[at + 1]:
        assert not is_resident_id(number[:at] + number[at + 1] + number[at] + number[at + 2 :])


@given(cards(), st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_figure_of_a_card_is_always_told(card: str, at: int, by: int) -> None:
    assert is_bank_card(card)
    assert not luhn(card[:at] + str((int(card[at]) + by) % 10) + card[at + 1 :])


def test_the_code_of_a_body_checks() -> None:
    assert is_body_code("91350100M000100Y43")
    assert not is_body_code("91350100M000100Y44")


@given(numbers, st.text(st.characters(categories=("Lo", "Po", "Zs")), max_size=12))
def test_a_number_is_found_where_it_stands_and_masked_it_is_found_no_more(told: tuple[Kind, str], words: str) -> None:
    kind, number = told
    text = f"{words}证件{number}，{words}"
    (hit,) = hits_in(text)
    assert (hit.kind, text[hit.start : hit.end]) == (kind, number)
    after = text[: hit.start] + masked(number, kind) + text[hit.end :]
    assert len(after) == len(text)
    assert hits_in(after) == ()


@given(st.text())
def test_the_plain_form_is_as_long_as_the_text(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(st.text("0123456789Xx-– .\u3000\u200b０１９元号", max_size=80))
def test_hits_are_in_order_and_do_not_overlap(text: str) -> None:
    ends = [0]
    for hit in hits_in(text):
        assert ends[-1] <= hit.start < hit.end <= len(text)
        ends.append(hit.end)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"1 {NUMBER}", Kind.RESIDENT_ID),
        (f"身份证{NUMBER.lower()}。", Kind.RESIDENT_ID),
        ("５００２４０１９９００３０７４４７Ｘ", Kind.RESIDENT_ID),
        ("500240 19900307 447X", Kind.RESIDENT_ID),
        ("500240-1990-0307-447X", Kind.RESIDENT_ID),
        ("5 0 0 2 4 0 1 9 9 0 0 3 0 7 4 4 7 X", Kind.RESIDENT_ID),
        ("500240\u200b19900307\u200b447X", Kind.RESIDENT_ID),
        ("原证号500240900307447", Kind.RESIDENT_ID),
        ("卡号：6222 0212 3456 7890 128", Kind.BANK_CARD),
        ("13912345678", Kind.MOBILE),
        ("（+86）139—1234—5678", Kind.MOBILE),
        ("0086 139 1234 5678", Kind.MOBILE),
        ("139.1234.5678", Kind.MOBILE),
        ("联系人办公室139 1234 5678", Kind.MOBILE),
        ("tel:13912345678", Kind.MOBILE),
        ("合计12人，手机13912345678", Kind.MOBILE),
        ("联系人：1.13912345678", Kind.MOBILE),
        ("12．13912345678；", Kind.MOBILE),
        ("电话1-13912345678", Kind.MOBILE),
        (f"1.{NUMBER}", Kind.RESIDENT_ID),
        (f"１２．{NUMBER}", Kind.RESIDENT_ID),
        ("1.110101199003071233.2023年起", Kind.RESIDENT_ID),
        ("身份证1.500240900307447", Kind.RESIDENT_ID),
        ("2.6222021234567890128", Kind.BANK_CARD),
        ("500240\n19900307447X", Kind.RESIDENT_ID),
        ("5\n00240199003\n07447X", Kind.RESIDENT_ID),
        ("证件500240\r\n　　19900307447X", Kind.RESIDENT_ID),
        ("500240\t19900307\t447X", Kind.RESIDENT_ID),
        ("139\n1234\n5678", Kind.MOBILE),
        ("手机：1391\n2345678。", Kind.MOBILE),
        ("手机\t139\t1234\t5678", Kind.MOBILE),
        ("\u202d+86 139\xa01234\xa05678\u202c", Kind.MOBILE),
        ("500240\u200e19900307447X", Kind.RESIDENT_ID),
        ("139·1234·5678", Kind.MOBILE),
        ("（139）12345678", Kind.MOBILE),
    ],
)
def test_a_number_of_a_person_is_found(text: str, kind: Kind) -> None:
    assert [finding.kind for finding in screen_text(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "电话：023-73331234，传真023 73331235转8001",
        "73331234、（023）73331234、400-123-4567、12345",
        "青府发〔2023〕139号",
        "统一社会信用代码：91350100M000100Y43",
        "总投资13912345678元，其中县级18000000000.00元",
        "金额：13912345678",
        "订单号：13912345678；流水号62220212345678901280001",
        "合同编号2024-13912345678-01",
        "比例0.13912345678，坐标108.13912345678",
        "区划代码500240100201，注册号：500240900307447",
        "https://example.gov.cn/t2023/13912345678.html",
        "50024019900307447",
        "500240199003074470",
        "99024019900307447X",
        "2021年 4512 4633 4788 5010",
        "纬度29.13912345678",
        "29.13912345678,108.13912345678",
        "108.45678901234 29.13912345678",
        "完成12.13912345678亿元，增长率1.13912345678",
        "订单号：1.13912345678",
        "合同3-13912345678",
        "1.4512463347885010",
        "户号1.500240900307447",
        "青石村\t135\t1234\t5678",
        "138\n1234\n5678\n2000",
    ],
)
def test_a_number_of_a_thing_passes(text: str) -> None:
    assert screen_text(text) == ()


def test_every_number_of_a_list_is_found() -> None:
    findings = screen_text("联系电话：1.13800138000 2.13900139000")
    assert [finding.shown for finding in findings] == ["138******00", "139******00"]


def test_numbers_that_are_broken_one_under_the_other_are_each_found() -> None:
    findings = screen_text("139\n1234\n5678\n138\n1234\n5678")
    assert [finding.shown for finding in findings] == ["139 **** **78", "138 **** **78"]
    assert [finding.span for finding in findings] == [(0, 13), (14, 27)]


def test_what_is_shown_never_holds_the_number() -> None:
    (finding,) = screen_text(f"第一行\n证件 {NUMBER}")
    assert finding.shown == "500*************7X"
    assert finding.span == (7, 25)
    assert finding.place.params == {"number": 2}


LISTED = "姓名\t民族\t家庭住址\n甲子\t汉族\t青石村1组\n乙丑\t土家族\t青石村2组\n丙寅\t汉族\t青石村3组"


@pytest.mark.parametrize(
    "text",
    [
        LISTED,
        LISTED.replace("\t", ","),
        LISTED.replace("\t", "  "),
        LISTED.replace("\t", " | "),
        LISTED.replace("民族", "政治面貌").replace("家庭住址", "备注"),
        LISTED.replace("姓名", "户主").replace("民族", "村组").replace("家庭住址", "补助金额"),
        "\n".join(f"{at}. 甲{b}，男，汉族，1965年3月出生，住青石村{at}组" for at, b in enumerate("子丑寅", start=1)),
    ],
)
def test_a_list_of_residents_is_found(text: str) -> None:
    assert Kind.RESIDENT_LIST in [finding.kind for finding in screen_text(text)]


@pytest.mark.parametrize(
    "text",
    [
        "姓名\t单位\t职务\n甲子\t县财政局\t局长\n乙丑\t县教委\t主任\n丙寅\t县水利局\t局长",
        "姓名\t性别\t单位\t职务\t手机\n甲子\t男\t县财政局\t局长\t\n乙丑\t女\t县教委\t主任\t\n丙寅\t男\t县水利局\t局长\t",
        "组　长：甲子　县委副书记、县长\n副组长：乙丑　副县长\n成　员：丙寅　县财政局局长",
        "姓名\t身份证号\t家庭住址\n\t\t\n\t\t\n\t\t\n\t\t",
        "姓名\t民族\t家庭住址\n甲子\t汉族\t青石村1组",
        "民族\t人口\t占比\n汉族\t300\t50%\n土家族\t200\t30%\n苗族\t100\t20%",
        "\n".join(f"{at}. 甲{b}，男，汉族，1965年3月出生，现任县财政局局长" for at, b in enumerate("子丑寅", start=1)),
    ],
)
def test_what_is_no_list_of_residents_passes(text: str) -> None:
    assert screen_text(text) == ()
