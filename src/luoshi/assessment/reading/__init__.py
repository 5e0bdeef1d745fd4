"""Indicator tables as offices make them → frameworks, and rules in ordinary words → the typed model. No Django.

``tables`` reads files (``grids`` → ``columns`` → ``lines`` → ``tree``), ``sentences`` reads a rule's words; both say
what they doubt and settle nothing silently.
"""
