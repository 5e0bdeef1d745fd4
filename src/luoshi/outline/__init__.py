"""The reader: a plan document in, its outline out. Knows no database and no Django.

``read_plan(path_or_bytes)`` runs ``readers`` (a file's text as a person sees it, with what the file itself says of
structure) and then ``stages`` (what the text means), and gives a ``Plan``.
"""
