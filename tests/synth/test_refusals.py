"""What cannot be synthesized is refused by the construct itself, in words."""

from __future__ import annotations

import pytest

from tests.synth.cases import PLANTED
from tests.synth.conftest import Synthesized

FUNCTIONS = "Use Fn.upper, Fn.substr, Fn.replace and the like: they are carried out by Terraform."

IN_CLEAR = "and would lie in cdktf.out, the plan and the state in clear"
HOW = 'Write Environment(<scope>, "<id>", ...).'

REFUSALS = {
    "name": "dev/new: name 'Orders_EU' must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen at "
    "either end\nName of the environment; it is part of every path, so a change replaces it.",
    "tier": "dev/new: tier 'stagin' must be one of development, staging, production\nDid you mean 'staging'?",
    "unknown": "dev/new: teir is not an argument\nDid you mean 'tier'?",
    "none": 'dev/new: metadata["team"] is None\nLeave the key out instead.',
    "config": "dev/new: config[\"name\"] is 'sink', but `name` is 'new'\nTake it out, or make them the same.",
    "list in config": 'dev/new: config["topics"] is a list that only Terraform knows, not text\nUse Fn.join(",", ...).',
    "construct": "dev/new: environment is a Connector, not a sluice_lenses_environment\n"
    "Environment whose agent reaches the Connect cluster.",
    "twice": "dev/orders: There is already a Construct with name 'orders' in TerraformStack [dev]",
    "system": "dev/p: lense is not an argument\nDid you mean 'lenses'?",
    "no scope": "the scope of a new Environment is None, not a construct\n" + HOW,
    "no id": "dev: the id of a new Environment is None, not text\n" + HOW,
    "id left out": "dev: the id of a new Environment is None, not text\n" + HOW,
    "empty id": "dev: the id of a new Environment is empty\n" + HOW,
    "stack without id": 'the app: the id of a new Stack is None, not text\nWrite Stack(<scope>, "<id>", ...).',
    "provider without id": "dev: the id of a new SluiceProvider is None, not text\n"
    'Write SluiceProvider(<scope>, "<id>", ...).',
    "depends on text": "dev/new: depends_on[0] is text, not a construct\n"
    "Give the construct itself that is to be made first.",
    "depends on one": "dev/new: depends_on is a KafkaConnection, not a list\nPut constructs into brackets: [...].",
    "for each of a list": "dev/new: for_each is a list, not an iterator\n"
    "Give TerraformIterator.from_list([...]) or TerraformIterator.from_map({...}).",
    "count of text": "dev/new: count is text, not a number\nGive a number, or TerraformCount.of(...).",
    "count of no number": "dev/new: count is nan, not a whole number from 0 to 1000000",
    "lifecycle by number": "dev/new: lifecycle has the key 1, which is not text",
    "provider by name": "dev/new: provider is text, not a provider\nGive a SluiceProvider of the stack.",
    "import of nothing": "dev/orders: the import id is None, not text\nThe page of the reference says what it is.",
    "import of an empty id": "dev/orders: the import id is empty\nThe page of the reference says what it is.",
    "variable without name": "Secret.env was given something that cannot be the name of an environment variable\n"
    "Give a name made of letters, digits and underscores, not the secret itself.",
    "digits": 'dev/new: body["a"][0] has more digits than jsii keeps\nWrite it as text.',
    "no number": 'dev/new: body["a"] is nan, which is not a number',
    "many digits": "dev/new: min_tasks has more digits than Terraform keeps",
    "endless digits": 'dev/new: config["a"] is a number, not text',
    "nothing like it": "dev/new: tier 'xyz' must be one of development, staging, production",
    "upper": f"dev/new: name was made with a string method from a value that only Terraform knows\n{FUNCTIONS}",
    "list": 'dev/new: config["a"] holds a list or map that only Terraform knows, put into text or looped over in '
    "Python\nUse Fn.join, Fn.element, Fn.lookup or TerraformIterator.",
    "boolean": 'dev/new: config["a"] holds a value that only Terraform knows, put into text by Python\n'
    "Wrap the value in Token.as_string(...) first.",
    "number": 'dev/new: config["a"] holds a number that only Terraform knows, put into text by Python\n'
    "Wrap the number in Token.as_string(...) first.",
    "objects": 'dev/new: config["a"] holds a list or map that only Terraform knows, put into text or looped over in '
    "Python\nUse Fn.join, Fn.element, Fn.lookup or TerraformIterator.",
    "shown": 'dev/new: config["topics"] holds a construct, put into text by Python\n'
    "Put one of its attributes there, such as its name.",
    "calculated": "A number that only Terraform knows was calculated with in Python\n"
    "Use Op.add, Op.mul and the like: they are carried out by Terraform.",
    "literal": 'dev/new: secrets["password"] is a literal secret, which would lie in cdktf.out in clear\n'
    'Give Secret.env("<variable>") or Secret.variable("<name>"), or Secret.plain("...") if it may lie there.',
    "literal in config": f'dev/new: config["connection.password"] is a secret by its name, {IN_CLEAR}\n'
    'Take it out and give secrets={"connection.password": Secret.env("<variable>")}, or Secret.plain("...") there if '
    "it may lie in cdktf.out.",
    "login in config": f'dev/new: config["url"] is a text with credentials in it, {IN_CLEAR}\n'
    'Take it out and give secrets={"url": Secret.env("<variable>")}, or Secret.plain("...") there if it may lie in '
    "cdktf.out.",
    "literal in body": f'dev/new: body["db"]["password"] is a secret by its name, {IN_CLEAR}\n'
    "Take it out and give it in `secret_body`, with Secret.variable or Secret.plain.",
    "token": 'dev/p: lenses["token"] is a literal secret, which would lie in cdktf.out in clear\n'
    'Leave it out and set SLUICE_LENSES_TOKEN, or give Secret.variable("<name>").',
    "header": 'dev/p: lenses["headers"]["X-Key"] is a literal secret, which would lie in cdktf.out in clear\n'
    'Leave it out and set SLUICE_LENSES_HEADERS, or give Secret.variable("<name>").',
}


