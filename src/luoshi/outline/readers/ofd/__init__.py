"""OFD, the fixed page format of GB/T 33190: ``package`` finds the pages, ``content`` says what stands on one."""

from luoshi.outline.readers.ofd.package import read, sheets

__all__ = ["read", "sheets"]
