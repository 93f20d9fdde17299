"""The app that ``synth`` measures: ``python -m tests.benchmarks.synth_app NUMBER``."""

from __future__ import annotations

import sys

from provider_lib.constructs import App, Stack
from provider_lib.constructs.lenses import Connector, Environment
from tests.benchmarks.payload import ENVIRONMENT, connector

app = App()
stack = Stack(app, "bench", version="1.0.0")
environment = Environment(stack, "environment", **ENVIRONMENT)
for number in range(int(sys.argv[1])):
    Connector(stack, f"c{number}", environment=environment, cluster="connect", **connector(number))
app.synth()
