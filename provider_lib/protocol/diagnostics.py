"""Errors and warnings as Terraform shows them, each at the attribute it is about."""

from __future__ import annotations

from collections.abc import Iterable

from provider_lib.contract import Diagnostic
from provider_lib.errors import Path, origin_of
from provider_lib.legible import legible
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.spec.schema import Schema
from provider_lib.spec.types import Dynamic, List, Map, Object, Type

LONGEST_SUMMARY = 900
LONGEST_DETAIL = 16_000

SEVERITIES = {"error": pb.Diagnostic.ERROR, "warning": pb.Diagnostic.WARNING}


def to_messages(diagnostics: Iterable[Diagnostic], schema: Schema | None) -> list[pb.Diagnostic]:
    """Terraform's form of ``diagnostics``.

    Args:
        schema: what their paths lead through; None leaves paths out.
    """
    return [
        pb.Diagnostic(
            severity=SEVERITIES[diagnostic.severity],
            summary=legible(" ".join(diagnostic.summary.split()), LONGEST_SUMMARY),
            detail=legible(diagnostic.detail, LONGEST_DETAIL),
            attribute=attribute_path(diagnostic.path, schema) if schema else None,
        )
        for diagnostic in diagnostics
    ]


def attribute_path(path: Path, schema: Schema) -> pb.AttributePath | None:
    """``path`` as far as ``schema`` knows the way; None when that is nowhere.

    The same text is an attribute's name in an object and a key in a map: only the schema tells which. Elements
    of sets have no path in the protocol.
    """
    steps: list[pb.AttributePath.Step] = []
    kind: Type = Object(schema.attributes)
    for step in path:
        match kind, step:
            case Object(attributes=attributes), str() if step in attributes:
                steps.append(pb.AttributePath.Step(attribute_name=step))
                kind = attributes[step].type
            case Map(of=of), str():
                steps.append(pb.AttributePath.Step(element_key_string=step))
                kind = of
            case List(of=of), int():
                steps.append(pb.AttributePath.Step(element_key_int=step))
                kind = of
            case Dynamic(), str():
                steps.append(pb.AttributePath.Step(attribute_name=step))
            case Dynamic(), int():
                steps.append(pb.AttributePath.Step(element_key_int=step))
            case _:
                break
    return pb.AttributePath(steps=steps) if steps else None


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of them is more than a warning."""
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)


def from_bug(operation: str, name: str, error: Exception) -> Diagnostic:
    """The diagnostic of an error that nobody foresaw: says where, but repeats no text that may hold a value.

    Args:
        operation: what was being done, e.g. ``apply``.
        name: the Terraform type it was done to.
    """
    return Diagnostic(
        "error",
        f"Sluice met a bug in {operation} of {name}",
        f"{type(error).__name__} at {origin_of(error)}.\n"
        "Please report it with these lines. TF_LOG_PROVIDER=DEBUG logs the way there.",
    )
