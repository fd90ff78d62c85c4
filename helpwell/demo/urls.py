from django.urls import path

from helpwell.demo import moving, views

app_name = "demo"
urlpatterns = [
    path("demo/", moving.moving, name="moving"),
    path("demo/step/", moving.step, name="step"),
    path("demo/mail/", views.mails, name="mails"),
    path("demo/mail/boxes/", views.boxes, name="boxes"),
    path("demo/mail/rows/", views.rows, name="rows"),
    path("demo/mail/letters/", views.letters, name="letters"),
    path("demo/mail/<int:mail_id>/", views.mail, name="mail"),
    path("demo/mail/<int:mail_id>/frame/", views.frame, name="frame"),
    path("demo/mail/<int:mail_id>/parts/<int:number>/", views.part, name="part"),
    path("demo/mail/<int:mail_id>/answers/", views.answers, name="answers"),
]
