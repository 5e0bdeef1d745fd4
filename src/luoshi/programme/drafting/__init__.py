"""From a reading to a programme: what will be kept (``proposal``), and whom its names mean (``parties``)."""
