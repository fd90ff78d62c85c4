"""The one API of the house: rooms register what they offer, refusals become problems."""

from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from helpwell.api.errors import Declined
from helpwell.api.rendering import JSON_OF_OURS, Careful
from helpwell.core.errors import Refused
from helpwell.core.problems import problem

VERSION = "1"
DESCRIPTION = (
    "Everything that agents do in Helpwell, for programs. Errors are problems (RFC 9457), lists "
    "are pages with a cursor, times are ISO 8601 in UTC."
)


class HouseApi(NinjaAPI):
    """The API, with operations named for their room and their deed."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Such as `tickets_change`."""
        room = operation.view_func.__module__.split(".")[1]
        return f"{room}_{operation.view_func.__name__}"


api = HouseApi(
    title="Helpwell",
    version=VERSION,
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api_v1",
    renderer=JSON_OF_OURS,
    parser=Careful(),
)


def register(router: Router) -> None:
    """Let the addresses of a room be part of the API; called by its `api` when the room wakes."""
    api.add_router("", router)


def insist(user: Any, *capabilities: str) -> None:
    """Refuse whoever lacks one of these, by role or by the scopes of their token."""
    if not all(user.can(capability) for capability in capabilities):
        raise Declined(403, _("This takes: %s.") % ", ".join(capabilities))


@api.exception_handler(Declined)
def _declined(request: HttpRequest, refused: Declined) -> HttpResponse:
    return refused.answer()


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A refusal of an action, in its sentence: the state of things does not allow it now."""
    return problem(409, str(refused), kind=_name_of(refused))


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, refused: Http404) -> HttpResponse:
    return problem(404, _("There is no such thing, or it is not for you to see."))


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, refused: PermissionDenied) -> HttpResponse:
    return problem(403)


@api.exception_handler(HttpError)
def _wrong(request: HttpRequest, refused: HttpError) -> HttpResponse:
    return problem(refused.status_code, str(refused))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, refused: ValidationError) -> HttpResponse:
    words = _("Some of what was sent cannot be used.")
    return problem(422, words, kind="invalid", errors=[_where(each) for each in refused.errors])


@api.exception_handler(Exception)
def _fault(request: HttpRequest, error: Exception) -> NoReturn:
    """Faults of ours go on to the house's own page for them."""
    raise error


def _where(error: dict[str, Any]) -> dict[str, str]:
    """Where in the request something is wrong; the model's name that ninja puts in is left out."""
    place, *path = [str(piece) for piece in error["loc"]]
    if place in ("body", "form", "file"):
        pointer = "/".join(piece.replace("~", "~0").replace("/", "~1") for piece in path[1:])
        return {"detail": error["msg"], "pointer": f"#/{pointer}" if pointer else "#"}
    return {"detail": error["msg"], "parameter": path[-1] if path else place}


def _name_of(refused: Refused) -> str:
    """`TicketClosed` is `ticket_closed`."""
    name = type(refused).__name__
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
