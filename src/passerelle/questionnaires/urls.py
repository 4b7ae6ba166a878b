from django.urls import path

from passerelle.questionnaires.views import answering, receipt

urlpatterns = [
    path("q/", receipt.own, name="answers_own"),
    path("q/<str:code>/", answering.answer, name="answers_give"),
]
