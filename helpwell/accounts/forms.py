"""What people type about themselves, others, groups and roles."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.capabilities import declared
from helpwell.accounts.models import Group, Role, User
from helpwell.accounts.queries import roles_within
from helpwell.accounts.zones import zones_by_region


class PasswordField(forms.CharField):
    """A new password, as it was typed: blanks count."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Password"),
            strip=False,
            max_length=200,
            help_text=_("At least 8 characters. A few words in a row are easy to remember."),
            widget=forms.PasswordInput(
                render_value=True, attrs={"autocomplete": "new-password", "minlength": 8}
            ),
        )


class FocusedForm(forms.Form):
    """A form that begins at its first field, or at the first that is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self._begin_at(next(iter(self.fields)))

    def full_clean(self) -> None:
        """Judge what was typed, then begin at what is wrong."""
        super().full_clean()
        if wrong := next((name for name in self.fields if name in self.errors), None):
            self._begin_at(wrong)

    def _begin_at(self, name: str) -> None:
        self.fields[name].widget.attrs["autofocus"] = True


class NewcomerForm(FocusedForm):
    """Somebody's name and first password."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = PasswordField()

    def address(self) -> str:
        """The address the password must not resemble."""
        return str(self.cleaned_data.get("email", ""))

    def clean(self) -> dict[str, Any]:
        """Judge the password by the house's rules, knowing whose it is."""
        if password := self.cleaned_data.get("password"):
            person = User(name=self.cleaned_data.get("name", ""), email=self.address())
            try:
                validate_password(password, person)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return self.cleaned_data


class JoiningForm(NewcomerForm):
    """What an invited person fills in; the address is the invitation's."""

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def address(self) -> str:
        return self.email


class FoundingForm(NewcomerForm):
    """What the first administrator fills in."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("You sign in with it. Customers never see it."),
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    field_order = ["name", "email", "password"]


class GroupChoice(forms.ModelMultipleChoiceField[Group]):
    """Any number of groups, as ticks."""

    def __init__(self) -> None:
        super().__init__(
            Group.objects.all(),
            label=_("Groups"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


class InviteForm(FocusedForm):
    """Whom to invite, and to what."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
    )
    role = forms.ModelChoiceField(Role.objects.none(), label=_("Role"), empty_label=None)
    groups = GroupChoice()

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = _role_of(self)
        role.queryset = roles_within(by)
        role.initial = role.queryset.filter(is_administrator=False).first()


class PersonForm(forms.Form):
    """What others may change about somebody."""

    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ModelChoiceField(Role.objects.none(), label=_("Role"), empty_label=None)
    groups = GroupChoice()

    def __init__(self, *args: Any, person: User, by: User, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": person.name,
            "role": person.role_id,
            "groups": person.group_ids,
        }
        super().__init__(*args, **kwargs)
        _role_of(self).queryset = roles_within(by) | Role.objects.filter(pk=person.role_id)


class MyForm(forms.Form):
    """What people change about themselves."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("Customers see it under your answers.")
    )


class ZoneForm(forms.Form):
    """One of the zones, by region; `unsaid` is what choosing none of them means."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: Any, unsaid: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = [("", unsaid), *zones_by_region()]


class GroupForm(forms.Form):
    """A group's name."""

    name = forms.CharField(label=_("Name"), max_length=80)


class RoleForm(forms.Form):
    """A role's name and what it allows."""

    name = forms.CharField(label=_("Name"), max_length=80)
    is_administrator = forms.BooleanField(
        label=_("May do everything"),
        required=False,
        help_text=_("Also what later versions of Helpwell add."),
    )
    capabilities = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, role: Role | None = None, **kwargs: Any) -> None:
        now = role or Role()
        kwargs["initial"] = {
            "name": now.name,
            "is_administrator": now.is_administrator,
            "capabilities": now.capabilities,
        }
        super().__init__(*args, **kwargs)
        choices = self.fields["capabilities"]
        assert isinstance(choices, forms.MultipleChoiceField)
        choices.choices = [(name, name) for name in {*declared, *now.capabilities}]

    def chosen(self) -> set[str]:
        """The capabilities that are ticked now, whether sent or as they were."""
        return set(self["capabilities"].value() or [])


def _role_of(form: forms.Form) -> forms.ModelChoiceField[Role]:
    field = form.fields["role"]
    assert isinstance(field, forms.ModelChoiceField)
    return field
