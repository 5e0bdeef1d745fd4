"""Addresses of frameworks."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.frameworks import adopting, bringing, editing, views

ONE = "frameworks/<int:framework_id>/"

urlpatterns = [
    path("frameworks/", views.frameworks_page, name="frameworks"),
    path("frameworks/bring/", bringing.bring, name="framework-bring"),
    path("frameworks/bring/keep/", bringing.keep, name="framework-keep"),
    path("frameworks/templates/<slug:key>/", bringing.template, name="framework-template"),
    path(ONE, views.framework, name="framework"),
    path(f"{ONE}withdraw/", views.withdraw, name="framework-withdraw"),
    path(f"{ONE}whole/", editing.whole, name="framework-whole"),
    path(f"{ONE}row/", editing.row, name="framework-row"),
    path(f"{ONE}adopt/", adopting.adopt, name="framework-adopt"),
    path("assessment/<int:adoption_id>/renew/<int:version_id>/", adopting.renew, name="framework-renew"),
]
