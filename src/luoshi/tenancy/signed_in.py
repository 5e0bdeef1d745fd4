"""Who is signed in: the two questions that every page asks before anything else, by its cookie and by its account.

They are Django's own, composed once (``prepared``).
"""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from luoshi.tenancy.models import Account
from luoshi.tenancy.prepared import Prepared

_SESSION = Prepared(lambda key: Session.objects.filter(session_key=key).only("session_data", "expire_date"))
_ACCOUNT = Prepared(lambda pk: Account.objects.filter(pk=pk))


class SessionStore(db.SessionStore):
    """Sessions in the database; the name of the class is part of what their signatures are made of."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.first(self.session_key) if self.session_key else None
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found


class AccountBackend(ModelBackend):
    """Accounts by name and password; a closed one is nobody."""

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session."""
        found = _ACCOUNT.first(user_id)
        return found if found is not None and self.user_can_authenticate(found) else None
