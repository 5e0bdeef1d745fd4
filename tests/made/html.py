"""A web page with the menus, scripts and hidden words that stand round a plan there."""

from __future__ import annotations

from html import escape

from made.parts import Grid, Paragraph, Part

_PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>政务公开</title><style>p {{ text-indent: 2em }}</style></head>
<body><nav><a href="/">首页</a> &gt; <a href="/zc">政策文件</a></nav>
<script>var words = "<p>没有人看见</p>";</script>
<div class="content"><div style="display: none">分享到微信</div>
{body}
</div></body></html>
"""


def html_of(parts: list[Part]) -> bytes:
    """A page of paragraphs and tables; two neighbouring lines here and there are one paragraph with a line end."""
    body = []
    held = ""
    for at, part in enumerate(parts):
        if isinstance(part, Grid):
            body.append(_table(part))
        elif at % 7 == 3 and at + 1 < len(parts) and isinstance(parts[at + 1], Paragraph):
            held = f"&nbsp;&nbsp;{escape(part.text)}<br/>\n"
        else:
            centre = ' style="text-align:center"' if part.place == "centre" and not held else ""
            body.append(f"<p{centre}>{held}&emsp;&emsp;<span>{escape(part.text)}</span></p>")
            held = ""
    return _PAGE.format(body="\n".join(body)).encode()


def _table(grid: Grid) -> str:
    rows = []
    for at, row in enumerate(grid.rows):
        cells = [_cell(grid, at, column) for column, text in enumerate(row) if text is not None]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table border=1><tbody>\n{''.join(rows)}\n</tbody></table>"


def _cell(grid: Grid, at: int, column: int) -> str:
    rows = 1
    while at + rows < len(grid.rows) and grid.rows[at + rows][column] is None:
        rows += 1
    span = f' rowspan="{rows}"' if rows > 1 else ""
    return f"<td{span}><p>{escape(grid.rows[at][column] or '')}</p></td>"
