"""Agent keys and tokens are written in the forms that are taken, masked unless asked for."""

from __future__ import annotations

import pytest

from provider_lib.errors import StateError
from provider_lib.spec.secret import Secret
from provider_lib.state import AgentKey, Token, as_environment, as_kubernetes_secrets, as_provisioning


def key(environment: str, secret: str = "agent_key_1") -> AgentKey:
    return AgentKey(stack="dev", address="a.b", system="lenses", environment=environment, key=Secret(secret))


def token(account: str, secret: str = "sa_key_1") -> Token:
    return Token(stack="dev", address="a.b", system="lenses", account=account, token=Secret(secret))


def test_the_variable_of_the_docker_image() -> None:
    assert as_environment([key("orders")], Secret.reveal) == "PROVISION_AGENT_KEY=agent_key_1\n"
    assert as_environment([key("orders")]) == "PROVISION_AGENT_KEY=********\n"


def test_a_kubernetes_secret_for_every_key() -> None:
    assert as_kubernetes_secrets([key("orders"), key("EU Orders_2")], Secret.reveal) == (
        """\
apiVersion: v1
kind: Secret
metadata:
  name: "lenses-agent-orders"
  annotations:
    sluice/environment: "orders"
type: Opaque
data:
  PROVISION_AGENT_KEY: "YWdlbnRfa2V5XzE="
---
apiVersion: v1
kind: Secret
metadata:
  name: "lenses-agent-eu-orders-2"
  annotations:
    sluice/environment: "EU Orders_2"
type: Opaque
data:
  PROVISION_AGENT_KEY: "YWdlbnRfa2V5XzE="
"""
    )


def test_a_masked_kubernetes_secret_holds_the_mask() -> None:
    assert 'PROVISION_AGENT_KEY: "KioqKioqKio="\n' in as_kubernetes_secrets([key("orders")])


def test_a_token_for_a_program_that_runs_sluice() -> None:
    assert as_environment([token("ci")], Secret.reveal) == "SLUICE_LENSES_TOKEN=sa_key_1\n"
    assert as_environment([token("ci")]) == "SLUICE_LENSES_TOKEN=********\n"
    assert as_kubernetes_secrets([token("orders-ci")], Secret.reveal) == (
        """\
apiVersion: v1
kind: Secret
metadata:
  name: "lenses-account-orders-ci"
  annotations:
    sluice/account: "orders-ci"
type: Opaque
data:
  SLUICE_LENSES_TOKEN: "c2Ffa2V5XzE="
"""
    )


@pytest.mark.parametrize(("tokens", "names"), [([], "none"), ([token("b"), token("a")], "a, b")])
def test_a_form_for_one_program_takes_one_token(tokens: list[Token], names: str) -> None:
    with pytest.raises(StateError) as caught:
        as_environment(tokens, kind=Token)
    assert caught.value.summary == f"This format takes one token, and there are {len(tokens)}"
    assert caught.value.detail == f"Choose one with --account; there are: {names}."


def test_two_environments_may_not_share_a_kubernetes_name() -> None:
    with pytest.raises(StateError, match="Two environments give the Secret name lenses-agent-a-b"):
        as_kubernetes_secrets([key("a.b"), key("a-b")])


def test_the_connection_to_hq_in_provisioning_yaml() -> None:
    assert as_provisioning([key("orders", 'k"\n: x')], "hq.example.com", Secret.reveal) == (
        """\
lensesHq:
  - name: lenses-hq
    version: 1
    tags: []
    configuration:
      server:
        value: "hq.example.com"
      port:
        value: 10000
      agentKey:
        value: "k\\"\\n: x"
"""
    )


@pytest.mark.parametrize(("keys", "names"), [([], "none"), ([key("b"), key("a")], "a, b")])
def test_a_form_for_one_agent_takes_one_key(keys: list[AgentKey], names: str) -> None:
    with pytest.raises(StateError) as caught:
        as_environment(keys)
    assert caught.value.summary == f"This format takes one agent key, and there are {len(keys)}"
    assert caught.value.detail == f"Choose one with --environment; there are: {names}."


@pytest.mark.parametrize("secret", ["a\nLD_PRELOAD=x", "a\rb", "a\x1b[2J", "\u202eab"])
def test_a_key_that_would_break_out_of_its_line_is_refused(secret: str) -> None:
    with pytest.raises(StateError) as caught:
        as_environment([key("orders", secret)], Secret.reveal)
    assert caught.value.summary == "The agent key of orders holds a character that a line cannot hold"
    assert secret not in str(caught.value)
