"""``luoshi generate``: a fictional county at full size in the demonstration of this data folder."""

from __future__ import annotations

from luoshi.cli import ready  # noqa: F401 - Django must be ready before a room is imported
from luoshi.cli.arguments import Parser
from luoshi.cli.site import prepare, teller
from luoshi.demonstration.actions import create_demonstration
from luoshi.demonstration.generating import generate, require_demonstration
from luoshi.demonstration.inventing import Scale
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _
from luoshi.tenancy import queries as tenancy


def run(arguments: list[str]) -> int:
    """Make a large programme; gives the exit status."""
    usual = Scale()
    parser = Parser("luoshi generate", "Add a large fictional programme to the demonstration in LUOSHI_DATA.")
    parser.add_argument("--units", type=int, default=usual.units, help="bodies (default: %(default)s)")
    parser.add_argument("--commitments", type=int, default=usual.commitments, help="default: %(default)s")
    parser.add_argument("--obligations", type=int, default=usual.obligations, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=7, help="the same seed makes the same programme (default: 7)")
    parser.add_argument("--language", default=DEFAULT_LANGUAGE, help="language of what is printed: zh-hans or en")
    chosen = parser.parse_args(arguments)
    say = teller(chosen.language)
    prepare(say)
    if not tenancy.jurisdictions():
        create_demonstration(today=tenancy.calendar_day(), say=say)
    require_demonstration()
    made = generate(scale=Scale(chosen.units, chosen.commitments, chosen.obligations), seed=chosen.seed, say=say)
    say(_("Made; it is programme {number}"), number=made)
    return 0
