"""Numbers that stand for a person: resident identity numbers, bank cards, mobile numbers; told from all the other long
numbers of a paper (codes of bodies, numbers of papers and orders, amounts, office lines).

Sources: GB 11643-1999 (identity numbers, check by ISO 7064 MOD 11-2), GB 32100-2015 (codes of bodies, check modulo 31),
ISO/IEC 7812-1 (cards, check by Luhn), the numbering plan of public telephones.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from luoshi.kernel.wording import _


class Kind(StrEnum):
    """What is found; the values are codes and stay as they are."""

    RESIDENT_ID = "resident-id"
    BANK_CARD = "bank-card"
    MOBILE = "mobile"
    RESIDENT_LIST = "resident-list"


KIND_WORDS = {
    Kind.RESIDENT_ID: _("a resident identity number"),
    Kind.BANK_CARD: _("the number of a bank card"),
    Kind.MOBILE: _("a personal mobile number"),
    Kind.RESIDENT_LIST: _("a list of residents"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A number in a text: its kind, and from where to where it stands, with whatever parts its figures."""

    kind: Kind
    start: int
    end: int


# --- one sign for one sign, so that a place in the plain form is a place in the text ----------------------------------

_BLANKS = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
# telephones put marks of direction around a number that is copied from them
_NOTHING = "\u00ad\u061c\u180e\ufe0f\ufeff" + "".join(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)))
)
_DOTS = "·•‧∙⋅・"
_DASHES = "‐‑‒–—―−－﹣ー─"
_BREAKS = "\t\n\v\f\r\x85\u2028\u2029"
_PLAIN: dict[int, str] = (
    {ord(sign): " " for sign in _BLANKS + _BREAKS}
    | {ord(sign): "\u200b" for sign in _NOTHING}
    | {ord(sign): "." for sign in _DOTS}
    | {ord(sign): "-" for sign in _DASHES}
)


def plain(text: str) -> str:
    """The text with figures, letters, blanks, breaks and dashes in their plain forms, of the same length."""
    return text.translate(_PLAIN if text.isascii() else _FORMS)


class _Forms(dict[int, str]):
    """The plain form of every sign that was met."""

    def __missing__(self, sign: int) -> str:
        form = self[sign] = _plain_sign(chr(sign))
        return form


_FORMS = _Forms()


def _plain_sign(sign: str) -> str:
    if ord(sign) in _PLAIN:
        return _PLAIN[ord(sign)]
    if sign.isascii() or "\u4e00" <= sign <= "\u9fff":
        return sign
    if sign in "Ⅹⅹ×Χ":  # a numeral, a times sign and a Greek letter that people type for X
        return "X"
    usual = unicodedata.normalize("NFKC", sign)
    return usual if len(usual) == 1 and usual.isascii() and not "①" <= sign <= "⓿" else sign


# --- checks on bare figures -------------------------------------------------------------------------------------------

_PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]
)
_WEIGHTS = tuple(2 ** (17 - at) % 11 for at in range(17))
_BODY_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_region(figures: str) -> bool:
    """Whether six figures may be a code of GB/T 2260: a province that exists, and a prefecture of it."""
    prefecture = int(figures[2:4])
    return int(figures[:2]) in _PROVINCES and (1 <= prefecture <= 70 or prefecture == 90 or figures[:2] in _ISLANDS)


_ISLANDS = ("71", "81", "82", "83")  # 710000, 810000, 820000 and 830000 have no prefectures


