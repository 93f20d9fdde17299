"""Objects of an API that Sluice has no resource for, described by how that API works."""

from provider_lib.constructs import App, Stack
from provider_lib.constructs.rest import RestObject

app = App()
stack = Stack(app, "partners", version="1.0.0")
team = RestObject(
    stack,
    "team",
    path="/teams",
    body={"name": "order-platform", "email": "orders@example.com"},
    search={"key": "name", "value": "order-platform"},
)
RestObject(
    stack,
    "courier",
    path="/partners",
    body={"name": "courier", "owner": team.id, "topics": ["orders", "shipments"]},
    update={"method": "PATCH"},
    revision_from="header:ETag",
    equivalent={"topics": "set"},
    replace_on=["name"],
)
app.synth()
