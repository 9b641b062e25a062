from django.urls import path

from contributors.views import board, feed, task

app_name = "tasks"
urlpatterns = [
    path("", board.board, name="board"),
    path("feed/", feed.TaskFeed(), name="feed"),
    path("<str:owner>/<str:name>/<int:number>/", task.detail, name="detail"),
    path("<str:owner>/<str:name>/<int:number>/claim/", task.claim, name="claim"),
    path("<str:owner>/<str:name>/<int:number>/release/", task.release, name="release"),
    path("<str:owner>/<str:name>/<int:number>/done/", task.done, name="done"),
    path("<str:owner>/<str:name>/<int:number>/answer/", task.answer, name="answer"),
]
