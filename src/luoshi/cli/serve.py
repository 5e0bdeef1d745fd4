"""``luoshi serve``: the site of this data folder."""

from __future__ import annotations

from luoshi.cli import ready  # noqa: F401 - Django must be ready before a room is imported
from luoshi.cli.site import address, opened, serve, teller
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy import queries as tenancy


def run(arguments: list[str]) -> int:
    """Serve until stopped; gives the exit status. Raises ``NotFound`` where no site was created."""
    host, port, language = opened(arguments, "luoshi serve", "Serve the site of this data folder (LUOSHI_DATA).")
    say = teller(language)
    if not tenancy.jurisdictions():
        raise NotFound("site-not-found", _("No site has been created here yet."), _("Run: luoshi manage create-site"))
    say(_("Served at {address} until Ctrl-C"), address=address(host, port))
    return serve(host, port)
