from email.headerregistry import Address
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpwell.demo import queries
from helpwell.demo.mailboxes import INVENTED


class AnswerForm(forms.Form):
    """What a customer answers."""

    text = forms.CharField(
        label=_("Answer"), widget=forms.Textarea(attrs={"rows": 5}), max_length=100_000
    )


class LetterForm(forms.Form):
    """A first mail of somebody new."""

    name = forms.CharField(label=_("Name"), max_length=120, initial="Robin Ferreira")
    address = forms.EmailField(
        label=_("Address"),
        initial="robin@ferreira.example",
        help_text=_("It ends in .example, so that no real person is meant."),
    )
    to = forms.ChoiceField(label=_("To"))
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 8}), max_length=100_000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(inbox.address, inbox.address) for inbox in queries.inboxes()]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    def letter(self) -> dict[str, Any]:
        """What was written, as `mailboxes.write` takes it."""
        data = self.cleaned_data
        sender = Address(data["name"], addr_spec=data["address"])
        return {"sender": sender, **{name: data[name] for name in ("to", "subject", "text")}}

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if not address.lower().endswith(INVENTED):
            raise forms.ValidationError(self.fields["address"].help_text)
        return address
