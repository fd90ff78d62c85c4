"""JSON in and out: bounded when read, exact to the microsecond when written."""

import json
from datetime import UTC, datetime
from typing import Any, NoReturn, cast

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder
from ninja.types import DictStrAny


class Encoder(NinjaJSONEncoder):
    """Moments in UTC, with a Z."""

    def default(self, o: Any) -> Any:
        if isinstance(o, datetime):
            return o.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return super().default(o)


class OurJson(JSONRenderer):
    """Compact JSON, with letters as they are."""

    encoder_class = Encoder
    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


class Careful(Parser):
    """JSON only as RFC 8259 has it, and none so deep that reading it fails."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        try:
            said = json.loads(request.body, parse_constant=_refuse_constant)
        except RecursionError:
            raise ValueError("too deep") from None
        if not isinstance(said, dict):
            raise ValueError("not an object")
        return cast(DictStrAny, said)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


JSON_OF_OURS = OurJson()
