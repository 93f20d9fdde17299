"""Which renames a deploy refuses, and what accepts them."""

from __future__ import annotations

import shlex

import pytest

from provider_lib.cli.accepted_loss import check_renames
from provider_lib.errors import ConfigError
from provider_lib.review import Rename, Report
from provider_lib.spec.consequences import TIERS, Tier


def rename(path: str, tier: Tier = "loss") -> Rename:
    name = path.rpartition("/")[2]
    return Rename(path, f"x.{name}", f"old/{name}", f"x.old_{name}", tier, "program", f"{name}.move()")


def test_what_is_refused_is_told_with_what_keeps_it() -> None:
    with pytest.raises(ConfigError) as raised:
        check_renames(
            Report("dev", renames=(rename("dev/eu/a"), rename("dev/b", "lockout"), rename("dev/c", "gap"))), ()
        )
    assert str(raised.value) == (
        "What only has another name in the code would be destroyed and made again\n"
        "loss: dev/eu/a, so far old/a\n"
        "lockout: dev/b, so far old/b\n"
        "To keep what is renamed, write this before app.synth():\n"
        "a.move()\n"
        "b.move()\n"
        "If it is to be destroyed: --accept-loss dev/eu/a --accept-loss dev/b\n"
        "Nothing was changed."
    )


def test_what_accepts_it_can_be_pasted_into_a_shell() -> None:
    with pytest.raises(ConfigError) as raised:
        check_renames(Report("dev", renames=(rename('dev/my "a"["x y"]'),)), ())
    line = next(it for it in raised.value.detail.splitlines() if it.startswith("If it is to be destroyed: "))
    assert shlex.split(line.partition(": ")[2]) == ["--accept-loss", 'dev/my "a"["x y"]']


@pytest.mark.parametrize("tier", TIERS)
def test_only_what_loses_something_is_refused(tier: Tier) -> None:
    report = Report("dev", renames=(rename("dev/a", tier),))
    if tier in ("loss", "lockout"):
        with pytest.raises(ConfigError):
            check_renames(report, ())
    else:
        check_renames(report, ())


@pytest.mark.parametrize("name", ["dev/eu/a", "x.a", "old/a", "x.old_a", "dev/eu", "dev", "old"])
def test_it_is_accepted_by_any_of_its_names_and_by_what_holds_it(name: str) -> None:
    check_renames(Report("dev", renames=(rename("dev/eu/a"),)), [name])


@pytest.mark.parametrize("name", ["dev/a", 'dev/a["x"]', 'x.old_a["x"]'])
def test_an_instance_is_accepted_with_all_or_by_itself(name: str) -> None:
    check_renames(Report("dev", renames=(rename('dev/a["x"]'),)), [name])


@pytest.mark.parametrize(
    ("report", "hint"),
    [
        (Report("dev", renames=(rename("dev/eu/a"),)), "It does so with: dev/eu/a."),
        (Report("dev"), "It renames nothing: leave --accept-loss out."),
    ],
)
def test_a_name_that_stands_for_nothing_is_an_error(report: Report, hint: str) -> None:
    with pytest.raises(ConfigError) as raised:
        check_renames(report, ["dev/e"])
    assert str(raised.value) == f"The plan destroys and makes again nothing that is called 'dev/e'\n{hint}"
