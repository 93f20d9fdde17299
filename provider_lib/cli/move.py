"""``sluice move``: gives a connector another name or place, where it goes on from where it is."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated, Any

import typer
from rich.text import Text

from provider_lib.adopt import Identity, Move, Step, carry_out, identity_of, named_anew
from provider_lib.cli.consoles import said
from provider_lib.cli.session import ENGINE, HERE, AppDir, AutoApprove, EngineName, LockTimeout, NoColor, Session
from provider_lib.cli.state import state_of
from provider_lib.engine.app import Stack
from provider_lib.engine.terraform import Engine
from provider_lib.errors import ConfigError
from provider_lib.rest import RestAccount
from provider_lib.run_folder import run_folder
from provider_lib.spec import Resource, roles
from provider_lib.state import Resource as Stored
from provider_lib.state import State
from provider_lib.state.history import write_private
from provider_lib.state.renaming import renamed
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
    stopped, and the former is deleted. When a step fails, those before it are undone, or what is left is named.
    """
    session = Session(app_dir, engine, no_color)
    terraform, stacks = session.engine(), {stack.name: stack for stack in session.select(None)}
    chosen = _chosen(state_of(session, list(stacks.values()), with_ages=False), what)
    resource, stack = CATALOGUE.resources[chosen.type], stacks[chosen.stack]
    old = identity_of(resource, chosen.values)
    new = named_anew(resource, old, to)
    field = resource.only(roles.SecretEnv)
    variables = chosen.values.get(field.name) or {} if field is not None else {}
    with closing(RestAccount(CATALOGUE, session.environ)) as server:
        server.configure({})
        under_way = Move(server, resource, old, new, variables)
        with session.working("Looking at both places"):
            under_way.look()
            _in_state(terraform, stack, under_way, resource, old)
        store = Step(
            f"name {under_way.new} in the state of {stack.name}",
            lambda: _store(terraform, stack, _in_state(terraform, stack, under_way, resource, old), lock_timeout),
            is_final=True,
            by_hand=f"take {chosen.address} out of the state of {stack.name} (terraform state rm), give the construct "
            f'import_from("{resource.import_id(new)}") and deploy',
        )
        steps = under_way.steps(store)
        for step in steps:
            session.err.print(said(f"  {step.doing}"))
        if not auto_approve:
            session.ask(f"Move {under_way.old} to {under_way.new}")
        carry_out(steps, lambda doing: session.err.print(said(f"{doing}...", "dim")))
    session.err.print(said(f"{under_way.new} goes on where {under_way.old} has stopped. {under_way.remark()}", "green"))
    _tell_code(session, stack, chosen, dict(zip(resource.identity_fields(), zip(old, new, strict=True), strict=True)))


def _chosen(state: State, what: str) -> Stored:
    """The object of the stacks that is meant.

    Raises:
        ConfigError: it is none, or could be several.
    """
    movable = [item for item in state.resources if item.type in CATALOGUE.resources]
    found = [item for item in movable if what in _names(item)]
    if len(found) == 1:
        return found[0]
    named = sorted("/".join(identity_of(CATALOGUE.resources[item.type], item.values)) for item in found)
    raise ConfigError(
        f"{what} could be any of {', '.join(named)}" if found else f"No stack has {what}",
        "Name the path of its construct." if found else "sluice state connectors lists what there is.",
    )


def _names(item: Stored) -> set[str | None]:
    """What an object is called."""
    resource = CATALOGUE.resources[item.type]
    identity = identity_of(resource, item.values)
    return {item.address, item.construct_path, identity[-1], resource.import_id(identity)}


def _in_state(engine: Engine, stack: Stack, under_way: Move, resource: type[Resource], old: Identity) -> str:
    """The state of its stack with the new names; before the new one is made, with those that are known by then."""
    names = resource.identity_fields()
    state = engine.pull(stack.directory)
    return renamed(state, resource.type_name, dict(zip(names, old, strict=True)), under_way.other_names(), names)


def _store(engine: Engine, stack: Stack, state: str, lock_timeout: str) -> None:
    with run_folder() as folder:
        path = folder / "terraform.tfstate"
        write_private(path, state.encode())
        engine.push(stack.directory, path, lock_timeout)


def _tell_code(session: Session, stack: Stack, item: Stored, names: dict[str, Any]) -> None:
    """Print what is to be changed in the code."""
    origin = stack.origins.get(item.address)
    where = f" ({origin.line})" if origin and origin.line else ""
    session.out.print(Text(f"Change {item.construct_path or item.address}{where} before the next deploy:"))
    for name, (before, after) in names.items():
        if before != after:
            session.out.print(Text(f'-    {name}="{before}"\n+    {name}="{after}"'))
