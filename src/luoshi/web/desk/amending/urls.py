"""Addresses of amendments."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.amending import views

ONE = "programmes/<int:programme_id>/amendments/<int:amendment_id>/"

urlpatterns = [
    path("programmes/<int:programme_id>/amendments/", views.amendments, name="programme-amendments"),
    path("programmes/<int:programme_id>/amendments/version/", views.take_in, name="programme-amendment-version"),
    path("programmes/<int:programme_id>/amendments/open/", views.open_amendment, name="programme-amendment-open"),
    path(ONE, views.amendment, name="programme-amendment"),
    path(f"{ONE}changes/<int:change_id>/", views.decide, name="programme-amendment-decide"),
    path(f"{ONE}all/", views.decide_all, name="programme-amendment-all"),
    path(f"{ONE}close/", views.close, name="programme-amendment-close"),
    path("commitments/<int:commitment_id>/history/", views.history, name="commitment-history"),
]
