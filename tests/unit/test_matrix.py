"""The page of what passes on which Terraform says what the tests found."""

from __future__ import annotations

from tests.matrix import HEAD, SHORT, Engine, outcome, page

REPORT = """<testsuites><testsuite>
<testcase name="a"/>
<testcase name="b"><skipped message="actions need Terraform 1.14"/></testcase>
{more}
</testsuite></testsuites>"""


def test_a_failure_is_told_before_anything_else() -> None:
    broken = outcome(
        REPORT.format(more='<testcase name="c"><failure/></testcase><testcase name="d"><error/></testcase>')
    )
    assert str(broken) == "**2 of 3 failed**"


def test_the_page_has_a_row_for_each_file_and_a_column_for_each_engine() -> None:
    whole, none = outcome(REPORT.format(more="")), outcome("<testsuite/>")
    engines = [Engine("embedded", (), "Terraform 1.15.5, embedded"), Engine("tofu", (), "OpenTofu 1.12.6")]
    assert page(["test_actions.py", "test_x.py"], engines, [[whole, none], [none, whole]]) == (
        f"{HEAD}\n"
        "| Tests | Terraform 1.15.5, embedded | OpenTofu 1.12.6 |\n"
        "| --- | --- | --- |\n"
        f"| {SHORT['test_actions.py']} | 1 passed, 1 skipped | none |\n"
        "| `test_x.py` | none | 1 passed, 1 skipped |\n"
        "\nSkipped because:\n\n- actions need Terraform 1.14\n"
    )
