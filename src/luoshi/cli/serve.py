"""``luoshi serve``: the site of this data folder."""

from __future__ import annotations

from luoshi.cli import ready  # noqa: F401 - Django must be ready before a room is imported
from luoshi.cli.arguments import Parser
from luoshi.cli.site import address, prepare, require_free, serve, teller
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _
from luoshi.tenancy import queries as tenancy


def run(arguments: list[str]) -> int:
    """Serve until stopped; gives the exit status. Raises ``NotFound`` where no site was created."""
    parser = Parser("luoshi serve", "Serve the site of this data folder (LUOSHI_DATA).")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen at (default: %(default)s)")
    parser.add_argument("--language", default=DEFAULT_LANGUAGE, help="language of what is printed: zh-hans or en")
    chosen = parser.parse_args(arguments)
    say = teller(chosen.language)
    require_free(chosen.host, chosen.port)
    prepare(say)
    if not tenancy.jurisdictions():
        raise NotFound("site-not-found", _("No site has been created here yet."), _("Run: luoshi manage create-site"))
    say(_("Served at {address} until Ctrl-C"), address=address(chosen.host, chosen.port))
    return serve(chosen.host, chosen.port)
