"""Names of residents that stand alone: under a heading, behind a word or in a column that calls them residents
(低保对象：…, 脱贫户花名册, 户主：…). Names with a post, of villages and of bodies are none, and counts are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luoshi.files.rules.residents import FEWEST, SEPARATORS, cells_of

Span = tuple[int, int, int]  # number of a line or of a row, start and end in it, or column and nought

_RESIDENT = (
    r"(?:低保(?:边缘)?(?:户|对象|人员|家庭|人口|老人)"
    r"|(?:贫困|脱贫|困难|受灾|搬迁|移民)(?:户|人口|人员|对象|家庭|群众|职工|学生|老人)|(?:受助|受益|信教)群众"
    r"|残疾(?:人(?!联|工作|专|之家|服务|康复中心)|儿童|户)|受助(?:人|学生|家庭)|监测(?:对象|户)|边缘易致贫户"
    r"|(?:特困|受助|救助|帮扶|慰问|优抚|五保|供养|领取|发放|补助|补贴|社区矫正)(?:对象|户|老人|人员(?!管理))|危房户|信众|孤儿"
    r"|(?:留守|困境)(?:儿童|妇女)|(?:留守|空巢|失能|高龄|孤寡|独居)老人|(?:戒毒|刑满释放|信访)人员|户主|农户|花名册"
    r"|村民(?![委小自会监理议])|居民(?![委小自会监理议区点楼]))"
)
_ROLL = r"(?:花名册|名单|名册|名录|一览表|登记表|明细表|发放表|领取表|信息表|台账|公示表?)"
# the first signs make the search six times as fast
_WORD = re.compile(rf"(?=[低贫脱困受残监边特救帮慰优五供领发补社危信孤留空失高独戒刑户农花村居搬移]){_RESIDENT}")
_TAIL = re.compile(  # what may stand between the word and the names
    r"(?:名单|花名册|名册|姓名|户主|代表|如下|分别|情况|家庭|公示|有|为|是|包括|共|等|[(（][^()（）]{0,16}[)）]"
    r"|(?:\d+|[一二三四五六七八九十]+)[户人名]){0,4}[ \u3000]*[:：]?[ \u3000]*"
)
_HEADING = re.compile(
    rf"(?:\d+[.、．)）]\s*)?[^。，；：:|\s]{{0,24}}{_RESIDENT}(?:姓名|[一-鿿]{{0,14}}(?P<roll>{_ROLL})|(?<=花名册))?"
    r"[ \u3000]*(?:[(（][^()（）]*[)）])?[:：]?"
)
_COLUMN = re.compile(rf"[一-鿿]{{0,6}}{_RESIDENT}(?:姓名|名单|名称|代表)?|户主姓名")
_PLAIN = re.compile(r"姓名|名字|对象")
_BESIDE = re.compile(r"[(（][^()（）]*[)）]|[:：*＊\s]")
_OFFICIAL = re.compile(  # what calls names office-holders
    r"单位(?![:：])|部门|职务|职位|岗位|科室|职责|干部|领导|成员|责任人|负责人|联系人|联络员|队员|队长|工作人员|职工名|值班|网格员|河长|志愿|教师"
    r"|评委|专家|委员|参会|参训|[局镇乡市处科所院校社组村区县]长|主任|书记|主席|经理|[县市区镇乡][一-鿿]{0,8}[局委办]|办公室|中心"
)

_ONE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜"
    "崔谭陆范汪廖石金贾韦夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊兰"
    "殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦辛齐庞宁耿欧阮骆冉冀佘游阳庄柳岳左辜管祝柯苗卜杭屈项成盛童凌霍涂"
    "娄卞甘谷晏裴柏褚臧闵路苟靳车商牟桂窦刁佟蓝单包房边华麻麦敖储尚穆喻费古宫席滕冷邢鄢蒲瞿詹候甄祁隆邬仇闻解农"
)
_MORE = (
    "欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|令狐|慕容|司徒|端木"
    "|扎西|次仁|卓玛|格桑|达瓦|尼玛|多吉|旦增|丹增|央金|阿卜杜|买买提"
)
_GIVEN = r"(?:(?![等某们的了是与及在])[一-鿿])"
_NAME = (
    rf"(?:[一-鿿]{{1,8}}[·•・][一-鿿]{{1,8}}|(?:{_MORE}){_GIVEN}{{0,3}}|[{_ONE}][ \u3000]{{1,2}}{_GIVEN}(?![一-鿿])"
    rf"|[{_ONE}]{_GIVEN}{{1,2}})"
)
# words of every day that begin like a name; the last signs of places, bodies and posts
_DAILY = (
    "关心 关注 关切 关爱 关怀 高度 高兴 高龄 高血 高校 高效 高中 高考 高素 高质 高标 高温 高额 安全 安心 安居 "
    "安置 安排 安装 安稳 安抚 平安 常住 常年 常态 方便 方案 方面 方式 成员 成立 成果 成效 成本 时间 全部 应急 "
    "于是 向上 向善 任务 任意 任何 施工 施肥 施策 包括 包村 包户 包保 包抓 包干 包联 包扶 温暖 温饱 温馨 房屋 "
    "房产 房租 石头 白天 万元 万人 万户 万余 祝福 祝贺 左右 程度 程序 农业 农民 农村 农机 农资 农药 农技 农闲 "
    "农忙 农产 严格 严重 严禁 严肃 余人 余户 余名 单位 单独 单亲 单人 钱款 钱物 易地 易懂 易返 解决 解读 解困 "
    "解释 项目 章程 雷雨 马上 马路 田地 田间 花卉 江河 江边 林木 林地 林业 林下 林农 胡同 古稀 金额 金融 车辆 "
    "车费 路费 路灯 路口 路面 管理 管护 管道 文化 文明 文艺 文体 文件 商户 商店 商贩 康复 康养 童装 游客 游玩 "
    "夏季 夏粮 秋粮 谷物 麦子 牛羊 柴油 柴火 冷暖 冷藏 武装 游览 华侨 边境 边缘 边远 储蓄 储备 费用 穆斯 毛巾 "
    "毛毯 史料 齐心 宁静 温度 周一 周二 周三 周四 周五 周六 周末 周日 周边 周围 党员 盛装 甘蔗 花生 陆续 尚未 "
    "尚有 席位 仇恨 闻讯 申请 申报 申领 申诉 毕业 段落 季度 章节 喻为 钟点 谢谢 许多 许可 何时 何地 何种 广场 "
    "程控 米面 麻醉 麻将 苗木 苗族 白族 侯补 候补 候选 易涝 陈旧 陶瓷 黄金 沈阳 石油 汪洋 付出 付款 付费 牛奶 "
    "牛肉 鲁班 郑重"
)
_EVERY_DAY = frozenset(_DAILY.split())
_NOBODY = re.compile(
    r"[村镇乡社组县区市湾坝沟寨屯局委办站所厂会队部处户个家等类项型证费款屋地街段河山]$|街道|社区|小区"
    r"|书记|主任|支书|[局县镇乡村组处科所校院社队股]长|委员|主席|老师|医生|经理|同志|干事|会计|文书|专干|先生|女士"
)
_ITEM = re.compile(
    rf"\s*(?:[(（]?\d+\s*[.、．)）]\s*)?(?P<name>{_NAME})\s*(?:[(（](?P<beside>[^()（）]*)[)）])?\s*(?:等[^，,。]{{0,8}})?\s*"
)
_ASIDE = re.compile(r"\s*(?:[\d男女住约¥￥].*|[一二三四五六七八九十]+[组社人户岁].*|.{0,6}[组族岁元])?\s*")
_MARKED = re.compile(r"[、，,；;/\t|。]|(?<=[一-鿿]{2})[和与及]")
_BLANK = re.compile(r"\s+|。")
_COUNTED = re.compile(r"\d\s*户")
_STRAY = 3  # lines that may stand between names
_NEAR = 10  # lines within which a word is said of one person each
_LONGEST = 60
_HEADS = 50  # columns of one table that are looked at


@dataclass(frozen=True, slots=True)
class Named:
    """Residents by name: the word that calls them so, and where their names stand."""

    word: str
    spans: tuple[Span, ...]


def calls_residents(text: str) -> bool:
    """Whether a text has a word for residents at all."""
    return _WORD.search(text) is not None


def _is_name(text: str) -> bool:
    return text[:2] not in _EVERY_DAY and not _NOBODY.search(text)


def _names(text: str, start: int) -> list[tuple[int, int]]:
    """Where the names stand with which a text begins at ``start``, each alone or with figures of its own behind it."""
    parts = _MARKED if _MARKED.search(text, start, start + _LONGEST) else _BLANK
    found: list[tuple[int, int]] = []
    at, last = start, False
    while not last:
        separator = parts.search(text, at, at + _LONGEST)
        stop = separator.start() if separator else min(len(text), at + _LONGEST)
        last = separator is None or separator.group() == "。"
        item = _ITEM.fullmatch(text, at, stop)
        if item is not None and _is_name(item["name"]) and not _OFFICIAL.search(item["beside"] or ""):
            found.append(item.span("name"))
        elif item is not None or (not _ASIDE.fullmatch(text, at, stop) and not _several(text, at, stop, found)):
            break
        at = separator.end() if separator else stop
    return found


def _several(text: str, start: int, end: int, found: list[tuple[int, int]]) -> bool:
    """One person with what is told beside the name, parted by blanks: 张三 2人 300元."""
    words = list(re.finditer(r"\S+", text[start:end]))
    item = _ITEM.fullmatch(words[0].group()) if len(words) > 1 else None
    if item is None or not _is_name(item["name"]) or not all(_ASIDE.fullmatch(word.group()) for word in words[1:]):
        return False
    first = start + words[0].start()
    found.append((first + item.start("name"), first + item.end("name")))
    return True


def _enough(lines: Sequence[str], spans: Sequence[Span]) -> bool:
    return len({lines[number][start:end] for number, start, end in spans}) >= FEWEST


def named_in(lines: Sequence[str]) -> Iterator[Named]:
    """The residents named in lines of words; cells of tables are given as empty lines."""
    single: list[tuple[str, Span]] = []
    past = tabled = -1  # lines up to here are told, or looked at as a table, already
    for number, line in enumerate(lines):
        if number <= past or not _WORD.search(line):
            continue
        if number > tabled:
            tabled, told = _of_columns(lines, number)
            yield from told
            past = tabled if told else past
        under = None if number <= past else _under(lines, number)
        if under is not None:
            past = under.spans[-1][0]
            yield under
        elif number > past:
            told, each = _behind(line, number)
            yield from told
            single += each
    yield from _one_by_one(lines, single)


def _behind(line: str, number: int) -> tuple[list[Named], list[tuple[str, Span]]]:
    """The names behind a word in a line: as many as make a list, or one of each."""
    single: list[tuple[str, Span]] = []
    for word in _WORD.finditer(line):
        tail = _TAIL.match(line, word.end())
        spans = [(number, *at) for at in _names(line, tail.end() if tail else word.end())]
        if len({line[start:end] for _number, start, end in spans}) >= FEWEST:
            return [Named(word.group(), tuple(spans))], []
        single += [(word.group(), at) for at in spans[:1] if not _COUNTED.search(line, at[2], at[2] + _NEAR)]
    return [], single


def _one_by_one(lines: Sequence[str], single: Sequence[tuple[str, Span]]) -> Iterator[Named]:
    """The word is said of each: 户主：张三 …, 户主：李四 …."""
    near: list[Span] = []
    words: list[str] = []
    for word, span in (*single, ("", (len(lines) + _NEAR + 1, 0, 0))):
        if near and span[0] - near[-1][0] > _NEAR:
            if _enough(lines, near):
                yield Named(words[0], tuple(dict.fromkeys(near)))
            near, words = [], []
        near.append(span)
        words.append(word)


def _under(lines: Sequence[str], head: int) -> Named | None:
    """The names in the lines under a heading."""
    title = lines[head].strip()
    if len(title) > _LONGEST or not _HEADING.fullmatch(title) or _OFFICIAL.search(title):
        return None
    spans: list[Span] = []
    stray = 0
    for number in range(head + 1, len(lines)):
        line = lines[number]
        if not re.search(r"[一-鿿]", line):
            continue
        told = [] if len(line) > _LONGEST or _COUNTED.search(line) or _OFFICIAL.search(line) else _names(line, 0)
        if not spans and re.search(r"职务|单位(?![:：])|职位", line):
            return None
        stray = 0 if told else stray + 1
        if stray > _STRAY:
            break
        spans += [(number, *at) for at in told]
    return Named(title.rstrip(":："), tuple(spans)) if _enough(lines, spans) else None


def _of_columns(lines: Sequence[str], head: int) -> tuple[int, list[Named]]:
    """The names in columns of lines that are set like a table, on from its head; and the last line of the table."""
    for separator in SEPARATORS if len(lines[head]) <= 5 * _LONGEST else ():
        spans = cells_of(lines[head], separator)
        words = [_BESIDE.sub("", lines[head][start:end]) for start, end in spans]
        if len(words) < 2 or not any(map(_COLUMN.fullmatch, words)):
            continue
        places = [spans]
        while head + len(places) < len(lines) and re.search(separator, lines[head + len(places)]):
            places.append(cells_of(lines[head + len(places)], separator))
        rows = [[lines[head + at][start:end] for start, end in row] for at, row in enumerate(places)]
        told = [
            Named(named.word, tuple((head + row, *places[row][column]) for row, column, _nought in named.spans))
            for named in named_in_table(rows)
        ]
        if told or len(places) > FEWEST:
            return head + len(places) - 1, told
    return head, []


def named_in_table(rows: Sequence[Sequence[str]], title: str = "") -> Iterator[Named]:
    """The residents in columns that call them so; under the ``title`` of a roll of residents the column of names."""
    heads: set[tuple[int, str]] = set()
    for at, row in enumerate(rows):
        words = [_BESIDE.sub("", cell) for cell in row]
        told = [word for word in words if word]
        if len(told) == 1:
            title = told[0]
            continue
        for column, word in enumerate(words):
            called = len(word) <= 20 and _COLUMN.fullmatch(word)
            titled = _PLAIN.fullmatch(word) and _is_roll(title) and not any(map(_OFFICIAL.search, words))
            if (not called and not titled) or (column, word) in heads or len(heads) >= _HEADS:
                continue
            heads.add((column, word))  # what stands there again is a value, or is told with the first
            cells = [(at + 1 + down, _cell(cells, column)) for down, cells in enumerate(rows[at + 1 :])]
            filled = [(number, cell) for number, cell in cells if cell.strip()]
            named = [(number, cell) for number, cell in filled if _holds_names(cell)]
            if len({cell for _number, cell in named}) >= FEWEST and 2 * len(named) >= len(filled):
                yield Named(word, tuple((number, column, 0) for number, _cell in named))


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _holds_names(cell: str) -> bool:
    return len(cell) <= _LONGEST and not _COUNTED.search(cell) and bool(_names(cell.strip(), 0))


def _is_roll(title: str) -> bool:
    heading = _HEADING.fullmatch(title)
    return heading is not None and (heading["roll"] is not None or "花名册" in title)


def is_title(line: str) -> bool:
    """Whether a line is the heading of a roll of residents: 低保对象花名册."""
    return len(line) <= _LONGEST and _is_roll(line.strip()) and not _OFFICIAL.search(line)
