"""A mail server on this machine, and people who are to hear of something."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from luoshi.notices import actions as notices
from luoshi.tenancy import actions as tenancy
from luoshi.tenancy.rules import Actor, Role, seated
from luoshi.units import actions as units
from rooms.cast import County

SITE = "https://luoshi.example"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Postbox:
    """Takes every mail, or answers with a code of its own. (The methods' names are those of SMTP's verbs.)"""

    answer: str = "250 OK"
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, mailbox: str, _options: list[str]
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(mailbox)
        return self.answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content or b"", policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@contextmanager
def mail_server(postbox: Postbox, port: int) -> Iterator[None]:
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def mail_settings(settings: object, port: int) -> None:
    """A site that sends mail to a port of this machine."""
    said = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_USE_TLS": False,
        "EMAIL_TIMEOUT": 5,
        "DEFAULT_FROM_EMAIL": "luoshi@county.example",
        "SITE_URL": SITE,
    }
    for name, value in said.items():
        setattr(settings, name, value)


def liaison(county: County, unit: str = "东岸镇", mailbox: str = "", role: Role = Role.LIAISON) -> Actor:
    """An account that speaks for a body; with a mailbox it wants mail."""
    account = tenancy.create_account(
        jurisdiction_id=county.id,
        sign_in_name=f"{unit}-{role}-{county.id}",
        name="联络员",
        post="党政办",
        contact="023-55550101",
    )
    units.join(actor=county.office, account_id=account.pk, unit_id=county.unit_ids[unit], role=role)
    actor = seated(account.pk, county.id, account.name, [(role, county.unit_ids[unit])])
    if mailbox:
        notices.set_mail(actor=actor, wanted=True, mailbox=mailbox)
    return actor
