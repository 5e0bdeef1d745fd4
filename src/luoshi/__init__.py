"""Luoshi (落实): reads a published implementation plan and runs it to accepted results."""

__version__ = "0.1.0"
