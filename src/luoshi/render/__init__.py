"""Neutral documents and the formats that they can be written in. Knows nothing of plans and no Django.

``model`` is what a paper says and how its table is laid out; one module a format writes it: ``docx_file``,
``xlsx_file``, ``csv_file`` give bytes, ``terminal`` gives text. The same document always gives the same bytes.
"""
