"""Freezes the state of every declared resource as this version of the provider writes it, for the versions to come.

python -m tests.conformance.freeze [TYPE...]

Without a type, what is not frozen yet; with types, those again. Only the folder of the current version is written to:
what a released version left behind stays as it is.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import provider_lib
from provider_lib.sandbox.server import Sandbox
from provider_lib.spec import Resource
from provider_lib.systems import CATALOGUE
from tests.conformance.declared import PASSWORD, Example, Values
from tests.conformance.frozen_state import FOLDER, Frozen, rows_of
from tests.core import attached

BESIDE: dict[str, Values] = {
    "sluice_redpanda_connector": {  # the server makes another connection.url of it, which private state remembers
        "name": "archive",
        "config": {
            "connector.class": "com.mongodb.kafka.connect.MongoSinkConnector",
            "connection.url": "mongodb://loader@mongo:27017",
            "database": "shop",
            "topics": "orders",
        },
    },
    "sluice_rest_object": {"path": "/users", "body": {"name": "loader"}, "secret_body": {"login": {"pin": PASSWORD}}},
}
"""A second object of a type whose example leaves less in the state than there can be."""

CURRENT = FOLDER / provider_lib.__version__


def freeze(resource: type[Resource], folder: Path) -> Frozen:
    """The state after the example of a resource was created, and imported a second time under another address."""
    example = Example(resource)
    variables = example.variables()
    configuration = example.others() | {example.address: example.values}
    if resource.type_name in BESIDE:
        configuration[f"{resource.type_name}.beside"] = BESIDE[resource.type_name]
    database = folder / "sandbox.db"
    with (
        Sandbox(database=database) as sandbox,
        attached(folder, CATALOGUE, sandbox.environment() | variables) as workspace,
    ):
        workspace.write(configuration)
        workspace.apply()
        created = workspace.state()[example.address]
        configuration[_imported(resource)] = _with_secrets_by_value(example.values, variables)
        workspace.write(configuration)
        workspace.run("import", "-no-color", _imported(resource), _import_id(resource, created))
        workspace.run("plan", "-detailed-exitcode", "-input=false", code=0)
        state = json.loads((folder / "terraform.tfstate").read_text())
        assert sandbox.url not in json.dumps(state), f"the state of {resource.type_name} holds the sandbox's address"
    return Frozen(variables, configuration, state, rows_of(database))


def _imported(resource: type[Resource]) -> str:
    return f"{resource.type_name}.imported"


def _import_id(resource: type[Resource], state: Values) -> str:
    return "/".join(quote(state[name], safe="") for name in resource.identity_fields())


def _with_secrets_by_value(values: Values, variables: dict[str, str]) -> dict[str, Any]:
    """The name of an environment variable cannot be read back from a server, so an import is given the secrets."""
    named = values.get("secret_env")
    if not named:
        return values
    given = {key: variables[name] for key, name in named.items()}
    return {name: value for name, value in values.items() if name != "secret_env"} | {"secret_config": given}


def main(types: list[str]) -> None:
    """Freeze these types, or what is not frozen yet."""
    for name, resource in CATALOGUE.resources.items():
        file = CURRENT / f"{name}.json"
        if name in types or not (types or file.exists()):
            with TemporaryDirectory() as folder:
                freeze(resource, Path(folder)).save(file)
            print(f"froze {file.relative_to(Path.cwd())}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
