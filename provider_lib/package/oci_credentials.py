"""Who somebody is at an OCI registry: as `docker login`, `podman login` and `oras login` left it."""

from __future__ import annotations

import json
import subprocess
from base64 import b64decode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from provider_lib.errors import ConfigError


def credentials(host: str, environ: Mapping[str, str]) -> tuple[str, str] | None:
    """User and password for a registry; None when nobody logged in there.

    Args:
        host: of the registry, with its port if it has one.
        environ: says where the files are.

    Raises:
        ConfigError: a file cannot be read, or the program it names does not tell.
    """
    for path in _files(environ):
        try:
            found = _in_settings(_read(path), host)
        except (ValueError, LookupError, TypeError, AttributeError):
            detail = (
                f"What it, or the program it names, has for {host} is not what `docker login` leaves. Log in again."
            )
            raise ConfigError(f"Cannot read the credentials in {path}", detail) from None
        if found:
            return found
    return None


def _in_settings(settings: dict[str, Any], host: str) -> tuple[str, str] | None:
    helper = (settings.get("credHelpers") or {}).get(host) or settings.get("credsStore")
    stored = ((settings.get("auths") or {}).get(host) or {}).get("auth")
    if stored:
        user, _, password = b64decode(stored).decode().partition(":")
        return user, password
    return _ask(helper, host) if helper else None


def _files(environ: Mapping[str, str]) -> Iterator[Path]:
    home = Path(environ.get("HOME") or Path.home())
    if named := environ.get("REGISTRY_AUTH_FILE"):
        yield Path(named)
    if runtime := environ.get("XDG_RUNTIME_DIR"):
        yield Path(runtime, "containers", "auth.json")
    yield Path(environ.get("DOCKER_CONFIG") or home / ".docker", "config.json")


def _read(path: Path) -> dict[str, Any]:
    try:
        settings = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ConfigError(f"Cannot read the credentials in {path}", type(error).__name__) from None
    return settings if isinstance(settings, dict) else {}


def _ask(helper: str, host: str) -> tuple[str, str] | None:
    """Ask a credential helper of Docker's; None when it knows nothing of the host."""
    try:
        done = subprocess.run(
            [f"docker-credential-{helper}", "get"], input=host, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise ConfigError(
            f"Cannot run docker-credential-{helper}: {error.strerror}", "Install it, or log in again."
        ) from None
    if done.returncode != 0:
        return None
    told = json.loads(done.stdout)
    return told["Username"], told["Secret"]
