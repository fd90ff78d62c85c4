"""Requests of programs, typed: who they act as, and by which token."""

from helpwell.accounts.requests import AgentRequest
from helpwell.api.models import Token


class ProgramRequest(AgentRequest):
    """A request whose person and token are known; `user` may no more than the token lends."""

    token: Token
