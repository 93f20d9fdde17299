"""What the documents of Lenses leave open."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provider_lib.sandbox.switches import SwitchBoard


class LensesSwitches(SwitchBoard):
    """Each switch is one reading of something undocumented, or a circumstance to rehearse.

    Args:
        create_status: answer to the create of an environment.
        renew_key_status, renew_token_status: answer to the renewal of an agent key, of a token.
        connection_put_status: answer to a PUT that makes a Kafka connection.
        duplicate_status: answer to the create of an object that exists.
        duplicate_connector_status: the agent's answer to the create of a connector that exists.
        agent_away_status, agent_away_shape: the proxy's answer when no agent is connected, and who words it.
        agent_connects_after_ms: after a create, an agent connects by itself; None waits for ``/_sandbox/agents``.
        renew_key_session: whether an agent that is connected stays so when its key is renewed.
        secrets_shown_as: how the agent shows values of PASSWORD keys; None shows them as they are.
        as_code_away: the agent has no connectors as code, and answers so; 200 is its user interface. None when it has.
        as_code_shape: what a definition looks like.
        refuse_empty_values: whether a connector with an empty configuration value is refused.
        licensed: whether the licence covers Kafka Connect.
        connect_clusters: the Connect clusters that each agent was given.
        users: the users that HQ knows.
        lone_policy_value: whether a policy shows one action or resource as a text or as a list of one.
    """

    create_status: Literal[200, 201] = 201
    renew_key_status: Literal[200, 201] = 200
    renew_token_status: Literal[200, 201] = 200
    connection_put_status: Literal[200, 201] = 200
    duplicate_status: Literal[400, 409, 422] = 409
    duplicate_connector_status: Literal[400, 409, 500] = 400
    agent_away_status: Literal[404, 500, 502, 503, 504] = 503
    agent_away_shape: Literal["hq", "agent"] = "hq"
    agent_connects_after_ms: int | None = Field(default=200, ge=0)
    renew_key_session: Literal["stays", "drops"] = "stays"
    secrets_shown_as: Literal["****", "[secret hidden by Lenses]"] | None = None
    as_code_away: Literal[200, 404, 405, 501] | None = None
    as_code_shape: Literal["flat", "nested"] = "nested"
    refuse_empty_values: bool = True
    licensed: bool = True
    connect_clusters: tuple[str, ...] = ("connect", "main")
    users: tuple[str, ...] = ("anna@example.com", "ben@example.com")
    lone_policy_value: Literal["text", "list"] = "list"