@pytest.mark.parametrize("attempt", REFUSALS)
def test_a_refusal_names_the_construct_and_says_what_to_do(synthesized: Synthesized, attempt: str) -> None:
    assert synthesized.notes["refusals"][attempt] == REFUSALS[attempt]


def test_a_token_that_the_app_does_not_know_is_told_where_it_stands(synthesized: Synthesized) -> None:
    summary, line, advice = synthesized.notes["unknown_token"].splitlines()
    assert summary == "dev/orders: display_name holds ${TfToken[TOKEN.4711]}, which is no token of this app"
    assert line.startswith("dev/orders: at ")
    assert "cases.py, line " in line
    assert advice.startswith("Such a text stands for a value that only Terraform knows")


def test_every_attempt_is_refused(synthesized: Synthesized) -> None:
    assert synthesized.notes["refusals"].keys() == REFUSALS.keys()


def test_a_refused_construct_leaves_no_trace_in_the_stack(synthesized: Synthesized) -> None:
    resources = synthesized.stack("refusals", "dev")["resource"]
    assert {kind: list(made) for kind, made in resources.items()} == {
        "sluice_lenses_environment": ["orders"],
        "sluice_lenses_kafka_connection": ["kafka"],
        "sluice_lenses_connector": ["sink"],
    }


def test_a_literal_secret_is_not_written(synthesized: Synthesized) -> None:
    holding = [name for name, text in synthesized.files().items() if PLANTED.encode() in text]
    assert holding == []
    assert PLANTED not in f"{synthesized.notes}{synthesized.warnings}"


def test_a_secret_variable_is_ephemeral_unless_terraform_must_store_it(synthesized: Synthesized) -> None:
    stack = synthesized.stack("shared_secrets", "dev")
    references = {key: f"${{var.{key}}}" for key in ("shared", "declared", "own")}
    connectors = stack["resource"]["sluice_lenses_connector"].values()
    assert [item["secret_config"] for item in connectors] == [references, references]
    assert stack["variable"] == {
        "shared": {"type": "string", "sensitive": True},
        "declared": {"type": "string", "sensitive": True, "description": "Declared by the user."},
        "own": {"type": "string", "sensitive": True, "ephemeral": True},
    }


def test_a_secret_variable_cannot_have_the_id_of_another_construct(synthesized: Synthesized) -> None:
    assert synthesized.notes["shared_secrets"] == (
        "dev: the secret variable 'taken' has the id of another construct\nGive one of them another name."
    )
