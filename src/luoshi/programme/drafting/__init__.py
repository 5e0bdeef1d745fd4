"""From a reading to a programme: what will be kept (``proposal``), whom its names mean (``parties``), how it is written
(``rows``), and all of that without writing (``preview``).
"""
