"""Who may do what in Lenses: a role, the team that has it, and the account of the team's pipeline."""

from provider_lib.constructs import App, Stack
from provider_lib.constructs.lenses import Group, Role, ServiceAccount

app = App()
stack = Stack(app, "access", version="1.0.0")

deployer = Role(
    stack,
    "deployer",
    name="orders-deployer",
    policy=[
        {"effect": "allow", "action": ["environments:*"], "resource": ["environments:environment:orders"]},
        {"effect": "allow", "action": ["kafka-connect:*"], "resource": ["kafka-connect:connector:orders/*"]},
        {"effect": "deny", "action": ["kafka-connect:DeleteConnector"], "resource": ["*"]},
    ],
)
team = Group(stack, "team", name="orders-team", roles=[deployer], users=["anna@example.com"])
ServiceAccount(stack, "ci", name="orders-ci", groups=[team], token_expires_at="2040-01-01T00:00:00Z")

app.synth()
