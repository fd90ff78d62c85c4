"""What the style guide shows; every text is made up."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

RAIL = [
    {"icon": icon, "label": label, "url": f"#{label.lower()}", "key": key, "count": count}
    for icon, label, key, count in [
        ("inbox", "Inbox", "g i", 3),
        ("users", "Customers", "g c", 0),
        ("shopping-bag", "Orders", "", 0),
        ("book-open", "Knowledge", "", 0),
        ("flag", "Complaints", "", 0),
        ("badge-check", "Quality", "", 0),
        ("sprout", "Growth", "", 0),
        ("chart-line", "Insight", "", 0),
        ("settings", "Settings", "", 0),
    ]
]
RAIL[0]["is_current"] = True
STATUSES = ("new", "open", "pending", "on_hold", "solved", "closed", "spam")
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

    name = forms.CharField(label="Name", help_text="As customers see it.", initial="Ana Brandt")
    email = forms.EmailField(label="E-mail")
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    group = forms.ChoiceField(label="Group", choices=[("o", "Orders & returns"), ("b", "Bills")])
    mine = forms.BooleanField(label="Only tell me about my tickets", required=False, initial=True)


def parts() -> dict[str, Any]:
    """Everything the parts page needs."""
    wrong = SampleForm({"name": "", "email": "ana@", "group": "o"})
    wrong.is_valid()
    now = timezone.now()
    return CHOICES | {
        "form": SampleForm(),
        "wrong": wrong,
        "page": Paginator(range(214), 50).page(2),
        "times": [now - datetime.timedelta(minutes=m) for m in (0, 8, 190, 1700, 9000, 700_000)],
    }


def screen(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the sample screen needs, as asked in its address."""
    showing = asked.get("showing", "list")
    return parts() | {"is_empty": "empty" in asked, "tickets": TICKETS, "showing": showing}


CHOICES: dict[str, Any] = {
    "rail": RAIL,
    "statuses": STATUSES,
    "agents": AGENTS,
    "send": SEND,
    "people": [
        "Marta Köhler", "Tomás Rivera", "Priya Nair", "Jean-Luc Moreau", "Aiko Tanaka",
        "Ben Osei", "Ana Brandt", "Ève Lacroix", "Þóra Jónsdóttir", "stan@example.org",
    ],
    "themes": [
        ("light", "Light", "sun"), ("dark", "Dark", "moon"), ("auto", "As the system", "monitor"),
    ],
    "densities": [("calm", "Calm", "rows-2"), ("dense", "Dense", "rows-3")],
    "sorts": [("urgent", "Most urgent"), ("new", "Newest"), ("old", "Oldest")],
    "grounds": ["paper", "sheet", "raised", "hover", "press", "pick", "ours", "note"],
    "tones": ["accent", "late", "soon", "good", "info", "else", "note"],
    "recipients": ["Marta Köhler <marta@example.org>", "jean-luc@example.org", "tomas@"],
    "tags": ["lamp", "third time"],
    "known_tags": ["lamp", "invoice", "late delivery", "refund"],
}  # fmt: skip
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff & Sons International Holding"
TICKETS = [
    dict(zip(("who", "words", "status", "left", "ring", "tone", "icon", "face"), row, strict=True))
    for row in [
        ("Marta Köhler", "Third time I write about the lamp, it still flickers", "open",
         "8m", 96, "late", "", "Ana Brandt"),
        ("Tomás Rivera", "Can I still change the colour of order 10432?", "new",
         "41m", 62, "soon", "mail", ""),
        ("Oakfield School · Priya Nair", "Invoice for 24 desks, wrong cost centre", "open",
         "3h", 20, "", "mail", ""),
        ("Jean-Luc Moreau", "You: I will call you this afternoon with the number", "pending",
         "16:00", 0, "", "phone", "Ana Brandt"),
        ("Aiko Tanaka", "Merci, it works now. One more question about the warranty", "open",
         "5h", 8, "", "message-circle", ""),
        (LONG_NAME, "Donaudampfschifffahrtsgesellschaftskapitän", "on_hold",
         "2d", 0, "", "mail", "Ben Osei"),
        ("Sanna Virtanen", "Kiitos paljon! All is well now.", "solved",
         "3d", 0, "", "", "Ève Lacroix"),
    ]
]  # fmt: skip
