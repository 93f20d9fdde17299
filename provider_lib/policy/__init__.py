"""Rules over an app as it will be synthesized, with a pack of them that is on by default. Pure values, no I/O.

from provider_lib.policy import Found, Waiver, rule
"""

from __future__ import annotations

from provider_lib.policy.examine import examine
from provider_lib.policy.findings import FINDINGS_FILE, Finding, Severity, from_json, to_json
from provider_lib.policy.pack import DEFAULT
from provider_lib.policy.policy import Chosen, Policy
from provider_lib.policy.rules import ConnectorRule, Found, Rule, rule
from provider_lib.policy.subjects import App, Configuration, Connector, Subject
from provider_lib.policy.waivers import Waiver

__all__ = [
    "DEFAULT",
    "FINDINGS_FILE",
    "App",
    "Chosen",
    "Configuration",
    "Connector",
    "ConnectorRule",
    "Finding",
    "Found",
    "Policy",
    "Rule",
    "Severity",
    "Subject",
    "Waiver",
    "examine",
    "from_json",
    "rule",
    "to_json",
]
