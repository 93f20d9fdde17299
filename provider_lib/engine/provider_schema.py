"""What the provider offers, as Terraform sees it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from provider_lib import ADDRESS, __version__
from provider_lib.engine.terraform import Engine


def provider_schema(engine: Engine) -> dict[str, Any]:
    """The provider's schemas in Terraform's JSON form: ``provider``, ``resource_schemas``, ``data_source_schemas``, ...

    Installs and starts the provider as any stack does, so it also proves that both work.

    Raises:
        EngineError: Terraform cannot install or start it.
    """
    requirement = {"sluice": {"source": ADDRESS, "version": __version__}}
    with tempfile.TemporaryDirectory(prefix="sluice-") as folder:
        directory = Path(folder)
        (directory / "main.tf.json").write_text(json.dumps({"terraform": {"required_providers": requirement}}))
        engine.init(directory)
        offered: dict[str, Any] = engine.schemas(directory)["provider_schemas"][ADDRESS]
    return offered
