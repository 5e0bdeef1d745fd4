"""The real tables beside the project, which are not part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("LUOSHI_SHARED") or Path(__file__).resolve().parents[3] / "shared")
DOMAIN = SHARED / "domain"
NOT_THERE = "the real tables (../shared/domain) are not beside this clone"
needs_tables = [pytest.mark.shared, pytest.mark.skipif(not DOMAIN.is_dir(), reason=NOT_THERE)]
