from django import forms

from helpwell.customers.actions import DESCRIBABLE
from helpwell.customers.models import Customer


class CustomerForm(forms.ModelForm[Customer]):
    """What an agent may change about a customer."""

    class Meta:
        model = Customer
        fields = DESCRIBABLE
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}
