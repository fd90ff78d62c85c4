"""A mail provider that gives consents: a real authorization server, with people who agree."""

import base64
import hashlib
import json
import secrets
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from helpwell.channels.tests.certificates import certificate

CLIENT, SECRET = "helpwell-client", "helpwell-secret"


@dataclass
class Consent:
    """What one person agreed to, and the tokens that came of it."""

    account: str
    scope: str
    refresh: str = ""
    is_over: bool = False


@dataclass
class Provider:
    """Checks PKCE, takes a code once, changes the refresh token at every use and ends a consent
    whose old one comes again. `troubles` are the next answers for tokens: a status, or seconds."""

    port: int = 0
    plain_port: int = 0
    redirect_uri: str = ""
    lasts_seconds: int = 3600
    troubles: list[int | float] = field(default_factory=list)
    renewals: int = 0
    revoked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    access: dict[str, Consent] = field(default_factory=dict)
    fresh: dict[str, Consent] = field(default_factory=dict)
    used: dict[str, Consent] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def places(self) -> dict[str, object]:
        """What `settings.MAIL_CONSENT` needs to find it."""
        here = f"https://127.0.0.1:{self.port}"
        return {
            "asking": f"{here}/authorize",
            "exchanging": f"{here}/token",
            "revoking": f"{here}/revoke",
        }

    def agree(self, url: str, *, account: str, leaves_out: str = "") -> str:
        """The person agrees on the page at `url`; where the browser is sent then."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["redirect_uri"] == self.redirect_uri
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = secrets.token_urlsafe()
        scope = " ".join(name for name in asked["scope"].split() if name != leaves_out)
        self.codes[code] = asked | {"account": account, "scope": scope}
        return f"{self.redirect_uri}?{urlencode({'code': code, 'state': asked['state']})}"

    def end(self, account: str) -> None:
        """The owner takes the consent back."""
        for consent in (*self.access.values(), *self.fresh.values()):
            consent.is_over = consent.is_over or consent.account == account

    def forget_access(self) -> None:
        """Access tokens end before their time; consents stay."""
        self.access.clear()

    def answer(self, path: str, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """What is said to a request at `path`."""
        with self.lock:
            match path:
                case "/token":
                    return self._tokens(asked)
                case "/revoke":
                    return self._revoke(asked["token"])
                case "/introspect":
                    return self._look(asked.get("token", ""))
        return 404, {}

    def _tokens(self, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if (asked.get("client_id"), asked.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client", "error_description": "Unknown client"}
        if asked["grant_type"] == "authorization_code":
            return self._exchange(asked)
        return self._renew(asked["refresh_token"])

    def _exchange(self, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        agreed = self.codes.pop(asked["code"], None)
        challenge = base64.urlsafe_b64encode(
            hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        )
        is_right = (
            agreed is not None
            and agreed["redirect_uri"] == asked["redirect_uri"]
            and agreed["code_challenge"] == challenge.decode().rstrip("=")
        )
        if not is_right or agreed is None:
            return 400, {"error": "invalid_grant", "error_description": "Malformed auth code."}
        return self._give(Consent(agreed["account"], agreed["scope"]))

    def _renew(self, refresh: str) -> tuple[int, dict[str, Any]]:
        self.renewals += 1
        if refresh in self.used:  # somebody has stolen it, as far as we can tell
            self.used[refresh].is_over = True
        consent = self.fresh.pop(refresh, None)
        if consent is None or consent.is_over:
            said = "Token has been expired or revoked."
            return 400, {"error": "invalid_grant", "error_description": said}
        self.used[refresh] = consent
        return self._give(consent)

    def _give(self, consent: Consent) -> tuple[int, dict[str, Any]]:
        access, refresh = secrets.token_urlsafe(), secrets.token_urlsafe()
        self.access[access] = self.fresh[refresh] = consent
        consent.refresh = refresh
        return 200, {
            "access_token": access,
            "refresh_token": refresh,
            "expires_in": self.lasts_seconds,
            "token_type": "Bearer",
            "scope": consent.scope,
            "id_token": _id_token(consent.account),
        }

    def _revoke(self, token: str) -> tuple[int, dict[str, Any]]:
        self.revoked.append(token)
        if token in self.fresh:
            self.fresh[token].is_over = True
        return 200, {}

    def _look(self, token: str) -> tuple[int, dict[str, Any]]:
        consent = self.access.get(token)
        if consent is None or consent.is_over:
            return 200, {"active": False}
        return 200, {"active": True, "username": consent.account, "email": consent.account}


def _id_token(account: str) -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"email": account, "sub": "1"}).encode())
    return f"e30.{claims.decode().rstrip('=')}.c2ln"


@contextmanager
def provider_server() -> Iterator[Provider]:
    """A provider that lives as long as the block: by https for us, by http for its mail server."""
    provider = Provider()
    secure, plain = (ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider)) for _ in "12")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate())
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    provider.port, provider.plain_port = secure.server_port, plain.server_port
    threads = [threading.Thread(target=server.serve_forever) for server in (secure, plain)]
    for thread in threads:
        thread.start()
    try:
        yield provider
    finally:
        for server, thread in zip((secure, plain), threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            path = urlsplit(self.path).path
            if path == "/token" and provider.troubles:
                trouble = provider.troubles.pop(0)
                if isinstance(trouble, int):
                    return self._say(trouble, {"error": "server_error"})
                time.sleep(trouble)
            return self._say(*provider.answer(path, asked))

        def _say(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
