"""What the style guide shows; every text is made up."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

RAIL = [
    {"icon": "inbox", "label": "Inbox", "url": "#inbox", "is_current": True, "count": 3, "key": "g i"},
    {"icon": "users", "label": "Customers", "url": "#customers", "key": "g c"},
    {"icon": "shopping-bag", "label": "Orders", "url": "#orders"},
    {"icon": "book-open", "label": "Knowledge", "url": "#knowledge"},
    {"icon": "flag", "label": "Complaints", "url": "#complaints"},
    {"icon": "badge-check", "label": "Quality", "url": "#quality"},
    {"icon": "sprout", "label": "Growth", "url": "#growth"},
    {"icon": "chart-line", "label": "Insight", "url": "#insight"},
    {"icon": "settings", "label": "Settings", "url": "#settings"},
]
STATUSES = ("new", "open", "pending", "on_hold", "solved", "closed")
AGENTS = [
    ("1", "Ana Brandt"), ("2", "Ben Osei"), ("3", "Chiara Lombardi"), ("4", "Dmitri Volkov"),
    ("5", "Ève Lacroix"), ("6", "Farid Haddad"), ("7", "Grzegorz Brzęczyszczykiewicz"),
]  # fmt: skip
SEND = [
    ("pending", "Send and wait for customer", "pending"),
    ("open", "Send and keep open", "open"),
    ("solved", "Send and solve", "solved"),
]


class SampleForm(forms.Form):
    """A form with one of each kind of field."""

    name = forms.CharField(label="Name", help_text="As customers should see it.", initial="Ana Brandt")
    email = forms.EmailField(label="E-mail")
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    group = forms.ChoiceField(label="Group", choices=[("o", "Orders & returns"), ("b", "Bills")])
    mine = forms.BooleanField(label="Only tell me about my tickets", required=False, initial=True)


def look(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Theme and density as asked in the address."""
    return {"theme": asked.get("theme", ""), "density": asked.get("density", ""), "dir": asked.get("dir", "")}


def parts(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the parts page needs."""
    wrong = SampleForm({"name": "", "email": "ana@", "group": "o"})
    wrong.is_valid()
    now = timezone.now()
    return look(asked) | {
        "rail": RAIL, "statuses": STATUSES, "agents": AGENTS, "send": SEND, "form": SampleForm(),
        "wrong": wrong, "page": Paginator(range(214), 50).page(2),
        "times": [now - datetime.timedelta(minutes=m) for m in (0, 8, 190, 1700, 9000, 700_000)],
        "people": ["Marta Köhler", "Tomás Rivera", "Priya Nair", "Jean-Luc Moreau", "Aiko Tanaka",
                   "Ben Osei", "Ana Brandt", "Ève Lacroix", "李 小龍", "stan@example.org"],
        "themes": [("light", "Light", "sun"), ("dark", "Dark", "moon"), ("auto", "As the system", "monitor")],
        "densities": [("calm", "Calm", "rows-2"), ("dense", "Dense", "rows-3")],
        "sorts": [("urgent", "Most urgent"), ("new", "Newest"), ("old", "Oldest")],
        "grounds": ["paper", "sheet", "raised", "hover", "press", "pick", "ours", "note"],
        "tones": ["accent", "late", "soon", "good", "info", "else", "note"],
        "recipients": ["Marta Köhler <marta@example.org>", "jean-luc@example.org", "tomas@"],
        "tags": ["lamp", "third time"], "known_tags": ["lamp", "invoice", "late delivery", "refund"],
    }  # fmt: skip


def screen(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the screen needs."""
    return parts(asked) | {"is_empty": "empty" in asked, "tickets": TICKETS, "showing": asked.get("showing", "list")}


TICKETS = [
    {"who": "Marta Köhler", "words": "Third time I write about the lamp, it still flickers", "status": "open",
     "ring": 96, "tone": "late", "left": "8m", "face": "Ana Brandt", "unread": True, "current": True},
    {"who": "Tomás Rivera", "words": "Can I still change the colour of order 10432?", "status": "new",
     "ring": 62, "tone": "soon", "left": "41m", "unread": True, "icon": "mail"},
    {"who": "Oakfield School · Priya Nair", "words": "Invoice for 24 desks, wrong cost centre", "status": "open",
     "ring": 20, "left": "3h", "icon": "mail"},
    {"who": "Jean-Luc Moreau", "words": "You: I will call you this afternoon with the tracking number", "status": "pending",
     "left": "16:00", "icon": "phone", "face": "Ana Brandt"},
    {"who": "Aiko Tanaka", "words": "Merci, it works now. One more question about the warranty", "status": "open",
     "ring": 8, "left": "5h", "icon": "message-circle"},
    {"who": "Wolfeschlegelsteinhausenbergerdorff & Sons International Holding", "words": "Donaudampfschifffahrtsgesellschaftskapitän", "status": "on_hold",
     "left": "2d", "icon": "mail", "face": "Ben Osei"},
    {"who": "Sanna Virtanen", "words": "Kiitos paljon! All is well now.", "status": "solved", "left": "3d", "face": "Ève Lacroix"},
]  # fmt: skip
