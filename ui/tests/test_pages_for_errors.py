"""The pages for refusals and faults, which must work when little else does."""

import pytest
from django.template.loader import render_to_string


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_a_page_for_an_error_needs_no_database_and_no_request(status: int) -> None:
    page = render_to_string(f"{status}.html")
    assert "<h1>" in page
    assert "csp-nonce" not in page
