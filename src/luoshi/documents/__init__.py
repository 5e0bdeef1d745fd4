"""Official papers: one module a paper decides its columns, their order and its wording; ``render`` writes the bytes.

The words of a paper are Chinese whatever the language of the interface: it is circulated among Chinese offices.
"""
