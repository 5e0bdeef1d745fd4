"""A site on this machine: its folder, its tables, and serving it. What ``demo``, ``serve`` and ``manage`` share."""

from __future__ import annotations

import errno
import multiprocessing
import os
import socket
import sys
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.core.management.utils import get_random_secret_key
from django.db import connections
from django.utils import timezone
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from luoshi.cli import tables
from luoshi.cli.arguments import Parser
from luoshi.cli.ticking import Ticker
from luoshi.files.actions import sweep
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate
from luoshi.tenancy import queries as tenancy

Say = Callable[..., None]
ANY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104 - told apart, not bound


def teller(language: str) -> Say:
    """A function that prints a marked message, with its parameters, at once."""

    def say(message: str, **params: object) -> None:
        sys.stdout.write(translate(message, language, params) + "\n")
        sys.stdout.flush()

    return say


def opened(arguments: list[str], prog: str, description: str) -> tuple[str, int, str]:
    """What ``demo`` and ``serve`` begin with: a site that is prepared, and an address that is free.

    Gives host, port and the language of what is printed.
    """
    parser = Parser(prog, description)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen at (default: %(default)s)")
    parser.add_argument("--language", default=DEFAULT_LANGUAGE, help="language of what is printed: zh-hans or en")
    chosen = parser.parse_args(arguments)
    require_free(chosen.host, chosen.port)
    prepare(teller(chosen.language))
    return chosen.host, chosen.port, chosen.language


def prepare(say: Say) -> None:
    """Make or renew the site in ``LUOSHI_DATA``: folder, secret key, tables, style sheets. Safe to repeat."""
    say(_("Preparing the site in {folder}"), folder=settings.DATA)
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    _keep_secret()
    tables.renew()
    call_command("collectstatic", verbosity=0, interactive=False)
    sweep(now=timezone.now())  # what a killed server left of uploads


def _keep_secret() -> None:
    if settings.SECRET_IS_GIVEN or settings.SECRET_FILE.exists():
        return
    descriptor = os.open(settings.SECRET_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(get_random_secret_key())


def require_free(host: str, port: int) -> None:
    """Raise ``Conflict`` (``port-in-use``) or ``Invalid`` (``address-unusable``) where nothing can listen there."""
    if not 0 < port < 65536:
        raise Invalid("address-unusable", _("A port is a number from 1 to 65535."))
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Conflict(
                "port-in-use",
                _("Port {port} of {host} is in use by another program."),
                _("Choose another one: PORT=8001 make demo, or luoshi demo --port 8001."),
                port=port,
                host=host,
            ) from error
        raise Invalid(
            "address-unusable",
            _("Nothing can listen at {host}, port {port}: {reason}."),
            _("Choose another address or port."),
            host=host,
            port=port,
            reason=error.strerror or error,
        ) from error


def address(host: str, port: int) -> str:
    """The address to type into a browser."""
    name = "localhost" if host in ANY_ADDRESS else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


def serve(host: str, port: int) -> int:
    """Serve until Ctrl-C or SIGTERM; gives the exit status.

    The workers are new processes (a forked one would share this one's database connection and its settings, which were
    read before the site was there), so what this process knows of the site goes to them through the environment.
    """
    if tenancy.demonstration() is not None:
        os.environ.setdefault("LUOSHI_DEMONSTRATION", "1")
    names = "*" if host in ANY_ADDRESS else f"localhost,127.0.0.1,[::1],{host}"
    os.environ.setdefault("LUOSHI_HOSTS", names)
    os.environ["LUOSHI_DATA"] = str(settings.DATA)
    connections.close_all()  # this process asks nothing more
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        settings.WSGI_TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.WORKERS,
        blocking_threads=8,
        websockets=False,
        log_access=False,
        workers_kill_timeout=10,
        log_level=LogLevels.error,  # its own lines would bury what a newcomer should read
    )
    ticker = Ticker(settings.REMIND_EVERY) if settings.REMIND_EVERY > 0 else None
    if ticker is not None:
        ticker.start()
    server.serve()
    if ticker is not None:
        ticker.stop()
    return 0
