"""Numbers as a word processor prints them: ``w:numFmt`` values to text."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def chinese(number: int, digits: str = _DIGITS, units: str = "十百千", zero: str = "零") -> str:
    """一, 十, 十二, 二十, 一百零一, 一万二千: a counting numeral; a plain number from 100 million on."""
    if number < 0 or number >= 10**8:
        return str(number)
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        between = zero if 0 < low < 1000 else ""
        return chinese(high, digits, units, zero) + "万" + between + (_below(low, digits, units, zero) if low else "")
    text = _below(number, digits, units, zero)
    return text[1:] if digits is _DIGITS and 10 <= number < 20 else text


def _below(number: int, digits: str, units: str, zero: str) -> str:
    if number == 0:
        return digits[0]
    text, gap = "", False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += (zero if gap and text else "") + digits[digit] + unit
            gap = False
        else:
            gap = True
    return text


def roman(number: int) -> str:
    """I, II, III, IV …; a plain number above 3999."""
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for amount, mark in _ROMAN:
        count, number = divmod(number, amount)
        text += mark * count
    return text


def letters(number: int) -> str:
    """a … z, aa, bb …: as word processors count, by repeating the letter."""
    if not 0 < number <= 780:
        return str(number)
    times, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (times + 1)


def _from(first: str, last: int, otherwise: Callable[[int], str] = str) -> Callable[[int], str]:
    """Signs that stand one after another in the character set, up to a last number."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= last else otherwise(number)


def circled(number: int) -> str:
    """① … ⑳, ㉑ … ㊿; a plain number beyond."""
    if 21 <= number <= 35:
        return chr(ord("㉑") + number - 21)
    if 36 <= number <= 50:
        return chr(ord("㊱") + number - 36)
    return _from("①", 20)(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _digit_by_digit(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", _DIGITS))


def _full_width(number: int) -> str:
    return str(number).translate({ord("0") + n: 0xFF10 + n for n in range(10)})


def _legal(number: int) -> str:
    return chinese(number, _LEGAL, "拾佰仟")


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedFullstop": _from("⒈", 20, lambda number: f"{number}."),
    "decimalEnclosedParen": _from("⑴", 20, lambda number: f"({number})"),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "ideographDigital": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": _from("㊀", 10, chinese),
    "upperLetter": lambda number: letters(number).upper(),
    "lowerLetter": letters,
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "none": lambda _number: "",
}


def numeral(number: int, form: str) -> str:
    """A number in a ``w:numFmt``; plain digits in a form that no Chinese paper uses."""
    return FORMATS.get(form, str)(number)
