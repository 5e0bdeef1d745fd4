"""Addresses of assessment."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.assessment import marking, rounds, views

ROW = "assessment/subjects/<int:subject_id>/rows/<int:row_id>/"

urlpatterns = [
    path("programmes/<int:programme_id>/assessment/", views.assessment, name="assessment"),
    path("programmes/<int:programme_id>/assessment/adopt/", views.adopt, name="assessment-adopt"),
    path("assessment/mine/", views.mine, name="assessment-mine"),
    path("assessment/adoptions/<int:adoption_id>/rounds/new/", rounds.plan, name="assessment-plan"),
    path("assessment/adoptions/<int:adoption_id>/withdraw/", views.withdraw, name="assessment-withdraw"),
    path("assessment/rounds/<int:round_id>/", rounds.one, name="assessment-round"),
    path("assessment/rounds/<int:round_id>/open/", rounds.open_it, name="assessment-open"),
    path("assessment/rounds/<int:round_id>/close/", rounds.close, name="assessment-close"),
    path("assessment/rounds/<int:round_id>/recount/", rounds.recount, name="assessment-recount"),
    path("assessment/rounds/<int:round_id>/paper/", rounds.paper, name="assessment-paper"),
    path("assessment/subjects/<int:subject_id>/", views.subject, name="assessment-subject"),
    path(ROW, marking.row, name="assessment-row"),
    path(f"{ROW}take-back/", marking.take_back, name="assessment-take-back"),
    path(f"{ROW}prove/", marking.prove, name="assessment-prove"),
    path(f"{ROW}proofs/<int:proof_id>/withdraw/", marking.withdraw_proof, name="assessment-unprove"),
    path(f"{ROW}evidence/<int:version_id>/", marking.evidence_file, name="assessment-evidence"),
]
