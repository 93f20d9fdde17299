"""An object of an API that Sluice has no resource for, described by how its API works.

The sandbox has no such API, so this one plays with the environments of Lenses as if nobody had declared them:
export SLUICE_REST_URL=$SLUICE_LENSES_URL SLUICE_REST_TOKEN=$SLUICE_LENSES_TOKEN
"""

from provider_lib.constructs import App, Stack
from provider_lib.constructs.rest import RestObject

app = App()
stack = Stack(app, "partners", version="1.0.0")
RestObject(
    stack,
    "partners",
    path="/api/v1/environments",
    id_from="body:name",
    update={"method": "PATCH"},
    body={"name": "partners", "tier": "staging", "metadata": {"team": "order-platform"}},
    replace_on=["name"],
)
app.synth()
