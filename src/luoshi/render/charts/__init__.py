"""Charts: values in, SVG and the table behind it out. Words come from whoever asks.

One module a kind: ``gauge``, ``distribution``, ``waterfall``, ``heatmap``; ``drawing`` is the pen, ``figures`` writes
numbers. ``chart`` gives what a page shows (classes only, coloured by its style sheet, once wide and once narrow),
``paper`` an SVG that stands alone. A distribution has no ``paper``: chances are for the office's eyes only.
"""
