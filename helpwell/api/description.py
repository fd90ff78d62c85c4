"""The API described: OpenAPI 3.1, with what is common to all addresses written to each of them."""

from functools import cache
from typing import Any

from helpwell.api.door import api

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "description": "`urn:helpwell:…`, or `about:blank`."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "description": "Into the body (RFC 6901)."},
                    "parameter": {"type": "string"},
                },
            },
        },
    },
}
EVERYWHERE = {
    400: "It is no HTTP, or no JSON, that can be read.",
    401: "No token, or one that does not work.",
    403: "The token, or its person, may not do this.",
    404: "There is no such thing, or it is not for you to see.",
    405: "This address does not know the method.",
    406: "The answer cannot be given in the form that is asked for.",
    422: "Some of what was sent cannot be used.",
    429: "Too many requests in this minute; see Retry-After.",
    503: "The database is away for a moment; see Retry-After.",
}
WHERE_WRITTEN = {
    409: "The state of things does not allow it now.",
    413: "Too much at once.",
    415: "The body is in no form that can be read.",
}
OUTDATED = {412: "It was changed since you read it."}
COUNTS = {
    "RateLimit-Limit": "Requests a minute.",
    "RateLimit-Remaining": "Those left in this minute.",
    "RateLimit-Reset": "Seconds until the next minute.",
}
HEADERS = {
    "get": [("If-None-Match", "An ETag: 304 if nothing has changed.")],
    "post": [("Idempotency-Key", "Yours to choose; a repeat is done once and answered again.")],
    "patch": [("If-Match", "An ETag: 412 if it was changed since.")],
    "put": [("If-Match", "An ETag: 412 if it was changed since.")],
    "delete": [("If-Match", "An ETag: 412 if it was changed since.")],
}


@cache
def description() -> dict[str, Any]:
    """The whole description, as plain JSON."""
    said: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1"))
    said["components"] |= {
        "schemas": said["components"]["schemas"] | {"Problem": PROBLEM},
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        "responses": {
            str(status): _refusal(words)
            for status, words in (EVERYWHERE | WHERE_WRITTEN | OUTDATED).items()
        },
        "headers": {
            name: {"schema": {"type": "integer"}, "description": words}
            for name, words in COUNTS.items()
        },
    }
    said["security"] = [{"token": []}]
    said["servers"] = [{"url": "/"}]
    said["paths"] = {
        path: {method: _completed(method, each) for method, each in sorted(operations.items())}
        for path, operations in sorted(said["paths"].items())
    }
    return said


def _completed(method: str, operation: dict[str, Any]) -> dict[str, Any]:
    """An operation with the refusals and headers that it shares with all others."""
    refusals = [*EVERYWHERE, *([] if method == "get" else WHERE_WRITTEN)]
    refusals += OUTDATED if method in ("patch", "put", "delete") else []
    answers = {str(code): _counted(each) for code, each in operation["responses"].items()}
    answers |= {str(code): {"$ref": f"#/components/responses/{code}"} for code in refusals}
    if method == "get":
        answers["304"] = {"description": "It is as you know it."}
    parameters = [*operation.get("parameters", []), *map(_header, HEADERS[method])]
    return operation | {"parameters": parameters, "responses": dict(sorted(answers.items()))}


def _counted(answer: dict[str, Any]) -> dict[str, Any]:
    counts = {name: {"$ref": f"#/components/headers/{name}"} for name in COUNTS}
    return answer | {"headers": counts}


def _refusal(words: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": words, "content": content}


def _header(named: tuple[str, str]) -> dict[str, Any]:
    name, words = named
    bounds = {"type": "string", "maxLength": 255}
    return {"in": "header", "name": name, "required": False, "schema": bounds, "description": words}
