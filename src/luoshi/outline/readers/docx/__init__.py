"""Word documents: ``document`` walks the body, ``numbering`` prints automatic numbers, ``styles`` says what styles say,
``paragraphs`` reads the text of one paragraph, ``tables`` makes a grid of a table."""

from luoshi.outline.readers.docx.document import read

__all__ = ["read"]
