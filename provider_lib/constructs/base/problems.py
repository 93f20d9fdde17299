"""What is wrong with the arguments of a construct, and the error that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from provider_lib.errors import Path, SynthError, written


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Args:
        path: the argument and where in it.
        what: completes a sentence that begins with the path: "is required".
        advice: what to do.
    """

    path: Path
    what: str
    advice: str = ""


def refusal(place: str, problems: Sequence[Problem]) -> SynthError:
    """The error for a construct whose arguments have these problems.

    Args:
        place: path of the construct, e.g. ``dev/orders``.
        problems: at least one.
    """
    if len(problems) == 1:
        (problem,) = problems
        return SynthError(f"{place}: {_sentence(problem)}", problem.advice, problem.path)
    lines = [f"- {told(problem)}" for problem in problems]
    return SynthError(f"{place}: {len(problems)} arguments cannot be used", "\n".join(lines), problems[0].path)


def closest(word: str, choices: Sequence[str]) -> str:
    """Advice that names the choice most like ``word``, or else all of them."""
    return like(word, choices) or f"There are: {', '.join(choices)}."


def like(word: str, choices: Sequence[str]) -> str:
    """Advice that names the choice most like ``word``; nothing when it is like none."""
    found = get_close_matches(word, choices, n=1)
    return f"Did you mean {found[0]!r}?" if found else ""


def told(problem: Problem) -> str:
    """The problem and what to do, in sentences."""
    return f"{_sentence(problem)}. {problem.advice}".rstrip()


def _sentence(problem: Problem) -> str:
    return f"{written(problem.path)} {problem.what}"
