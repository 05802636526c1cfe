"""The example of docs/changes.md, run as it is written, where everything is committed as the feed wants it."""

from partnerships.models import Contract
from tests.api.evidence import Both, both
from tests.api.test_documentation import run_manual, server

__all__ = ["both", "server"]


def test_a_copy_is_kept_in_step_as_the_manual_says(server: str, both: Both) -> None:
    found = run_manual("changes.md", server)
    contracts = {key for table, key in found["copy"] if table == "contracts"}
    assert contracts == set(Contract.objects.filter(partnership=both.street.partnership).values_list("pk", flat=True))
    assert contracts
