"""Questions about programmes: the board, its first line, its lists, and the sheets behind them."""

from luoshi.programme.queries.board import Board, Category, Cell, Column, GroupColumn, PhaseBar, Row, Scheme, board
from luoshi.programme.queries.choosing import Choice
from luoshi.programme.queries.duties import DutyLine
from luoshi.programme.queries.facts import PhaseFacts, ProgrammeLine
from luoshi.programme.queries.inbox import LATER, NOW, PERIOD, DueLine, Inbox, inbox
from luoshi.programme.queries.lists import (
    AssignmentLine,
    BodyLine,
    CommitmentLine,
    assignments,
    bodies,
    commitments,
    programme_of,
    programmes,
)
from luoshi.programme.queries.obligations import (
    ObligationSheet,
    PetitionLine,
    Quantity,
    Supporter,
    TimeLine,
    obligation,
)
from luoshi.programme.queries.obligations import bodies as obligation_bodies
from luoshi.programme.queries.options import Options, Place, names_of, options, place, programme_line
from luoshi.programme.queries.overview import Overview, overview
from luoshi.programme.queries.owed import ObligationLine, owed_lines
from luoshi.programme.queries.paging import EVERYTHING, Paged
from luoshi.programme.queries.petitions import Desk, PetitionSheet, Request, desk, petition
from luoshi.programme.queries.restricting import Restriction, restriction
from luoshi.programme.queries.scenes import fading
from luoshi.programme.queries.settings import Office, PhaseSheet, SettingsSheet, offices, settings
from luoshi.programme.queries.sheets import (
    CommitmentSheet,
    Link,
    MeasureLine,
    OwedLine,
    PartyLine,
    TargetLine,
    UnitProgramme,
    UnitSheet,
    commitment,
    unit,
)
from luoshi.programme.queries.sites import (
    CategorySheet,
    PictureLine,
    SchemeSheet,
    SiteLine,
    SiteSheet,
    SitesSheet,
    SiteText,
    site,
    site_of_picture,
    site_picture,
    site_text,
    sites,
)
from luoshi.programme.queries.state import Part, StateLine, state_line
from luoshi.programme.queries.tallies import DayTally
from luoshi.programme.queries.thread import ThreadLine
from luoshi.programme.queries.times import Course, MonthLine, PhaseLine, course
from luoshi.programme.queries.totals import Totals

__all__ = [
    "EVERYTHING",
    "LATER",
    "NOW",
    "PERIOD",
    "AssignmentLine",
    "Board",
    "BodyLine",
    "Category",
    "CategorySheet",
    "Cell",
    "Choice",
    "Column",
    "CommitmentLine",
    "CommitmentSheet",
    "Course",
    "DayTally",
    "Desk",
    "DueLine",
    "DutyLine",
    "GroupColumn",
    "Inbox",
    "Link",
    "MeasureLine",
    "MonthLine",
    "ObligationLine",
    "ObligationSheet",
    "Office",
    "Options",
    "Overview",
    "OwedLine",
    "Paged",
    "Part",
    "PartyLine",
    "PetitionLine",
    "PetitionSheet",
    "PhaseBar",
    "PhaseFacts",
    "PhaseLine",
    "PhaseSheet",
    "PictureLine",
    "Place",
    "ProgrammeLine",
    "Quantity",
    "Request",
    "Restriction",
    "Row",
    "Scheme",
    "SchemeSheet",
    "SettingsSheet",
    "SiteLine",
    "SiteSheet",
    "SiteText",
    "SitesSheet",
    "StateLine",
    "Supporter",
    "TargetLine",
    "ThreadLine",
    "TimeLine",
    "Totals",
    "UnitProgramme",
    "UnitSheet",
    "assignments",
    "board",
    "bodies",
    "commitment",
    "commitments",
    "course",
    "desk",
    "fading",
    "inbox",
    "names_of",
    "obligation",
    "obligation_bodies",
    "offices",
    "options",
    "overview",
    "owed_lines",
    "petition",
    "place",
    "programme_line",
    "programme_of",
    "programmes",
    "restriction",
    "settings",
    "site",
    "site_of_picture",
    "site_picture",
    "site_text",
    "sites",
    "state_line",
    "unit",
]
