"""Addresses of bodies: the page of one, and the pages that keep them."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.units import groups, keeping, tables, views

urlpatterns = [
    path("units/", keeping.units, name="keep-units"),
    path("units/new/", keeping.new, name="keep-unit-new"),
    path("units/table.<str:form>", tables.table, name="keep-units-table"),
    path("units/import/", tables.bring, name="keep-units-import"),
    path("units/import/confirm/", tables.confirm, name="keep-units-confirm"),
    path("units/groups/", groups.groups, name="keep-groups"),
    path("units/groups/new/", groups.new, name="keep-group-new"),
    path("units/groups/<int:group_id>/", groups.group, name="keep-group"),
    path("units/<int:unit_id>/", views.unit, name="unit"),
    path("units/<int:unit_id>/edit/", keeping.edit, name="keep-unit"),
    path("units/<int:unit_id>/withdraw/", keeping.withdraw, name="keep-unit-withdraw"),
    path("units/<int:unit_id>/merge/", keeping.merge, name="keep-unit-merge"),
]
