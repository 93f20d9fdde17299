"""The policy of an app, looked at when a stack is synthesized: errors fail the synth, all else is remarked."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import jsii
from constructs import Construct, IConstruct, IValidation

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.app import App
from provider_lib.constructs.base.config_values import holds_token
from provider_lib.constructs.base.duplicates import named
from provider_lib.constructs.base.element import Element
from provider_lib.constructs.base.kept import forget, kept
from provider_lib.constructs.base.overrides import overridden
from provider_lib.constructs.base.remarks import inform, warn
from provider_lib.constructs.base.siblings import Siblings
from provider_lib.constructs.base.tokens import is_token
from provider_lib.errors import SluiceError
from provider_lib.policy import FINDINGS_FILE, Finding, Policy, Subject, examine, to_json
from provider_lib.policy import App as PolicyApp
from provider_lib.spec.resource import Resource
from provider_lib.spec.types import UNKNOWN

CONTEXT_KEY: Final = "sluice_policy"
"""Under which ``cdktf.json`` has a policy in its ``context``."""

_STACKS: Final = "stacks"
_WAITING: Final = "stacks_to_look_at"
_SUBJECTS: Final = "subjects"
_APP: Final = "app_of_subjects"
_OF_THE_OBJECT: Final = ("name", "id", "state")
"""What the state module shows of a resource that says nothing about where it is."""


@jsii.implements(IValidation)
class PolicyChecks:
    """Holds one stack to the policy of its app.

    Args:
        stack: whose constructs are looked at, beside those of the other stacks.
    """

    def __init__(self, stack: cdk.TerraformStack) -> None:
        self._stack = stack

    def validate(self) -> list[str]:
        """The errors, in words; the CDK calls it when all aspects have been there."""
        root = self._stack.node.root
        app = self._app(root)
        try:
            today = datetime.now(UTC).date()
            found = examine(app, _policy(root), today, stack=self._stack.node.path)
        except SluiceError as error:
            return [str(error)]
        constructs = {item._path(): item for item in Siblings.of(self._stack).elements} if found else {}
        findings = [_with_line(finding, constructs) for finding in found]
        self._note(findings)
        counting = [finding for finding in findings if not finding.waived]
        for finding in counting:
            if finding.severity != "error":
                _remark(finding, constructs[finding.construct]._construct if finding.construct else self._stack)
        return [_told(finding) for finding in counting if finding.severity == "error"]

    def _app(self, root: IConstruct) -> PolicyApp:
        """What rules look at; one for all stacks, with what rules found out about it, unless aspects change a stack."""
        stacks = self._stacks(root)
        before = _subjects(self._stack)
        forget(self._stack, _SUBJECTS)
        if _subjects(self._stack) != before:
            forget(root, _APP)
        return kept(root, _APP, lambda: PolicyApp(tuple(item for stack in stacks for item in _subjects(stack))))

    def _stacks(self, root: IConstruct) -> list[cdk.TerraformStack]:
        """The stacks of the app, looked for once for all of them: each is asked about once in a synth."""
        known: list[cdk.TerraformStack] = kept(root, _STACKS, list)
        waiting: set[cdk.TerraformStack] = kept(root, _WAITING, set)
        if self._stack not in waiting:
            known[:] = [item for item in root.node.find_all() if isinstance(item, cdk.TerraformStack)]
            waiting.update(known)
            forget(root, _APP)
        waiting.discard(self._stack)
        return known

    def _note(self, findings: list[Finding]) -> None:
        """Write all that was found beside the stack, for who reviews it."""
        app = self._stack.node.root
        if isinstance(app, cdk.App):
            folder = Path(app.outdir, app.manifest.for_stack(self._stack).working_directory)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / FINDINGS_FILE).write_text(to_json(findings))


def _policy(root: IConstruct) -> Policy:
    """What was chosen on the app, or in its ``cdktf.json``."""
    if isinstance(root, App) and root.policy is not None:
        return root.policy
    given = root.node.try_get_context(CONTEXT_KEY)
    return Policy() if given is None else Policy.of(given)


def _with_line(finding: Finding, constructs: Mapping[str, Element]) -> Finding:
    line = constructs[finding.construct]._line if finding.construct else None
    return finding if line is None else replace(finding, line=line.seen_from(Path.cwd()))


def _remark(finding: Finding, construct: Construct) -> None:
    remark = warn if finding.severity == "warning" else inform
    line = f" ({finding.line})" if finding.line else ""
    remark(construct, f"{finding.summary}. {finding.advice}{line}")


def _told(finding: Finding) -> str:
    place = f"{finding.construct}: " if finding.construct else ""
    line = [f"{finding.construct}: at {finding.line}"] if finding.line else []
    return "\n".join([f"{place}{finding.summary}", *line, finding.advice])


def _subjects(stack: cdk.TerraformStack) -> list[Subject]:
    """The resources of a stack; those of a stack that comes later are as they are before its own aspects."""
    return kept(stack, _SUBJECTS, lambda: list(_read(stack)))


def _read(stack: cdk.TerraformStack) -> Iterator[Subject]:
    path = stack.node.path
    for element in Siblings.of(stack).elements:
        declared = element._declared
        if issubclass(declared, Resource) and isinstance(element, cdk.TerraformResource):
            values = {name: _known(value) for name, value in _overridden(element).items()}
            yield Subject(declared, path, element._path(), values, _place(element, declared))


def _overridden(element: Element) -> Mapping[str, Any]:
    values: Mapping[str, Any] = element._values
    for (name, *keys), override in element._overrides:
        if is_token(values.get(name)):
            values = {**values, name: UNKNOWN}
        elif values.get(name) is not UNKNOWN:
            values = {**values, name: overridden(values.get(name), keys, _template(override))}
    return values


def _template(override: Any) -> Any:
    """An override, of which texts are Terraform's own: one that is computed is not known here."""
    match override:
        case str():
            return UNKNOWN if "${" in override or "%{" in override else override
        case Mapping():
            return {key: _template(item) for key, item in override.items()}
        case list():
            return [_template(item) for item in override]
        case _:
            return override


def _known(value: Any) -> Any:
    """A value with UNKNOWN for what only Terraform knows; a map of which it knows a key is not known at all."""
    match value:
        case Mapping():
            if any(is_token(key) for key in value) or is_token(value):
                return UNKNOWN
            return {key: _known(item) for key, item in value.items()}
        case list():
            return UNKNOWN if is_token(value) or any(map(is_token, value)) else [_known(item) for item in value]
        case _:
            return UNKNOWN if holds_token(value) else value


def _place(element: Element, declared: type[Resource]) -> Mapping[str, Hashable]:
    """Which server a connector is at, and what names it there but for its own name."""
    if declared.tracked is None or declared.tracked.kind != "connector":
        return {}
    labels = {name: field for name, field in declared.tracked.labels.items() if name not in _OF_THE_OBJECT}
    fields = declared.fields()
    inputs = {name: fields[field] for name, field in labels.items() if fields[field].is_input}
    settings = Siblings.of(element._stack).settings(element)
    return {
        "server": repr(settings),
        **{
            name: named(item.name, element._values.get(item.name, item.default), element)
            for name, item in inputs.items()
        },
    }
