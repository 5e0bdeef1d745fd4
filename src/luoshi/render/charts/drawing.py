"""The pen of the charts: shapes and labels inside a view box, as classes for a page or as attributes for a paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from luoshi.render.measure import printable

LATIN, LATIN_ALONE = 0.58, 0.64  # share of an em that figures and letters take; in a paper the typeface is not known
LINE = 18.0  # user units from one line of labels to the next


class Form(Enum):
    """For whom a chart is drawn: width in user units, size of its text, and whether it stands alone.

    A narrow one is shown on phones about as wide as it is drawn, so that no text falls under 11 pixels at 360.
    """

    WIDE = (640.0, 13.0, False)
    NARROW = (304.0, 12.0, False)
    PAPER = (640.0, 13.0, True)

    def __init__(self, width: float, em: float, alone: bool) -> None:
        self.width, self.em, self.alone = width, em, alone


@dataclass(frozen=True, slots=True)
class Chart:
    """What a page shows of a chart: two drawings of the same, and the table behind them.

    ``rows`` have a place for each of ``head``: a name, then figures. ``links`` is empty or has an address, which may be
    empty, for each row. ``note`` says what the picture put together.
    """

    key: str
    title: str
    description: str
    svg: str
    narrow: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[str, ...] = ()
    note: str = ""

    @property
    def lines(self) -> list[tuple[str, tuple[str, ...]]]:
        """The rows with their addresses."""
        return list(zip(self.links or [""] * len(self.rows), self.rows, strict=True))


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from ``low`` to ``high`` on places from ``left`` to ``right``; what lies beyond stands at the end."""

    low: float
    high: float
    left: float
    right: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


ALONE = {  # what the style sheet says in a page; greys and one hue that prints dark
    "axis": 'stroke="#8a8272"',
    "guide": 'stroke="#c9c1af" stroke-dasharray="2 3"',
    "track": 'fill="#efeadd" stroke="#8a8272"',
    "bar": 'fill="#1e1b16"',
    "lack": 'fill="#fff" stroke="#1e1b16"',
    "below": 'fill="#a79e8b"',
    "gain": 'fill="#1d5273"',
    "more": 'fill="#a79e8b" stroke="#1e1b16"',
    "unknown": 'fill="#fff" stroke="#575146" stroke-dasharray="4 3"',
    "band": 'fill="none" stroke="#575146" stroke-width="2"',
    "point": 'fill="#575146"',
    "bar-point": 'fill="#1e1b16"',
    "aim": 'stroke="#1d5273" stroke-width="2"',
    "aim-word": 'fill="#1d5273" font-weight="600"',
    "strong": 'fill="#1e1b16" font-weight="600"',
    "faint": 'fill="#575146"',
    "": 'fill="#1e1b16"',
    "heat-0": 'fill="#fff" stroke="#8a8272"',
    "heat-1": 'fill="#eef0f0" stroke="#8a8272"',
    "heat-2": 'fill="#dfe4e6" stroke="#8a8272"',
    "heat-3": 'fill="#cdd6da" stroke="#8a8272"',
    "heat-4": 'fill="#b9c6cd" stroke="#8a8272"',
    "heat-minus": 'fill="#fff" stroke="#1e1b16" stroke-width="2"',
    "heat-unknown": 'fill="#fff" stroke="#575146" stroke-dasharray="4 3"',
    "heat-5": 'fill="#a3b5bf" stroke="#8a8272"',
}


