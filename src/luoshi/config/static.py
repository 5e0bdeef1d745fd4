"""Style sheets and scripts: under hashed names on a site, under their own names where none have been collected."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names with their hash where there is a manifest; a test, which collects nothing, gets the plain names."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The name under which a file is served."""
        return str(super().stored_name(name)) if self.hashed_files else name