def is_day(year: int, month: int, day: int) -> bool:
    """Whether somebody may be born on a day. Years from 1900; the end is open, since a rule has no clock."""
    return 1900 <= year <= 2099 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def id_check(first_seventeen: str) -> str:
    """The last sign of an identity number (GB 11643), ``X`` for ten."""
    total = sum(int(figure) * weight for figure, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def is_resident_id(signs: str) -> bool:
    """Whether 18 signs are an identity number, or 15 figures one of the old form (which has no check)."""
    if len(signs) == 15 and signs.isdigit():
        return is_region(signs[:6]) and is_day(1900 + int(signs[6:8]), int(signs[8:10]), int(signs[10:12]))
    if len(signs) != 18 or not signs[:17].isdigit():
        return False
    born = is_region(signs[:6]) and is_day(int(signs[6:10]), int(signs[10:12]), int(signs[12:14]))
    return born and id_check(signs[:17]) == signs[17].upper()


def is_body_code(signs: str) -> bool:
    """Whether 18 signs are the code of a body (统一社会信用代码, GB 32100)."""
    if len(signs) != 18 or any(sign not in _BODY_SIGNS for sign in signs.upper()):
        return False
    values = [_BODY_SIGNS.index(sign) for sign in signs.upper()]
    total = sum(value * pow(3, at, 31) for at, value in enumerate(values[:17]))
    return (31 - total % 31) % 31 == values[17]


def luhn(figures: str) -> bool:
    """Whether the last figure is the check of the others (Luhn)."""
    doubled = (int(figure) * (1 + at % 2) for at, figure in enumerate(reversed(figures)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def is_bank_card(figures: str) -> bool:
    """Whether 16 to 19 figures begin as cards do here (62, 9558 and other old ones; 16 figures: 4, 51-55, 35) and
    check."""
    if not 16 <= len(figures) <= 19 or not figures.isdigit() or not luhn(figures):
        return False
    local = figures.startswith(("62", "60", "68", "69", "9558", "9559"))
    abroad = len(figures) == 16 and (figures[0] == "4" or "51" <= figures[:2] <= "55" or figures[:2] == "35")
    return local or abroad


# --- in a text --------------------------------------------------------------------------------------------------------

# no letter or figure before; the head of a printed sheet has codes such as &C before its words
_APART = r"(?:(?<![\dA-Za-z])|(?<=&[A-Z])|(?<=\d[Xx]))"
_PART = "[ \\-_\u200b]"
_ID_PART = "[ \\-_./()\u200b]"  # its check tells it, whatever parts its figures
# no decimal, nor the next part of a longer number; but a list number of one or two figures may stand before
_LISTED = "".join(rf"|(?<=(?<![\dA-Za-z.\-])[1-9]{second}[.\-])" for second in ("", r"\d"))
_FIRST = rf"(?:(?<!\d[.\-]){_LISTED})"
# 18 figures in a row are told by their check, whatever the full stop behind them means
_ID_LAST = r"(?:[Xx]|\d(?!\d|\.\d)|(?<=\d{17})\d(?!\d))"
_ID = re.compile(rf"(?=((?<!\d)(?:(?<!\d\.){_LISTED})\d(?:{_ID_PART}{{0,3}}\d){{16}}{_ID_PART}{{0,3}}{_ID_LAST}))")
_OLD_ID = re.compile(
    rf"{_APART}{_FIRST}(\d{{15}}|\d{{6}}{_PART}{{1,2}}\d{{6}}{_PART}{{1,2}}\d{{3}})(?![\dA-Za-z]|[.\-]\d)"
)
_FOURS = rf"\d{{4}}(?:{_PART}{{1,2}}\d{{4}}){{3}}(?:{_PART}{{1,2}}\d{{1,3}})?"
_CARD = re.compile(rf"{_APART}{_FIRST}(\d{{16,19}}|{_FOURS}|\d{{6}}{_PART}{{1,2}}\d{{10,13}})(?![\dA-Za-z]|[.\-]\d)")
_MOBILE = re.compile(
    rf"{_APART}{_FIRST}(?:(?:\+|00)?86[ \-]{{0,2}})?"
    rf"(1[3-9]\d(?:\d{{8}}|{_PART}{{1,2}}\d{{4}}{_PART}{{1,2}}\d{{4}}|{_PART}{{1,2}}\d{{8}}|{_PART}{{1,2}}\d{{3}}"
    rf"{_PART}{{1,2}}\d{{5}}|\d{{4}}{_PART}{{1,2}}\d{{4}}|\d{_PART}{{1,2}}\d{{4}}{_PART}{{1,2}}\d{{3}}"
    rf"|\d{{2}}{_PART}{{1,2}}\d{{6}}|\.\d{{4}}\.\d{{4}}|\){_PART}?\d{{4}}{_PART}?\d{{4}}))(?![\dA-Za-z]|\.\d)"
)
_CALLED = re.compile(r"(?:tel|phone|mobile|mob|cell|wx|vx|wechat|qq)[:=.]?(1[3-9]\d{9})(?!\d)", re.IGNORECASE)
# behind an office line or another mobile number, joined by a dash
_JOINED = re.compile(r"(?<!\d)(?:\d{7,8}|1[3-9]\d{9})-(1[3-9]\d{9})(?![\dA-Za-z]|[.\-]\d)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./?=&%#:~+-]+", re.IGNORECASE)

# words before a number, or over its column, that say that it is the number of a thing
_THING = re.compile(
    r"(?:编号|单号|订单号?|工单号?|流水号?|代码|编码|条码|文号|案号|证书号?|许可证号?|执照号?|注册号|登记号|备案号|发票号?|凭证号?|"
    r"合同号?|项目号|序列号|批号|批次号|税号|识别号|批准号|查询码|快递号?|运单号?|标识码?|设备号|工号|考号|学号|IMEI|NO\.?|№)"
    r"(?:号码?|为|是)?[\s:：]*$|〕$",
    re.IGNORECASE,
)
_BODY = re.compile(r"信用代码|机构代码|代码证|社会信用")
_PHONE = re.compile(r"手机|电话|联系|移动|微信|号码|通讯|通信方式")
_CARD_WORD = re.compile(r"卡|账|帐|银行|开户")
_ID_WORD = re.compile(r"身份|证件|公民")
_AMOUNT_WORDS = (
    "金额|合计|总计|总额|产值|投资|预算|收入|支出|面积|产量|数量|总量|增加值|余额|决算|资金|销售额|零售额|总值"
)
_AMOUNT_BEFORE = re.compile(rf"(?:[¥￥$]|{_AMOUNT_WORDS})(?:[(（][万亿]?元[)）]|[为达约共计是:：\s])*$")
_AMOUNT_HEAD = re.compile(
    rf"{_AMOUNT_WORDS}|[(（][万亿]?[元吨亩米个]|\d{{4}}年|累计|本期|上年|同期|完成数|[存贷税]款|税收|经费|造价|[估概]算|债务|利润|营业额"
)
_AMOUNT_AFTER = re.compile(
    r"\s*(?:元|万元|亿元|美元|吨|公斤|千克|克|千瓦|度|平方|立方|米|公里|亩|公顷|人次|户(?![主籍])|株|个(?!人)|件|次|字节|%|％|‰)"
)
# of latitudes, rates and their like, which have as many figures behind the point as a mobile number
_DECIMAL = re.compile(
    r"坐标|[经纬]度|[东西]经|[南北]纬|[高长宽]度|海拔|比例|率|占比|比重|比值|系数|指数|均值?|得分|评分|权重"
)
_NEXT_DECIMAL = re.compile(r"\s*[,，、;；]?\s*(?!\d\d?\.1[3-9]\d{9}(?!\d))\d{1,3}\.\d{4}")
_LAST_DECIMAL = re.compile(r"(?<![\d.])(?:\d{3}\.|\d\d?\.(?!1[3-9]\d{9}(?!\d)))\d{4,}°?\s*[,，、;；]?\s*$")
_LIST_NUMBER = re.compile(r"(?<!\d)\d{1,2}[.\-]$")


def hits_in(text: str, label: str = "", *, rounded: bool = False) -> tuple[Hit, ...]:
    """The numbers of persons in a line of text, in order, none overlapping another.

    ``label`` is what stands over or beside the text in a table. ``rounded`` is for the number of a spreadsheet, which
    keeps 15 figures only: an identity number in it is told without its check.
    """
    form = plain(text)
    if not re.search(r"\d(?:\D{0,3}\d){10}", form):
        return ()
    if re.search(r"[一-鿿]", form):
        label = ""  # the words of the text itself say what its numbers are
    found: list[Hit] = []
    for hit in (*_ids(form, label, rounded=rounded), *_cards(form, label, rounded=rounded), *_mobiles(form, label)):
        if all(hit.end <= other.start or hit.start >= other.end for other in found):
            found.append(hit)
    return tuple(sorted(found, key=lambda hit: hit.start))


def _bare(text: str) -> str:
    return re.sub(r"[^\dXx]", "", text)


def _before(form: str, at: int, label: str) -> str:
    """What stands directly before a number; where nothing does, what stands over or beside it."""
    own = _LIST_NUMBER.sub("", form[max(0, at - 16) : at])
    return own if own.strip(" :\u200b") else label


def is_called_phone(before: str, label: str = "") -> bool:
    """Whether the words before a number, or over it, say that it is a telephone's."""
    return _PHONE.search(plain(before) if before.strip(" :：") else label) is not None


def is_amount_head(label: str) -> bool:
    """Whether what stands over numbers says that they are amounts."""
    return _AMOUNT_HEAD.search(label) is not None


def _is_of_a_thing(before: str) -> bool:
    return bool(_THING.search(before) or _BODY.search(before))


def _is_amount(form: str, match: re.Match[str], before: str, label: str) -> bool:
    """Whether eleven figures in a row are an amount: by the unit behind them, or the words before or over them."""
    if len(match[1]) != 11 or not match[1].isdigit():
        return False
    return bool(_AMOUNT_AFTER.match(form, match.end()) or _AMOUNT_BEFORE.search(before) or _AMOUNT_HEAD.search(label))


def _list_number(form: str, match: re.Match[str]) -> str:
    """The list number directly before a number, with the sign behind it; empty where none stands there."""
    found = _LIST_NUMBER.search(form[max(0, match.start() - 4) : match.start()])
    return found[0] if found else ""


def _may_be_decimal(form: str, match: re.Match[str], before: str) -> bool:
    """Whether what looks like a list number and a mobile number is a decimal, by its words or by one beside it; behind
    a dash it is the number of a thing."""
    listed = _list_number(form, match)
    if not listed.endswith("."):
        return bool(listed)
    start = match.start() - len(listed)
    beside = _NEXT_DECIMAL.match(form, match.end()) or _LAST_DECIMAL.search(form[max(0, start - 30) : start])
    return bool(beside or _DECIMAL.search(before))


def _ids(form: str, label: str, *, rounded: bool) -> Iterator[Hit]:
    for match in _ID.finditer(form):
        said, bare = match[1], _bare(match[1])
        sizes = [len(part) for part in re.split(f"{_ID_PART}+", said)]
        spelled = len(sizes) >= 17  # every figure apart
        if not spelled and (len(sizes) > 6 or min(sizes[:-1], default=2) < 2):
            continue
        near = f"{label} {form[max(0, match.start(1) - 24) : match.start(1)]}"
        certain = is_resident_id(bare) and not (is_body_code(bare) and _BODY.search(near))
        if certain or (rounded and len(said) == 18 and said[15:] in _ROUNDED and _may_be_born(said)):
            yield Hit(Kind.RESIDENT_ID, *match.span(1))
    for match in _OLD_ID.finditer(form):
        before = _before(form, match.start(), label)
        if _list_number(form, match) and not _ID_WORD.search(before):
            continue
        if is_resident_id(_bare(match[1])) and (_ID_WORD.search(before) or not _is_of_a_thing(before)):
            yield Hit(Kind.RESIDENT_ID, *match.span(1))


_ROUNDED = tuple(f"{last:03d}" for last in range(0, 1000, 8)) + tuple(f"{last:03d}" for last in range(0, 1000, 10))


def _may_be_born(signs: str) -> bool:
    return is_region(signs[:6]) and is_day(int(signs[6:10]), int(signs[10:12]), int(signs[12:14]))


def _cards(form: str, label: str, *, rounded: bool) -> Iterator[Hit]:
    for match in _CARD.finditer(form):
        bare, before = _bare(match[1]), _before(form, match.start(), label)
        near = f"{label} {form[max(0, match.start() - 30) : match.start()]}"
        if rounded and bare.startswith("62") and bare.endswith("0") and _CARD_WORD.search(near):
            yield Hit(Kind.BANK_CARD, *match.span(1))
        if not is_bank_card(bare) or (_is_of_a_thing(before) and not _CARD_WORD.search(before)):
            continue
        # four columns of four figures are years or yields more often than a card from abroad, and so are decimals
        whole = len(bare) == len(match[1]) and not _list_number(form, match)
        if whole or bare.startswith("62") or _CARD_WORD.search(near):
            yield Hit(Kind.BANK_CARD, *match.span(1))


def _mobiles(form: str, label: str) -> Iterator[Hit]:
    addresses = [match.span() for match in _ADDRESS.finditer(form)]
    for match in _MOBILE.finditer(form):
        if any(start <= match.start() < end for start, end in addresses):
            continue
        before = _before(form, match.start(), label)
        if not _PHONE.search(before) and _may_be_decimal(form, match, before):
            continue
        if _PHONE.search(before) or not (_is_of_a_thing(before) or _is_amount(form, match, before, label)):
            yield Hit(Kind.MOBILE, *match.span(1))
    for match in (*_CALLED.finditer(form), *_JOINED.finditer(form)):
        yield Hit(Kind.MOBILE, *match.span(1))


# --- masked -----------------------------------------------------------------------------------------------------------

_KEPT = {Kind.RESIDENT_ID: (3, 2), Kind.BANK_CARD: (0, 4), Kind.MOBILE: (3, 2), Kind.RESIDENT_LIST: (0, 0)}


def masked(text: str, kind: Kind) -> str:
    """A number with ``*`` for its figures but a few at its ends, of the same length."""
    first, last = _KEPT[kind]
    places = [at for at, sign in enumerate(plain(text)) if sign.isalnum()]
    gone = set(places[first : len(places) - last])
    return "".join("*" if at in gone else sign for at, sign in enumerate(text))


def without_numbers(text: str) -> str:
    """A text in which every number of a person is masked: for names of files, sheets and whatever else is shown."""
    for hit in hits_in(text):
        text = text[: hit.start] + masked(text[hit.start : hit.end], hit.kind) + text[hit.end :]
    return text
