"""Hypothesis strategies: any sound framework, any marks for it."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from luoshi.assessment.rules import grammar as g
from luoshi.assessment.rules.checking import rule_problems
from luoshi.assessment.rules.framework import Framework, Rebase, Row, RowKind, leaves
from luoshi.assessment.rules.marks import Observation

KEYS = ("a", "b", "c")


def decimals(low: int, high: int, places: int = 2) -> st.SearchStrategy[Decimal]:
    """Decimals between two whole numbers; few different ones, so that edges are met."""
    unit = 10**places
    fine = st.integers(low * unit, high * unit).map(lambda n: Decimal(n).scaleb(-places))
    return st.one_of(
        st.integers(low, high).map(Decimal), st.integers(low * 2, high * 2).map(lambda n: Decimal(n) / 2), fine
    )


points = decimals(0, 12)
figures = decimals(-5, 25, 3)
closed = st.sampled_from((True, False, None))
shares = decimals(0, 1)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Decimal | None, bool | None, Decimal | None, bool | None]:
    low, high = sorted((draw(figures), draw(figures)))
    return (
        draw(st.sampled_from((low, None))),
        draw(closed),
        draw(st.sampled_from((high, None))),
        draw(closed),
    )


comparisons = st.builds(g.Comparison, st.sampled_from(g.Operator), figures)
tests = st.one_of(comparisons, spans().map(lambda s: g.Interval(*s)))
optional_points = st.one_of(st.none(), points)


@st.composite
def bands(draw: st.DrawFn, worth: st.SearchStrategy[Decimal]) -> tuple[g.Band, ...]:
    spread = draw(st.lists(spans(), min_size=1, max_size=4))
    return tuple(g.Band(*span, draw(worth)) for span in spread)


@st.composite
def steps(draw: st.DrawFn) -> g.Steps:
    in_shares = draw(st.booleans())
    worth = shares if in_shares else points
    return g.Steps(draw(bands(worth)), draw(st.one_of(st.none(), worth)), in_shares)


@st.composite
def increments(draw: st.DrawFn) -> g.Increment:
    floor = draw(decimals(0, 3))
    return g.Increment(
        start=draw(figures),
        step=draw(st.sampled_from((Decimal(1), Decimal("0.5"), Decimal(3), Decimal("0.7")))),
        each=draw(decimals(-3, 3)),
        base=draw(points),
        cap=draw(st.one_of(st.none(), points.map(lambda p: p + floor))),
        floor=floor,
        up=draw(st.booleans()),
        rounding=draw(st.sampled_from(g.Rounding)),
        otherwise=draw(optional_points),
    )


@st.composite
def proportionals(draw: st.DrawFn) -> g.Proportional:
    full, zero = draw(st.lists(figures, min_size=2, max_size=2, unique=True))
    return g.Proportional(full, draw(optional_points), zero, draw(st.one_of(st.none(), comparisons)))


of_figures = st.one_of(steps(), increments(), proportionals(), st.builds(g.AllOrNothing, optional_points, tests))


@st.composite
def choices(draw: st.DrawFn) -> g.Choice:
    in_shares = draw(st.booleans())
    worth = shares if in_shares else points
    options = []
    for key in KEYS[: draw(st.integers(1, 3))]:
        low, high = sorted((draw(worth), draw(worth)))
        options.append(g.Option(key, key, high, draw(st.sampled_from((low, None)))))
    return g.Choice(tuple(options), in_shares)


@st.composite
def discretions(draw: st.DrawFn) -> g.Discretion:
    low, high = sorted((draw(points), draw(points)))
    return g.Discretion(low, high, draw(st.sampled_from((None, Decimal("0.5"), Decimal("0.3")))))


@st.composite
def deductions(draw: st.DrawFn) -> g.Deduct:
    keys = KEYS[: draw(st.integers(1, 3))]
    each = tuple(
        g.Per(
            key, key, draw(points), draw(st.sampled_from(("", "群众满意"))), draw(optional_points), draw(st.booleans())
        )
        for key in keys
    )
    return g.Deduct(each, draw(optional_points), draw(st.sampled_from((Decimal(0), None, Decimal(2)))))


@st.composite
def per_kinds(draw: st.DrawFn) -> g.PerKind:
    kinds = tuple(
        g.Kind(key, key, draw(decimals(-3, 3)), draw(optional_points), draw(decimals(0, 3, 0)))
        for key in KEYS[: draw(st.integers(1, 3))]
    )
    floor = draw(st.one_of(st.none(), decimals(-5, 0)))
    return g.PerKind(kinds, draw(points), draw(optional_points), floor)


ranks = st.builds(g.Rank, st.lists(points, min_size=1, max_size=4).map(tuple), optional_points, st.booleans())
simple = st.one_of(
    st.builds(g.AllOrNothing, optional_points, st.none()),
    of_figures,
    choices(),
    discretions(),
    st.just(g.Unread()),
    deductions(),
    per_kinds(),
    ranks,
    st.builds(g.PeerMean, of_figures),
)


def wrapped(inner: st.SearchStrategy[g.Rule]) -> st.SearchStrategy[g.Rule]:
    parts = st.lists(st.tuples(inner, shares), min_size=1, max_size=3).map(
        lambda listed: tuple(g.Part(key, key, rule, weight) for key, (rule, weight) in zip(KEYS, listed, strict=False))
    )
    return st.one_of(
        st.builds(g.ZeroIf, inner, st.just("恶化")),
        st.builds(g.Formula, st.just("a ÷ b × 100"), inner),
        st.builds(g.LevelAndImprovement, shares, of_figures, shares, of_figures, st.booleans()),
        st.builds(g.Sum, parts, optional_points),
        st.builds(g.Best, parts),
        st.builds(g.Weighted, parts),
    )


rules = st.recursive(simple, wrapped, max_leaves=3)


@st.composite
def observations(draw: st.DrawFn, rule: g.Rule) -> Observation:
    """Anything that may be seen of a rule, mostly what it needs."""
    parts = {}
    if isinstance(rule, g.Sum | g.Best | g.Weighted):
        parts = {part.key: draw(observations(part.rule)) for part in rule.parts if draw(st.integers(0, 9))}
    inner = getattr(rule, "inner", None)
    if inner is not None:
        parts = draw(observations(inner)).parts
    sure = st.integers(0, 9).map(bool)
    counts = decimals(0, 6, 0)
    maybe = st.one_of(st.none(), figures)
    inputs = {"a": draw(figures), "b": draw(figures)} if isinstance(rule, g.Formula) and draw(sure) else {}
    return Observation(
        met=draw(st.sampled_from((True, False, None))),
        value=draw(figures) if draw(sure) else None,
        points=draw(st.one_of(st.none(), points)),
        choice=draw(st.sampled_from(("", "a", "b", "z"))),
        counts={key: draw(counts) for key in KEYS} if draw(sure) else {"a": draw(counts)},
        exempted={"a": draw(counts)},
        parts=parts,
        inputs=inputs,
        earlier=draw(maybe),
        worsened=draw(st.sampled_from((True, False, False, None))),
        applies=bool(draw(st.integers(0, 7))),
        peers_mean=draw(st.one_of(st.none(), st.none(), figures)),
        place=draw(st.one_of(st.none(), st.none(), st.integers(1, 6))),
    )


@st.composite
def rows(draw: st.DrawFn, code: str, depth: int = 0) -> Row:

    kinds = (RowKind.BASE, RowKind.BASE, RowKind.BASE, RowKind.BONUS, RowKind.PENALTY, RowKind.VETO, RowKind.PASS_FAIL)
    kind = draw(st.sampled_from(kinds))
    if depth < 2 and draw(st.integers(0, 3)) == 0:
        count = draw(st.integers(1, 3))
        return Row(code, code, children=tuple(draw(rows(f"{code}.{n}", depth + 1)) for n in range(count)))
    rule: g.Rule | None = draw(rules)
    if kind is RowKind.PENALTY:
        each = draw(decimals(-4, 0))
        rule = g.PerKind((g.Kind("a", "a", each, draw(optional_points)),), cap=Decimal(0))
    elif kind in (RowKind.VETO, RowKind.PASS_FAIL):
        rule = draw(
            st.sampled_from((None, g.AllOrNothing(), g.AllOrNothing(None, g.Comparison(g.Operator.LESS, Decimal(3)))))
        )
    elif any(True for _problem in rule_problems(rule)):
        rule = draw(st.one_of(st.none(), deductions(), of_figures))
    return Row(code, code, draw(optional_points), kind, rule, may_not_apply=draw(st.booleans()))


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    count = draw(st.integers(1, 3))
    return Framework(
        title="测评",
        version="1",
        rows=tuple(draw(rows(str(n + 1))) for n in range(count)),
        places=draw(st.integers(0, 3)),
        rebase=draw(st.sampled_from((None, *Rebase))),
        bonus_cap=draw(optional_points),
        penalty_cap=draw(optional_points),
    )


@st.composite
def marked(draw: st.DrawFn, framework: Framework) -> dict[str, Observation]:

    return {
        row.code: draw(observations(row.rule if row.rule is not None else g.Unread()))
        for row in leaves(framework.rows)
        if draw(st.integers(0, 5))
    }
