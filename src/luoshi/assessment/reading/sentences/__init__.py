"""Rules in ordinary words → the typed model: “每少一次扣0.5分，扣完为止” becomes a deduction with a floor.

``items`` and ``brackets`` part what is numbered or bracketed, ``anchors`` finds where points are spoken of,
``conditions`` reads what stands before each, ``groups`` puts together what belongs together, ``building``,
``deductions``, ``scales`` and ``bands`` make the rule, ``ladders`` tells alternatives from sums, ``passing`` reads what
is met or not met, ``rules`` is the whole. What is not understood stays with the sentence as a doubt.
"""

from luoshi.assessment.reading.sentences.rules import Sentence, read_rule

__all__ = ["Sentence", "read_rule"]
