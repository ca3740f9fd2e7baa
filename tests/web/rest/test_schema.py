"""The OpenAPI schema and what the server does agree: requests are made of the schema, right and wrong ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from qa_bot import QABot
from qa_bot.accounts import user_line
from qa_bot.tokens import SCOPES, Tokens

pytestmark = pytest.mark.server

Serve = Callable[..., tuple[str, QABot]]


@pytest.fixture(scope="module")
def guarded(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, str]]:
    """Serve a page for which ann has an account, and return the header that lets her programs in."""
    users = tmp_path_factory.mktemp("users") / "users.txt"
    users.write_text(f"{user_line('ann', 'secret word')}\n")
    address, bot = serve(users=users)
    return address, {"Authorization": f"Bearer {Tokens(bot.library.folder).issue('ann', SCOPES)}"}


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_what_the_server_does_is_what_its_schema_says(
    guarded: tuple[str, dict[str, str]], mode: GenerationMode
) -> None:
    """Not that all that fits the schema is accepted: a source can be unknown, and a set without an answer."""
    address, headers = guarded
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    schema.config.update(base_url=address)
    schema.config.generation.update(allow_extra_parameters=False)
    schema.config.checks.negative_data_rejection.expected_statuses += ["411", "413"]
    operations = [each.ok() for each in schema.get_all_operations()]
    assert len(operations) == 11
    for each in operations:
        if mode == GenerationMode.NEGATIVE and each.label == "GET /evaluations":
            continue  # nothing of it can be wrong

        @given(case=each.as_strategy(generation_mode=mode))
        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def agree(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        agree()
