"""Addresses of the pages."""

from __future__ import annotations

from luoshi.web.desk.accounts import urls as accounts
from luoshi.web.desk.commitments import urls as commitments
from luoshi.web.desk.plans import urls as plans
from luoshi.web.desk.programmes import urls as programmes
from luoshi.web.desk.sites import urls as sites
from luoshi.web.desk.units import urls as units
from luoshi.web.portal import urls as portal

urlpatterns = [
    *portal.urlpatterns,
    *plans.urlpatterns,
    *programmes.urlpatterns,
    *commitments.urlpatterns,
    *sites.urlpatterns,
    *units.urlpatterns,
    *accounts.urlpatterns,
]
