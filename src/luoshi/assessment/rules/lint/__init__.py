"""What is wrong with a framework as a table: each finding has a code, the row, its place in the file, and advice.

A framework that can be scored may still be a bad one; nothing here keeps it from being used.
"""

from luoshi.assessment.rules.lint.check import findings_of
from luoshi.assessment.rules.lint.findings import CATALOGUE, DOUBTS, Finding, Place, Severity, found, in_order
from luoshi.assessment.rules.lint.kept import said, to_kept

__all__ = [
    "CATALOGUE",
    "DOUBTS",
    "Finding",
    "Place",
    "Severity",
    "findings_of",
    "found",
    "in_order",
    "said",
    "to_kept",
]
