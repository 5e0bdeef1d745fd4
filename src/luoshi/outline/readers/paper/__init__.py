"""Pages that only know where each sign stands (PDF, OFD), read as paragraphs and tables.

``glyphs`` makes lines; ``ruled`` finds tables between ruled lines and ``unruled`` those without; ``furniture`` takes
page numbers and running heads away; ``paragraphs`` joins lines; ``reading`` does all of this in order. Lengths are
points, y grows downwards.
"""