class Drawing:
    """Shapes and labels one after another; ``height`` grows with what is drawn."""

    def __init__(self, key: str, form: Form) -> None:
        self.key = f"{key}-narrow" if form is Form.NARROW else key
        self.form = form
        self.latin = LATIN_ALONE if form.alone else LATIN
        self.height = 0.0
        self.parts: list[str] = []

    def rect(self, kind: str, x: float, y: float, width: float, height: float, told: str = "") -> None:
        """A rectangle; ``told`` opens on pointing at it."""
        sizes = f'x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(max(height, 0))}"'
        title = f"<title>{_text(told)}</title>" if told and self.form is not Form.NARROW else ""
        self._grow(y + height)
        self.parts.append(
            f"<rect{self._looks(kind)} {sizes}>{title}</rect>" if title else self._bare("rect", kind, sizes)
        )

    def line(self, kind: str, x: float, y: float, to_x: float, to_y: float) -> None:
        """A straight line."""
        self._grow(max(y, to_y))
        self.parts.append(self._bare("line", kind, f'x1="{_n(x)}" y1="{_n(y)}" x2="{_n(to_x)}" y2="{_n(to_y)}"'))

    def diamond(self, kind: str, x: float, y: float, half: float = 5.0) -> None:
        """A point that is no length."""
        path = f"M{_n(x - half)} {_n(y)} {_n(x)} {_n(y - half)} {_n(x + half)} {_n(y)} {_n(x)} {_n(y + half)}z"
        self._grow(y + half)
        self.parts.append(self._bare("path", kind, f'd="{path}"'))

    def words(self, kind: str, x: float, y: float, text: str, *, anchor: str = "start", room: float = 0.0) -> None:
        """A label on its line; where ``room`` cannot hold it, it is cut and the whole opens on pointing at it."""
        shown = fit(text, room, self.form.em, self.latin) if room else text
        title = f"<title>{_text(text)}</title>" if shown != text else ""
        end = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._grow(y + 4)
        self.parts.append(f'<text{self._looks(kind)} x="{_n(x)}" y="{_n(y)}"{end}>{title}{_text(shown)}</text>')

    def label(self, kind: str, x: float, y: float, text: str, *, ends: tuple[float, float] | None = None) -> None:
        """A label centred under or over a place, moved just so far that it stays between the ends (of the drawing)."""
        left, right = ends or (0.0, self.form.width)
        wide = min(self.wide(text), right - left)
        start = min(max(x - wide / 2, left), right - wide)
        if start == x - wide / 2:
            self.words(kind, x, y, text, anchor="middle", room=right - left)
        elif start == left:
            self.words(kind, left, y, text, room=right - left)
        else:
            self.words(kind, right, y, text, anchor="end", room=right - left)

    def wide(self, text: str) -> float:
        """How wide a label is."""
        return width(text, self.form.em, self.latin)

    def svg(self, title: str, description: str) -> str:
        """The whole as one element with a title and a description that a screen reader reads."""
        key = escape(self.key, {'"': "&quot;"})
        alone = ' xmlns="http://www.w3.org/2000/svg"' + self._face() if self.form.alone else ""
        size = f"{_n(self.form.width)} {_n(self.height)}"
        return (
            f'<svg{alone} viewBox="0 0 {size}" role="img" aria-labelledby="{key}-title {key}-words">'
            f'<title id="{key}-title">{_text(title)}</title><desc id="{key}-words">{_text(description)}</desc>'
            f"{''.join(self.parts)}</svg>"
        )

    def _face(self) -> str:
        size = f' width="{_n(self.form.width)}" height="{_n(self.height)}"'
        return f'{size} font-family="FangSong, STFangsong, sans-serif" font-size="{_n(self.form.em)}"'

    def _looks(self, kind: str) -> str:
        if self.form.alone:
            return f" {ALONE[kind]}"
        return f" class={quoteattr('chart-' + kind)}" if kind else ""

    def _bare(self, name: str, kind: str, attributes: str) -> str:
        return f"<{name}{self._looks(kind)} {attributes}/>"

    def _grow(self, bottom: float) -> None:
        self.height = max(self.height, bottom + 1)


def width(text: str, em: float, latin: float = LATIN) -> float:
    """Width of a text in user units: a Chinese character is as wide as high, ambiguous ones count as full."""
    return sum(em if east_asian_width(character) in "WFA" else em * latin for character in text)


def fit(text: str, room: float, em: float, latin: float = LATIN) -> str:
    """The text cut to a room in user units, with an ellipsis where something is left out."""
    if width(text, em, latin) <= room:
        return text
    used = em  # the ellipsis
    for index, character in enumerate(text):
        used += width(character, em, latin)
        if used > room:
            return f"{text[:index]}…"
    return text


def _text(text: str) -> str:
    return escape(printable(text).replace("\n", " "))


def _n(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
