"""What a disk or a database says when it takes nothing more, in our words.

In each case the transaction was undone: nothing of what was sent has been kept, and it may be sent again.
"""

from __future__ import annotations

from django.db import OperationalError

from luoshi.files.quarantine import disk_full, is_full
from luoshi.kernel.errors import LuoshiError
from luoshi.kernel.wording import _

# a lock that was waited for in vain: SQLite says so by the name of its error, PostgreSQL by SQLSTATE
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
BUSY_STATES = frozenset({"40001", "40P01", "55P03", "53300"})  # serialisation, deadlock, lock, too many connections
# a write that was refused: by a quota or a limit of the process, a disk that is read-only or broken. A failed fsync is
# not among them: what became of that transaction is known only after the next start
REFUSED = ("SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE", "SQLITE_IOERR_SHM", "SQLITE_READONLY")


def named(error: Exception) -> Exception:
    """The error in our words where there is no room or somebody else holds the lock; any other as it is."""
    if is_full(error):
        return disk_full()
    if isinstance(error, OperationalError) and _name(error).startswith(REFUSED):
        return disk_refuses()
    return busy() if is_busy(error) else error


def known(error: Exception) -> LuoshiError:
    """The same for whoever can say only errors of ours; raises any other anew."""
    found = named(error)
    if isinstance(found, LuoshiError):
        return found
    raise error


def is_busy(error: Exception) -> bool:
    """Whether an error says that a lock was waited for in vain, or that the database takes nobody more in."""
    if not isinstance(error, OperationalError):
        return False
    return _name(error).startswith(BUSY) or getattr(error.__cause__, "sqlstate", "") in BUSY_STATES


def _name(error: OperationalError) -> str:
    """What SQLite calls an error; empty for another database."""
    return str(getattr(error.__cause__, "sqlite_errorname", ""))


def disk_refuses() -> LuoshiError:
    """What is said where the disk takes no write, for whatever reason."""
    return LuoshiError(
        "disk-refuses",
        _("The server cannot write to its disk; nothing was kept."),
        _("Tell the office that runs the site, and send it again later."),
    )


def busy() -> LuoshiError:
    """What is said where too many save at once."""
    return LuoshiError(
        "site-busy",
        _("The site is busy; nothing of what was sent has been kept."),
        _("Wait a moment and send it again."),
    )
