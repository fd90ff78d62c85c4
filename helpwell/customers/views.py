"""Looking customers up, and describing them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.customers import actions, queries
from helpwell.customers.forms import CustomerForm
from helpwell.search.queries import find

PAGE = 50


@requires("customers.read")
@require_safe
def customer_list(request: AgentRequest) -> HttpResponse:
    """All customers by name, or those that `?q=` fits."""
    typed = request.GET.get("q", "").strip()[:100]
    people = queries.visible_to(request.user)
    if typed:
        people = people.filter(pk__in=[e.object_id for e in find(typed, kinds=["customer"])])
    people = people.select_related("organisation").prefetch_related("identities")
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    return render(request, "customers/list.html", {"page": page, "typed": typed})


@requires("customers.read")
@require_http_methods(["GET", "POST"])
def customer(request: AgentRequest, customer_id: int) -> HttpResponse:
    """One customer: who they are, their tickets, and a form for those who may change it."""
    visible = queries.visible_to(request.user) & queries.with_details()
    found = get_object_or_404(visible, pk=customer_id)
    may_describe = request.user.can("customers.describe")
    form = CustomerForm(request.POST or None, instance=found)
    if request.method == "POST" and may_describe and form.is_valid():
        actions.describe(
            found.__class__.objects.get(pk=found.pk), by=request.user, **form.cleaned_data
        )
        return redirect("customers:customer", found.pk)
    context = {"customer": found, "form": form, "may_describe": may_describe}
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/customer.html", context, status=status)
