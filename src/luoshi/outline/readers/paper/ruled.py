"""Tables between ruled lines: which rules belong together, the grid that they make, and what stands in its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from luoshi.outline.readers.paper.glyphs import Glyph, Line, Rule, lines_of

_NEAR = 2.5  # rules this near to each other are one, or meet
_MOST = 1_500  # rules on a page beyond which a drawing is meant, not a table
_INSET = 5.0


@dataclass(eq=False, slots=True)
class Box:
    """A cell of a ruled table, perhaps merged: its place and its words; ``full`` says that its last line is full."""

    x0: float
    x1: float
    glyphs: list[Glyph] = field(default_factory=list)
    text: str = ""
    full: bool = False


@dataclass(slots=True)
class Ruled:
    """A table on a page: ``rows[r][c]`` is the box that covers that place of the grid."""

    top: float
    bottom: float
    columns: list[float]
    rows: list[list[Box]]


def tables_of(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> tuple[list[Ruled], list[Glyph]]:
    """The ruled tables of a page from the top down, and the signs that stand in none of them."""
    merged = _merged(rules)
    if not merged or len(merged) > _MOST:
        return [], list(glyphs)
    grids = [grid for group in _groups(merged) if (grid := _grid(group)) is not None]
    rest: list[Glyph] = []
    for glyph in glyphs:
        box = next((hit for grid in grids if (hit := _box_at(grid, glyph)) is not None), None)
        if box is None:
            rest.append(glyph)
        else:
            box.glyphs.append(glyph)
    found = [grid[0] for grid in grids]
    for table in found:
        for box in dict.fromkeys(box for row in table.rows for box in row):
            _write(box)
    return sorted((t for t in found if any(b.text for r in t.rows for b in r)), key=lambda t: t.top), rest


Grid = tuple[Ruled, list[float]]  # a table and the heights of its level rules


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules with those made one that lie on each other or continue each other; specks are left out."""
    level = _in_line([rule for rule in rules if rule.y1 - rule.y0 <= _NEAR])
    turned = _in_line([Rule(r.y0, r.x0, r.y1, r.x1) for r in rules if r.x1 - r.x0 <= _NEAR])
    joined = level + [Rule(r.y0, r.x0, r.y1, r.x1) for r in turned]
    return [rule for rule in joined if max(rule.x1 - rule.x0, rule.y1 - rule.y0) > 2 * _NEAR]


def _in_line(level: list[Rule]) -> list[Rule]:
    """Level rules, joined."""
    places = _places([rule.y0 for rule in level])
    joined: list[Rule] = []
    for place, rule in sorted((places[bisect_right(places, rule.y0) - 1], rule) for rule in level):
        last = joined[-1] if joined else None
        if last and last.y0 == place and rule.x0 <= last.x1 + _NEAR:
            joined[-1] = Rule(last.x0, place, max(last.x1, rule.x1), place)
        else:
            joined.append(Rule(rule.x0, place, rule.x1, place))
    return joined


def _groups(rules: list[Rule]) -> list[list[Rule]]:
    """Rules that touch each other, directly or through others."""
    level = [rule for rule in rules if rule.y1 - rule.y0 <= _NEAR]
    waiting = [rule for rule in rules if rule.y1 - rule.y0 > _NEAR]
    parent = list(range(len(level)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    uprights: list[tuple[int, Rule]] = []
    for rule in waiting:
        touched = [at for at, other in enumerate(level) if _meet(other, rule)]
        for at in touched[1:]:
            parent[root(at)] = root(touched[0])
        if touched:
            uprights.append((touched[0], rule))
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(level):
        groups.setdefault(root(at), []).append(rule)
    for at, rule in uprights:
        groups[root(at)].append(rule)
    return [group for group in groups.values() if len(group) >= 5]


def _meet(level: Rule, upright: Rule) -> bool:
    return level.x0 - _NEAR <= upright.x0 <= level.x1 + _NEAR and upright.y0 - _NEAR <= level.y0 <= upright.y1 + _NEAR


def _grid(group: list[Rule]) -> Grid | None:
    """The grid of rules that belong together; ``None`` for what has no two columns or is a single cell."""
    level = [rule for rule in group if rule.y1 - rule.y0 <= _NEAR]
    upright = [rule for rule in group if rule.y1 - rule.y0 > _NEAR]
    columns = _places([rule.x0 for rule in upright] + [min(r.x0 for r in level), max(r.x1 for r in level)])
    heights = _places([rule.y0 for rule in level])
    if len(columns) < 3 or len(heights) < 2:
        return None
    rows: list[list[Box]] = []
    for at in range(len(heights) - 1):
        row: list[Box] = []
        middle = (heights[at] + heights[at + 1]) / 2
        for column in range(len(columns) - 1):
            centre = (columns[column] + columns[column + 1]) / 2
            open_above = at > 0 and not _crosses(level, centre, heights[at], level_rule=True)
            open_left = column > 0 and not _crosses(upright, middle, columns[column], level_rule=False)
            if open_above:
                box = rows[-1][column]
            elif open_left:
                box = row[-1]
                box.x1 = columns[column + 1]
            else:
                box = Box(columns[column], columns[column + 1])
            row.append(box)
        rows.append(row)
    return Ruled(heights[0], heights[-1], columns, rows), heights


def _crosses(rules: list[Rule], along: float, place: float, *, level_rule: bool) -> bool:
    """Whether a rule at a place covers a point along it."""
    if level_rule:
        return any(abs(rule.y0 - place) <= _NEAR and rule.x0 <= along <= rule.x1 for rule in rules)
    return any(abs(rule.x0 - place) <= _NEAR and rule.y0 <= along <= rule.y1 for rule in rules)


def _places(values: list[float]) -> list[float]:
    """Values with those made one that lie near to each other."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _box_at(grid: Grid, glyph: Glyph) -> Box | None:
    table, heights = grid
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    if not (table.top <= y < table.bottom and table.columns[0] <= x < table.columns[-1]):
        return None
    return table.rows[bisect_right(heights, y) - 1][bisect_right(table.columns, x) - 1]


def _write(box: Box) -> None:
    """Fill a box's text: a line goes on in the next where it is as wide as the box lets it be."""
    lines = lines_of(box.glyphs)
    text = ""
    for at, line in enumerate(lines):
        text += line.text + ("" if at + 1 == len(lines) or fills(box, line) else "\n")
    box.text = text
    box.full = bool(lines) and fills(box, lines[-1])
    box.glyphs = []


def fills(box: Box, line: Line) -> bool:
    """Whether a line leaves no room for another sign in its box."""
    return line.x1 - line.x0 > box.x1 - box.x0 - 2 * _INSET - 1.3 * line.size
