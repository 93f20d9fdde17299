"""``sluice adopt``: writes the code of what is there already, and proves that deploying it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from provider_lib.adopt import (
    Account,
    Found,
    Identity,
    Survey,
    Unread,
    identity_of,
    imported_identity,
    matches,
    may_match,
    survey,
)
from provider_lib.cli.adopt_files import Written, write
from provider_lib.cli.adopt_proof import prove
from provider_lib.cli.adopt_settings import Reach, reach
from provider_lib.cli.consoles import said
from provider_lib.cli.rows import print_rows
from provider_lib.cli.session import ENGINE, HERE, AppDir, EngineName, Json, NoColor, Session
from provider_lib.cli.state import state_of
from provider_lib.engine.app import SETTINGS_FILE, Stack
from provider_lib.engine.import_blocks import import_blocks
from provider_lib.errors import ConfigError, SluiceError
from provider_lib.rest import RestAccount
from provider_lib.spec import Resource, System
from provider_lib.state import State
from provider_lib.systems import CATALOGUE

SystemName = Annotated[str, typer.Argument(metavar="SYSTEM", hidden=True)]
Filters = Annotated[list[str] | None, typer.Argument(metavar="FILTER", hidden=True)]
Into = Annotated[Path | None, typer.Option("--into", metavar="FILE", help="Module to write the stack to.")]
NoProof = Annotated[bool, typer.Option("--no-proof", help="Do not plan what was written.")]
Check = Annotated[
    bool,
    typer.Option("--check", help="Write nothing; list what no stack has, and what only stacks have (exit code 2)."),
]

ByStack = Annotated[
    str | None,
    typer.Option("--stack", metavar="STACK", help="Reach it as this stack says, where the stacks do not agree."),
]

UNFIT = "no filter fits it"
COLUMNS = ("verdict", "type", "name", "why")


@dataclass(frozen=True, slots=True)
class Managed:
    """What the stacks of an app have already: kind and identity of an object -> the stack, and it by its state."""

    objects: dict[tuple[str, tuple[str, ...]], tuple[str, Found]]

    def stack_of(self, found: Found) -> str | None:
        """The stack that has an object."""
        stack, _ = self.objects.get((found.resource.type_name, found.identity), (None, found))
        return stack

    def as_known(self, found: Found) -> Found:
        """An object, by its state where a stack has it."""
        _, known = self.objects.get((found.resource.type_name, found.identity), (None, found))
        return known


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(adopt)


def adopt(
    system: SystemName,
    filters: Filters = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    by_stack: ByStack = None,
    into: Into = None,
    check: Check = False,
    no_proof: NoProof = False,
    as_json: Json = False,
    no_color: NoColor = False,
) -> None:
    """Write a stack of what is there already, and prove that its deploy changes nothing.

    SYSTEM is one of confluent, kafka-connect, lenses, redpanda and streamkap. A FILTER is a glob on names, clusters,
    environments and classes; one that fits is enough, and without any all is taken. Nothing but reads is sent. What a
    stack of the app in this folder has already is left out, so that a later run writes only what is new.
    """
    session = Session(app_dir, engine, no_color)
    chosen = _system(system)
    has_app = (session.app_dir / SETTINGS_FILE).exists()
    is_misspelt = check and not session.app_dir.exists()  # a check writes no app, so nothing begins there
    stacks = session.select(None) if has_app or is_misspelt else []
    reached = reach(chosen, stacks, session.environ, by_stack)
    managed = _managed(session, [each for each in stacks if each.name not in reached.elsewhere])
    with closing(RestAccount(CATALOGUE, session.environ)) as account:
        account.configure(reached.block)
        seen = _looked_at(session, reached, account, managed, filters or ())
        taken = [item for item in seen.found if matches(item, filters or ())]
        if check:
            _check(session, chosen, account, seen, taken, managed, as_json=as_json)
            return
    rows = [_row(item, taken, managed) for item in (*seen.found, *seen.passed)]
    rows += [{"verdict": "unread", "type": "", "name": item.what, "why": item.why} for item in seen.unread]
    print_rows(session, rows, COLUMNS, as_json)
    if taken:
        written = write(session.app_dir, reached, taken, into, session.environ)
        _tell(session, written)
        if not no_proof:
            prove(session, written, taken)
            session.err.print(Text(f"Proven: the plan imports {len(taken)} and changes nothing", "green"))
    else:
        session.err.print(_nothing(filters or (), rows))
    _fail_if_unread(seen.unread)


def _nothing(filters: Sequence[str], rows: Sequence[dict[str, Any]]) -> Text:
    """Why nothing was written."""
    if any(row["why"] == UNFIT for row in rows):
        return Text(f"No file was written: what is new fits none of {', '.join(filters)}", "yellow")
    return Text("Nothing is new: no file was written", "green" if rows else "yellow")


def _system(name: str) -> System:
    found = CATALOGUE.systems.get(name.replace("-", "_"))
    if found is None or not _kinds(found):
        known = ", ".join(sorted(each.replace("_", "-") for each, one in CATALOGUE.systems.items() if _kinds(one)))
        raise ConfigError(f"Nothing of {name!r} can be adopted", f"SYSTEM is one of {known}.")
    return found


def _kinds(system: System) -> list[type[Resource]]:
    """The kinds of objects of a system that can be listed."""
    return [item for item in CATALOGUE.resources.values() if item.system is system and item.listing() is not None]


def _looked_at(session: Session, reached: Reach, account: Account, managed: Managed, filters: Sequence[str]) -> Survey:
    def is_wanted(resource: type[Resource], names: dict[str, Any]) -> bool:
        return managed.stack_of(Found(resource, names)) is None and may_match(resource, names, filters)

    with session.working(f"Looking at {reached.system.title}"):
        return survey(account, _kinds(reached.system), reached.names, _progress(session), is_wanted)


def _progress(session: Session) -> Callable[[str], None]:
    return lambda text: session.screen.print(said(f"{text}...", "dim"))


def _managed(session: Session, stacks: Sequence[Stack]) -> Managed:
    """What stacks have by their state, and what the next deploy of them imports."""
    state = state_of(session, stacks, with_ages=False) if stacks else State((), lambda _: None)
    kinds = CATALOGUE.resources
    imported: dict[tuple[str, Identity], tuple[str, Found]] = {}
    for stack in stacks:
        for block in import_blocks(stack.directory):
            resource = kinds.get(block.address.partition(".")[0])
            identity = imported_identity(resource, block.literal_id or "") if resource else None
            if resource is not None and identity is not None:
                named = dict(zip(resource.identity_fields(), identity, strict=True))
                imported[resource.type_name, identity] = (stack.name, Found(resource, named))
    return Managed(
        imported
        | {
            (item.type, identity_of(kinds[item.type], item.values)): (item.stack, Found(kinds[item.type], item.values))
            for item in state.resources
            if item.type in kinds
        }
    )


def _row(found: Found, taken: Sequence[Found], managed: Managed) -> dict[str, Any]:
    stack = managed.stack_of(found)
    why = f"the stack {stack} has it" if stack else "" if found in taken else UNFIT
    return {
        "verdict": "left out" if why else "taken",
        "type": found.resource.type_name,
        "name": managed.as_known(found).title,
        "why": why,
    }


def _tell(session: Session, written: Written) -> None:
    err = session.err
    err.print(said(f"Wrote {', '.join(map(str, written.files))}", "bold"))
    if written.variables:
        err.print(said(f"Secrets stay as they are on the server; {written.example} lists the variables for them"))
    if written.how_to_use:
        err.print(said(f"To use it, add to the program of the app, before `app.synth()`:\n{written.how_to_use}"))


def _check(
    session: Session,
    system: System,
    account: Account,
    seen: Survey,
    shadows: Sequence[Found],
    managed: Managed,
    *,
    as_json: bool,
) -> None:
    """List what no stack has, and what only stacks have."""
    rows = [
        {"verdict": "shadow", "type": item.resource.type_name, "name": item.title, "why": "no stack has it"}
        for item in shadows
    ]
    there = {(item.resource.type_name, item.identity) for item in (*seen.found, *seen.passed)}
    unread = list(seen.unread)
    kinds = {item.type_name: item for item in _kinds(system)}
    for (kind, identity), (stack, _) in managed.objects.items():
        if kind not in kinds or (kind, identity) in there:
            continue
        named = dict(zip(kinds[kind].identity_fields(), identity, strict=True))
        try:
            if account.observe(kind, named) is None:
                why = f"the stack {stack} has it, and the account does not"
                rows.append({"verdict": "ghost", "type": kind, "name": "/".join(identity), "why": why})
        except SluiceError as error:
            unread.append(Unread("/".join(identity), error.summary))
    rows += [{"verdict": "unread", "type": "", "name": item.what, "why": item.why} for item in unread]
    print_rows(session, rows, COLUMNS, as_json)
    if any(row["verdict"] != "unread" for row in rows):
        raise typer.Exit(2)
    _fail_if_unread(unread)


def _fail_if_unread(unread: Sequence[Unread]) -> None:
    if unread:
        raise ConfigError(
            f"{len(unread)} could not be read",
            "\n".join(f"{item.what}: {item.why}" for item in unread)
            + "\nWhat could be read is dealt with. Run it again when the rest can be.",
        )
