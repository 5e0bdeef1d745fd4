"""Addresses of the pages."""

from __future__ import annotations

from luoshi.web.desk.accounts import urls as accounts
from luoshi.web.desk.amending import urls as amending
from luoshi.web.desk.asking import urls as asking
from luoshi.web.desk.assessment import urls as assessment
from luoshi.web.desk.commitments import urls as commitments
from luoshi.web.desk.consulting import urls as consulting
from luoshi.web.desk.forecast import urls as forecast
from luoshi.web.desk.frameworks import urls as frameworks
from luoshi.web.desk.grid import urls as grid
from luoshi.web.desk.inbox import urls as inbox
from luoshi.web.desk.issuing import urls as issuing
from luoshi.web.desk.joint import urls as joint
from luoshi.web.desk.marktables import urls as marktables
from luoshi.web.desk.notices import urls as notices
from luoshi.web.desk.obligations import urls as obligations
from luoshi.web.desk.parts import urls as parts
from luoshi.web.desk.plans import urls as plans
from luoshi.web.desk.programmes import urls as programmes
from luoshi.web.desk.reports import urls as reports
from luoshi.web.desk.returns import urls as returns
from luoshi.web.desk.settings import urls as settings
from luoshi.web.desk.sites import urls as sites
from luoshi.web.desk.standings import urls as standings
from luoshi.web.desk.tables import urls as tables
from luoshi.web.desk.units import urls as units
from luoshi.web.desk.uploads import urls as uploads
from luoshi.web.portal import urls as portal

# the first that fits answers: those come first that most are asking for when many are asking
urlpatterns = [
    *reports.urlpatterns,
    *inbox.urlpatterns,
    *portal.urlpatterns,
    *plans.urlpatterns,
    *programmes.urlpatterns,
    *forecast.urlpatterns,
    *grid.urlpatterns,
    *frameworks.urlpatterns,
    *joint.urlpatterns,
    *parts.urlpatterns,
    *standings.urlpatterns,
    *consulting.urlpatterns,
    *issuing.urlpatterns,
    *commitments.urlpatterns,
    *asking.urlpatterns,
    *obligations.urlpatterns,
    *returns.urlpatterns,
    *settings.urlpatterns,
    *sites.urlpatterns,
    *assessment.urlpatterns,
    *marktables.urlpatterns,
    *units.urlpatterns,
    *accounts.urlpatterns,
    *notices.urlpatterns,
    *amending.urlpatterns,
    *tables.urlpatterns,
    *uploads.urlpatterns,
]
