"""A plan of any length in our own wording, as a Word file: what the benchmarks read.

The file is written as Word writes one: a run wherever Chinese and digits meet, each with its own fonts, and marks of
revision sessions on paragraphs and runs. ``bare=True`` leaves all of that out, as programs that write Word files do:
then lxml has almost nothing to do, and what a reading costs over it shows undiluted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

FIELDS = (
    "农村道路",
    "集中供水",
    "公共照明",
    "河道清淤",
    "集市改造",
    "图书流转",
    "粮油仓储",
    "校舍维修",
    "公交线路",
    "苗木培育",
)
BODIES = ("县发展改革委", "县财政局", "县交通局", "县水利局", "县农业农村委", "县文化旅游委", "县教委", "县城市管理局")
NUMERALS = "一二三四五六七八九十"
SCRIPTS = re.compile(r"[0-9.]+|[^0-9.]+")

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RUN = (
    '<w:r w:rsidRPr="00B41C27"><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
    'w:eastAsia="仿宋_GB2312" w:cs="Times New Roman"{hint}/><w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
    "</w:rPr><w:t>{text}</w:t></w:r>"
)
PARAGRAPH = (
    '<w:p w:rsidR="00A77B3E" w:rsidRDefault="00C72D5F" w:rsidP="00B41C27"><w:pPr><w:spacing w:line="560" '
    'w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/>'
    '<w:sz w:val="32"/></w:rPr></w:pPr>{runs}</w:p>'
)


def plan_text(characters: int) -> list[str]:
    """Paragraphs of a plan of about so many characters: areas, numbered tasks with bodies, deadlines and quantities."""
    lines = ["云溪县基础设施提升实施方案", "为改善群众生产生活条件，制定本方案。", "一、重点任务"]
    written = sum(map(len, lines))
    number = 0
    while written < characters:
        area, task = divmod(number, len(FIELDS))
        if task == 0:
            lines.append(f"（{_chinese(area + 1)}）第{area + 1}片区建设")
        lines.append(_task(task + 1, area, number))
        written += len(lines[-1])
        number += 1
    lines += [
        "二、实施步骤",
        "（一）启动阶段（2022年1月—2022年3月）。各乡镇制定计划。",
        "云溪县人民政府办公室",
        "2022年1月5日",
    ]
    return lines


def _task(number: int, area: int, seed: int) -> str:
    field = FIELDS[seed % len(FIELDS)]
    bodies = "、".join(BODIES[(seed + step) % len(BODIES)] for step in range(2 + seed % 4))
    return (
        f"{number}.推进{field}工程。摸清第{area + 1}片区{field}现状，建立台账，逐项列出任务、进度和经费来源，"
        f"按照轻重缓急排出先后次序。坚持规划先行，把{field}同村庄布局、产业发展和生态保护统筹考虑，避免重复建设。"
        "完善设计、招标、施工、监理各环节制度，严把材料进场关和工程质量关，做到开工一处、建成一处、管好一处。"
        f"{2022 + seed % 3}年{1 + seed % 12}月底前完成{field}项目{3 + seed % 40}个，惠及农户{100 + seed}户，"
        f"累计投入资金{20 + seed % 9}.{seed % 10}万元。每季度向县领导小组办公室报送{field}进展，及时研究解决征地、"
        "用电、交通组织等方面的困难。年底前组织一次评估，评估结果作为下一年度安排项目的依据。"
        f"建立健全{field}管护制度，明确管护主体、管护标准和经费来源，推动管护常态化、规范化，让群众长期受益。"
        f"（牵头单位：{bodies}；配合单位：各乡镇人民政府）"
    )


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return head + (NUMERALS[ones - 1] if ones else "")


def plan_docx(characters: int, *, bare: bool = False) -> bytes:
    """The same as a Word file, one paragraph a line."""
    lines = plan_text(characters)
    if bare:
        body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    else:
        body = "".join(PARAGRAPH.format(runs="".join(_runs(line))) for line in lines)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        'PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>',
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
    return out.getvalue()


def _runs(line: str) -> Iterator[str]:
    for text in SCRIPTS.findall(line):
        hint = "" if text[0].isascii() else ' w:hint="eastAsia"'
        yield RUN.format(hint=hint, text=text)
