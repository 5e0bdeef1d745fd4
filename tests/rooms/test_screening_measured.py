"""How well the scan does over two hundred ordinary papers and the given plans: what is planted is caught, what is
ordinary passes. The figures stand in docs/screening.md."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from luoshi.files.rules.identifiers import Kind, id_check
from luoshi.files.rules.masking import mask
from luoshi.files.rules.screening import screen
from made import made
from made.ordinary_papers import FORMATS, Paper, Part, ordinary_papers

PLANS = Path(__file__).resolve().parents[3] / "shared" / "plans"
KEPT_BACK = ("01-", "24-", "28-", "33-")
FULL_WIDTH = {ord(figure): chr(ord(figure) + 0xFEE0) for figure in "0123456789"}


def resident_id(chance: random.Random) -> str:
    region = chance.choice(("500240", "110101", "441900", "659001", "320583"))
    born = f"{chance.randint(1930, 2022)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    first = region + born + f"{chance.randint(1, 999):03d}"
    return first + id_check(first)


def card(chance: random.Random, length: int) -> str:
    first = chance.choice(("622848", "621700", "620200")) + "".join(
        chance.choice("0123456789") for _ in range(length - 7)
    )
    total = sum((int(f) * 2 - 9 * (int(f) > 4)) if at % 2 == 0 else int(f) for at, f in enumerate(reversed(first)))
    return first + str(-total % 10)


def mobile(chance: random.Random) -> str:
    return f"1{chance.choice('3456789')}" + "".join(chance.choice("0123456789") for _ in range(9))


def planted(at: int) -> tuple[Kind, str]:
    """A number of a person, written in one of the ways that people write it."""
    chance = random.Random(at)  # noqa: S311  papers, not secrets
    number, phone, bank = resident_id(chance), mobile(chance), card(chance, chance.choice((16, 19)))
    day = f"{chance.randint(30, 99)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    old = f"500240{day}{chance.randint(1, 999):03d}"
    ways = (
        (Kind.RESIDENT_ID, number),
        (Kind.RESIDENT_ID, number.lower().translate(FULL_WIDTH)),
        (Kind.RESIDENT_ID, f"{number[:6]} {number[6:14]} {number[14:]}"),
        (Kind.RESIDENT_ID, f"{number[:6]}-{number[6:10]}-{number[10:14]}-{number[14:]}"),
        (Kind.RESIDENT_ID, old),
        (Kind.BANK_CARD, bank),
        (Kind.BANK_CARD, " ".join(bank[start : start + 4] for start in range(0, len(bank), 4))),
        (Kind.MOBILE, phone),
        (Kind.MOBILE, f"+86 {phone}"),
        (Kind.MOBILE, f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"),
        (Kind.MOBILE, f"{phone[:3]} {phone[3:7]} {phone[7:]}"),
        (Kind.MOBILE, phone.translate(FULL_WIDTH)),
    )
    return ways[at % len(ways)]


def with_number(paper: Paper, number: str, at: int) -> Paper:
    """The paper with a number behind a paragraph, in one of its own, or in a column more of a table."""
    chance = random.Random(at)  # noqa: S311
    parts: list[Part] = list(paper.parts)
    where = chance.randrange(len(parts))
    part = parts[where]
    if isinstance(part, str):
        parts[where] = (
            f"{part}（{chance.choice(('联系人', '户主', '经办'))}{number}）" if at % 2 else f"{part}\n{number}"
        )
    else:
        row = chance.randrange(1, len(part))
        parts[where] = [
            [*cells, "备注" if number_of_row == 0 else number if number_of_row == row else ""]
            for number_of_row, cells in enumerate(part)
        ]
    return Paper(paper.name, tuple(parts))


@cache
def papers() -> tuple[Paper, ...]:
    return tuple(ordinary_papers())


def all_planted() -> Iterator[tuple[str, bytes, Kind, str]]:
    for at, paper in enumerate(papers()):
        kind, number = planted(at)
        for form, written in FORMATS.items():
            yield f"{paper.name}.{form}", written(with_number(paper, number, at)), kind, number


def test_ordinary_papers_pass() -> None:
    stopped = [
        f"{paper.name}.{form}"
        for paper in papers()
        for form, written in FORMATS.items()
        if not screen(written(paper), f"{paper.name}.{form}").clean
    ]
    assert len(stopped) <= len(papers()) * len(FORMATS) // 100, stopped


def test_every_planted_number_is_caught_and_masked() -> None:
    missed, left, shown = [], [], []
    for name, content, kind, number in all_planted():
        screening = screen(content, name)
        if kind not in [finding.kind for finding in screening.findings]:
            missed.append((name, number))
        if any(number in finding.shown for finding in screening.findings):
            shown.append(name)
        if not screen(mask(content, name), name).clean:
            left.append(name)
    assert (missed, left, shown) == ([], [], [])


@pytest.mark.parametrize("form", ["pdf", "ofd"])
def test_a_number_on_a_page_is_caught_with_its_page(form: str) -> None:
    paper = next(paper for paper in papers() if paper.name.startswith("report"))
    text = FORMATS["txt"](paper).decode()
    clean, bad = made(text, form), made(f"{text}\n身份证号{planted(0)[1]}", form)
    assert screen(clean, f"a.{form}").findings == ()
    (finding,) = screen(bad, f"a.{form}").findings
    assert (finding.kind, finding.place.message) == (Kind.RESIDENT_ID, "page {number}")


def plans() -> list[Path]:
    found = [*PLANS.glob("*.txt"), *PLANS.glob("*labelled/*.txt")]
    return sorted(path for path in found if not path.name.startswith(KEPT_BACK))


@pytest.mark.shared
@pytest.mark.parametrize("form", ["txt", "docx"])
def test_the_given_plans_pass_and_what_is_planted_in_them_is_caught(form: str) -> None:
    given = plans()
    if not given:
        pytest.skip("../shared is not here")
    missed, stopped = [], []
    for at, path in enumerate(given):
        text = path.read_text("utf-8-sig")
        kind, number = planted(at)
        lines = text.split("\n")
        lines[at % len(lines)] += f"（{number}）"
        for said, wrong in ((text, stopped), ("\n".join(lines), missed)):
            screening = screen(said.encode() if form == "txt" else made(said, form), f"plan.{form}")
            if wrong is stopped and not screening.clean:
                stopped.append(path.name)
            if wrong is missed and kind not in [finding.kind for finding in screening.findings]:
                missed.append((path.name, number))
    assert (missed, stopped) == ([], [])
