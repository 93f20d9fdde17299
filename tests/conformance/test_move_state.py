"""A `moved` block over a state that another provider wrote: the real core asks, reads and plans nothing."""

from __future__ import annotations

import json
import uuid
from typing import Any

from provider_lib import REATTACH_VARIABLE
from provider_lib.protocol.reattach import reattach
from provider_lib.rest import RestProvider
from provider_lib.systems import CATALOGUE
from tests.conformance.rest_object import THING, Scene

SOURCE = "registry.terraform.io/mastercard/restapi"
IN_OPENTOFU = "registry.opentofu.org/mastercard/restapi"
"""What OpenTofu takes that address of a state for."""


def foreign_state(attributes: dict[str, Any]) -> str:
    """A state file with one object of another provider."""
    resource = {
        "mode": "managed",
        "type": "restapi_object",
        "name": "old",
        "provider": f'provider["{SOURCE}"]',
        "instances": [{"schema_version": 0, "attributes": attributes, "sensitive_attributes": []}],
    }
    state = {"version": 4, "terraform_version": "1.9.0", "serial": 1, "lineage": str(uuid.uuid4())}
    return json.dumps(state | {"outputs": {}, "resources": [resource]})


def test_an_object_of_another_provider_is_moved_and_nothing_is_sent(scene: Scene) -> None:
    scene.things.objects["7"] = {"id": 7, "name": "Ada", "token": "hunter22"}
    scene.declare({"name": "Ada"})
    config = json.loads((scene.workspace.folder / "main.tf.json").read_text())
    config["moved"] = [{"from": "restapi_object.old", "to": THING}]
    (scene.workspace.folder / "main.tf.json").write_text(json.dumps(config))
    old = {"id": "7", "path": "/things", "data": '{"name":"Ada","token":"hunter22"}', "api_response": "hunter22"}
    (scene.workspace.folder / "terraform.tfstate").write_text(foreign_state(old))
    # Terraform wants the schemas of every provider in a state, although it asks none of them about a move.
    with reattach(lambda: RestProvider(CATALOGUE, {}), SOURCE) as old_provider:
        (served,) = json.loads(old_provider).values()
        attached = json.loads(scene.workspace.environment[REATTACH_VARIABLE])
        all_of_them = {
            **attached,
            SOURCE: served,
            IN_OPENTOFU: served,
        }
        scene.workspace.run(
            "apply", "-auto-approve", "-input=false", "-no-color", **{REATTACH_VARIABLE: json.dumps(all_of_them)}
        )
    assert {line.split()[0] for line in scene.api.lines()} == {"GET"}
    assert (scene.state["endpoint"], scene.state["id"]) == ("default", "7")
    assert scene.state["body"] == {"id": 7, "name": "Ada"}
    assert b"hunter22" not in scene.stored
    assert scene.is_settled()
