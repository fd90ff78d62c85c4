"""Brands: all of them with a form for a new one, and one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.brands import actions
from helpwell.brands.forms import BrandForm, NewBrandForm
from helpwell.brands.models import Brand
from helpwell.brands.permissions import MANAGE
from helpwell.core.errors import Refused
from helpwell.core.numbers import whole


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def brands(request: AgentRequest) -> HttpResponse:
    """All brands; a POST makes one."""
    form = NewBrandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_brand(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("brands:brands")
    return _page(request, "brands/brands.html", {"form": form, "brands": Brand.objects.all()})


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def brand(request: AgentRequest, brand_id: int) -> HttpResponse:
    """One brand and all that is said of it."""
    found = get_object_or_404(Brand, pk=brand_id)
    form = BrandForm(request.POST or None, initial=found.__dict__)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_brand(found, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Saved"))
            return redirect("brands:brands")
    return _page(request, "brands/brand.html", {"form": form, "brand": found})


@requires(MANAGE)
@require_POST
def brand_place(request: AgentRequest, brand_id: int) -> HttpResponse:
    """Offer it at the place `to`, from 0."""
    found = get_object_or_404(Brand, pk=brand_id)
    actions.move_brand(found, to=whole(request.POST.get("to", "")) or 0, by=request.user)
    return redirect("brands:brands")


def _page(request: AgentRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, template, context, status=status)
