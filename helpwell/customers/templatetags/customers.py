"""The panel of a customer, wherever a page shows one."""

from typing import Any

from django import template
from django.template.context import RequestContext

from helpwell.customers.identities import readable
from helpwell.customers.panel import panel_context

register = template.Library()
register.filter("readable", readable)


@register.inclusion_tag("customers/_known.html", takes_context=True)
def customer_panel(context: RequestContext) -> dict[str, Any]:
    """Everything about `customer`, as far as the reader may see it."""
    request = context["request"]
    return {"request": request, **panel_context(context["customer"], request.user)}
