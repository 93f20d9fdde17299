"""A text is synthesized as a template that gives this text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_lib.constructs.base.templates import hcl_templates, json_templates

TOKEN = "${TfToken[TOKEN.12]}"
TEXTS = st.lists(st.sampled_from([*'${}%"\\\n\ra', TOKEN]), max_size=12).map("".join)
_SEQUENCES = r"\$\$\{|%%\{|(\$\{TfToken\[TOKEN\.12\]\})|\$\{\"((?:[^\"\\]|\\.)*)\"\}"
ESCAPE = r"\\."


def rendered(template: str, *, in_quotes: bool) -> str:
    """What Terraform makes of a template, tokens left as they are."""

    def one(found: re.Match[str]) -> str:
        token, expression = found.group(1, 2)
        if token is not None:
            return token
        if expression is not None:
            return rendered(expression, in_quotes=True)
        return {"\\n": "\n", "\\r": "\r"}.get(found[0], found[0][1:])

    return re.sub(f"{_SEQUENCES}|{ESCAPE}" if in_quotes else _SEQUENCES, one, template, flags=re.DOTALL)


@given(TEXTS)
def test_a_template_gives_the_text_that_it_was_made_of(text: str) -> None:
    assert rendered(json_templates(text), in_quotes=False) == text
    assert rendered(hcl_templates(text), in_quotes=True) == text
    assert rendered(hcl_templates(text, guessed=True), in_quotes=True) == text


@given(TEXTS)
def test_a_text_in_hcl_fits_on_a_line_and_its_quotes_are_escaped(text: str) -> None:
    plain = re.sub(r'\$\{"(?:[^"\\]|\\.)*"\}', "", hcl_templates(text))
    assert "\n" not in plain
    assert "\r" not in plain
    assert re.search(r'(?<!\\)(\\\\)*"', plain) is None


@pytest.mark.parametrize(
    ("text", "in_json", "in_hcl"),
    [
        ("${var.x} %{if y}", "$${var.x} %%{if y}", "$${var.x} %%{if y}"),
        ("$${x}", "$$${x}", "$$${x}"),
        (TOKEN, TOKEN, TOKEN),
        (f"a ${TOKEN} %{TOKEN}", f'a ${{"$"}}{TOKEN} %{TOKEN}', f'a ${{"$"}}{TOKEN} %{TOKEN}'),
        (f"${{x}} {TOKEN}$", f'${{"$"}}{{x}} {TOKEN}$', f'${{"$"}}{{x}} {TOKEN}$'),
        ('a "b"\\\n\r', 'a "b"\\\n\r', r"a \"b\"\\\n\r"),
        ("\r${x}", '${"\\r"}${"$"}{x}', r"\r$${x}"),
    ],
)
def test_only_what_is_literal_is_escaped(text: str, in_json: str, in_hcl: str) -> None:
    assert [json_templates(text), hcl_templates(text)] == [in_json, in_hcl]


@pytest.mark.parametrize(("text", "written"), [("5", '${"5"}'), ("[a]", '${"[a]"}'), ("{a}", '${"{a}"}'), ("5a", "5a")])
def test_what_the_renderer_would_take_for_code_is_an_expression(text: str, written: str) -> None:
    assert [hcl_templates(text), hcl_templates(text, guessed=True)] == [text, written]


@pytest.mark.parametrize(
    ("key", "written"), [("a-b", "a-b"), ("-a", '${"-a"}'), ("for", '${"for"}'), ("", '${""}'), ("a.b", "a.b")]
)
def test_a_key_that_would_be_written_without_the_quotes_it_needs_is_an_expression(key: str, written: str) -> None:
    assert hcl_templates({key: key}) == {written: key}


def test_values_within_values_are_templates_too() -> None:
    value = {"${a}": [{"b": ["${c}", 1, True, None, 1.5]}]}
    assert json_templates(value) == {"$${a}": [{"b": ["$${c}", 1, True, None, 1.5]}]}
    listed, mapped = ["#{TfToken[TOKEN.1]}"], {"&{TfToken[TOKEN.1]}": "String Map Token Value"}
    assert [json_templates(listed), json_templates(mapped)] == [listed, mapped]
