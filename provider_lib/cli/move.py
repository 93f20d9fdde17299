"""``sluice move``: gives a connector another name or place, where it goes on from where it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Annotated

import typer
from rich.text import Text

from provider_lib.adopt import CutOff, Identity, Move, carry_out, identity_of, named_anew
from provider_lib.cli.begun_moves import MoveNotes
from provider_lib.cli.consoles import said
from provider_lib.cli.move_state import MoveState
from provider_lib.cli.session import ENGINE, HERE, AppDir, AutoApprove, EngineName, LockTimeout, NoColor, Session
from provider_lib.cli.stack_states import read_states
from provider_lib.engine.app import Stack
from provider_lib.errors import ConfigError, StateError
from provider_lib.fleet import Owned
from provider_lib.rest import RestAccount
from provider_lib.spec import roles
from provider_lib.state.begun_moves import BegunMove
from provider_lib.systems import CATALOGUE

What = Annotated[str, typer.Argument(metavar="WHAT", hidden=True)]
To = Annotated[str, typer.Argument(metavar="TO", hidden=True)]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(move)


def move(
    what: What,
    to: To,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    auto_approve: AutoApprove = False,
    lock_timeout: LockTimeout = "",
    no_color: NoColor = False,
) -> None:
    """Give a connector another name or place, where it goes on from where it is.

    WHAT is its import id, its name, the path of its construct or its address.

    TO is the new import id, or a new name alone. The connector is stopped, a new one is made that begins where it has
    stopped, and the former is deleted. When a step fails, those before it are undone, or what is left is named; one
    that was killed is gone on with by the same command.
    """
    session = Session(app_dir, engine, no_color)
    terraform, stacks = session.engine(), {stack.name: stack for stack in session.select(None)}
    notes = MoveNotes(session)
    begun = notes.of(stacks.values())
    chosen = _chosen(_owned(session, list(stacks.values())), what, begun)
    stack, resource = stacks[chosen.stored.stack], chosen.resource
    is_at = identity_of(resource, chosen.stored.attributes)
    left = next((each for each in begun if _is_about(each, stack, chosen)), None)
    old = is_at if left is None else left.old
    new = named_anew(resource, old, to)
    if left is not None:
        _check_left(left, new)
    field = resource.only(roles.SecretEnv)
    variables = chosen.stored.attributes.get(field.name) or {} if field is not None else {}
    with closing(RestAccount(CATALOGUE, session.environ)) as server:
        server.configure(dict(chosen.block))
        under_way = Move(server, resource, old, new, variables)
        state = MoveState(terraform, stack, resource, under_way, lock_timeout)
        with session.working("Looking at both places"):
            under_way.look(CutOff(left.goes_on, left.is_on) if left else None)
            if is_at == old:
                state.look()
        noted = BegunMove(str(stack.directory), resource.type_name, old, new, under_way.goes_on)
        steps = under_way.steps(lambda: notes.note(replace(noted, is_on=True)), *state.steps())
        for step in steps:
            session.err.print(said(f"  {step.doing}"))
        if steps and not auto_approve:
            session.ask(f"Move {under_way.old} to {under_way.new}")
        notes.note(replace(noted, is_on=under_way.is_on))
        carry_out(steps, lambda doing: session.err.print(said(f"{doing}...", "dim")), lambda: notes.end(noted))
        notes.end(noted)
    session.err.print(said(f"{under_way.new} goes on where {under_way.old} has stopped. {under_way.remark()}", "green"))
    _tell_code(session, stack, chosen, old, new)


def _owned(session: Session, stacks: Sequence[Stack]) -> tuple[Owned, ...]:
    """What runs of what the stacks own.

    Raises:
        SluiceError: a state cannot be read.
    """
    states = read_states(session, stacks, session.environ)
    for error in states.unread.values():
        raise error
    return states.watched


def _chosen(owned: Sequence[Owned], what: str, begun: Sequence[BegunMove]) -> Owned:
    """The object of the stacks that is meant.

    Raises:
        ConfigError: it is none, or could be several.
    """
    found = [item for item in owned if what in _names(item, begun)]
    if len(found) == 1:
        return found[0]
    named = sorted("/".join(identity_of(item.resource, item.stored.attributes)) for item in found)
    raise ConfigError(
        f"{what} could be any of {', '.join(named)}" if found else f"No stack has {what}",
        "Name the path of its construct." if found else "sluice state connectors lists what there is.",
    )


def _names(item: Owned, begun: Iterable[BegunMove]) -> set[str | None]:
    """What an object is called, also by the name that it had before a move that was cut off."""
    identity = identity_of(item.resource, item.stored.attributes)
    former = [each.old for each in begun if (each.kind, each.new) == (item.resource.type_name, identity)]
    called = {name for each in (identity, *former) for name in (each[-1], item.resource.import_id(each))}
    return {item.stored.address, item.stored.construct_path, *called}


def _is_about(begun: BegunMove, stack: Stack, item: Owned) -> bool:
    identity = identity_of(item.resource, item.stored.attributes)
    is_its = begun.stack == str(stack.directory) and begun.kind == item.resource.type_name
    return is_its and identity in (begun.old, begun.new)


def _check_left(left: BegunMove, new: Identity) -> None:
    """Refuse what would come across a move that is not over.

    Raises:
        StateError: says what to do first.
    """
    if left.is_under_way:
        raise StateError(f"The move of {left.title} is under way", "Wait until it has ended.")
    if left.new != new:
        raise StateError(f"The move of {left.title} was cut off", f"Go on with it first: {left.command}")


def _tell_code(session: Session, stack: Stack, item: Owned, old: Identity, new: Identity) -> None:
    """Print what is to be changed in the code."""
    address, path = item.stored.address, item.stored.construct_path
    origin = stack.origins.get(address)
    where = f" ({origin.line})" if origin and origin.line else ""
    session.out.print(Text(f"Change {path or address}{where} before the next deploy:"))
    for name, before, after in zip(item.resource.identity_fields(), old, new, strict=True):
        if before != after:
            session.out.print(Text(f'-    {name}="{before}"\n+    {name}="{after}"'))
