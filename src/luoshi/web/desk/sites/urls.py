"""Addresses of demonstration sites."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.sites import pictures, quotas, views

urlpatterns = [
    path("programmes/<int:programme_id>/sites/", views.sites, name="sites"),
    path("programmes/<int:programme_id>/sites/new/", views.propose, name="site-propose"),
    path("programmes/<int:programme_id>/sites/quotas/", quotas.quotas, name="site-quotas"),
    path("sites/<int:site_id>/", views.site, name="site"),
    path("sites/<int:site_id>/edit/", views.edit, name="site-edit"),
    path("sites/<int:site_id>/move/", views.move, name="site-move"),
    path("sites/<int:site_id>/pictures/", pictures.add, name="site-picture-add"),
    path("sites/pictures/<int:picture_id>/", pictures.picture, name="site-picture"),
    path("sites/pictures/<int:picture_id>/withdraw/", pictures.withdraw, name="site-picture-withdraw"),
    path("sites/pictures/<int:picture_id>/restore/", pictures.restore, name="site-picture-restore"),
]
