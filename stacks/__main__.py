"""Synthesizes every stack; ``cdktf.json`` runs it."""

from __future__ import annotations

from provider_lib.constructs import App
from stacks.dev import Dev
from stacks.prod import Prod
from stacks.staging import Staging

app = App()
Dev(app)
Staging(app)
Prod(app)
app.synth()
