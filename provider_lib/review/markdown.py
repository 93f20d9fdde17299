"""Reports as Markdown for a pull request.

What comes from elsewhere stands in code, where nothing of it means anything; what stands in sentences is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from provider_lib.review.digest import digest
from provider_lib.review.folding import together
from provider_lib.review.mermaid import mermaid
from provider_lib.review.report import Change, Difference, Remark, Report
from provider_lib.review.words import (
    FOLDED,
    NEW,
    OF_TIERS,
    apart,
    aside,
    by_code,
    by_hand,
    capital,
    headline,
    in_clear,
    judgement,
    legend,
    line,
    named,
    renamed,
    sentence,
    several,
    total,
    values,
    ways_out,
    well_being,
    whose,
)

LONGEST: Final = 60_000
"""Characters of a report: GitHub refuses a comment of more than 65,536, and others are not far from that."""
CUT: Final = 300
"""Characters that are kept free to say what was left out."""
PICTURED: Final = 0.2
"""Part of the room that a picture may take."""
MOST: Final = 30
"""Values of an object, and renamed objects, that are shown."""
LONGEST_LINE: Final = 400
"""Characters of a line that is to be pasted: a longer one is left to the full report."""
CLOSED: Final = "\n</details>\n"

_SPECIAL = re.compile(r"[\\`*_\[\]|~$!%]")
_TAGS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LIVE = re.compile(r"(?i)[@#]|:(?=//)|w(?=ww\.)|g(?=h-\d)|m(?=ailto:)|x(?=mpp:)")
"""Where a mention, a reference to an issue or a link begins: a comment behind it parts it for every code host."""


def markdown(reports: Sequence[Report]) -> str:
    """Reports as Markdown of at most ``LONGEST`` characters, the worst of each first."""
    head = f"## {escaped(total(reports))}\n\n" if len(reports) > 1 else ""
    room = (LONGEST - len(head)) // max(len(reports), 1)
    return (head + "\n".join(_report(report, room) for report in reports))[:LONGEST]


def _report(report: Report, room: int) -> str:
    """A report in so many characters."""
    open_ones = [change for change in report.changes if change.tier not in FOLDED]
    folded = [change for change in report.changes if change.tier in FOLDED]
    written = "".join(_head(report))
    if len(drawn := _picture(report)) < room * PICTURED:
        written += drawn
    left_out = 0
    for part, title in ((open_ones, ""), (folded, f"{len(folded)} that restart, or whose data is left alone")):
        blocks, left = _fitting(part, room - len(written) - CUT)
        left_out += left
        if blocks:
            written += f"\n<details><summary>{title}</summary>\n\n{blocks}{CLOSED}" if title else f"\n{blocks}"
    for title, rows in (
        ("Policy", list(_findings(report))),
        ("Outputs", list(_outputs(report))),
        ("Changed by others, and left as it is", list(_drift(report))),
    ):
        part_text = f"\n<details><summary>{title}</summary>\n\n{''.join(rows)}{CLOSED}" if rows else ""
        if len(written) + len(part_text) + CUT < room:
            written += part_text
        else:
            left_out += len(rows)
    if left_out:
        written += (
            f"\n**{left_out} more are not shown here**: the full report is that of `sluice review --out FILE.html`.\n"
        )
    return written[:room]


def _fitting(changes: Sequence[Change], room: int) -> tuple[str, int]:
    """As many objects as there is room for, and how many are left out."""
    written, told = "", 0
    for alike in together(changes):
        block = "".join(_change(alike[0]) if len(alike) == 1 else _several(alike))
        if len(written) + len(block) > room:
            break
        written += block
        told += len(alike)
    return written, len(changes) - told


def _head(report: Report) -> Iterator[str]:
    name = f"{code(report.stack)}: " if report.stack else ""
    yield f"### {name}{report.tier.upper()}\n\n{escaped(headline(report))}.\n"
    if report.changes:
        reason = OF_TIERS[report.tier]
        first = f": look first at {code(report.changes[0].name)}" if report.tier != "safe" else ""
        yield f"\n**{capital(reason)}**{first}{by_hand(report)}\n"
    if report.since:
        yield f"\n{escaped(by_code(report))}.\n"
    elif report.stack and (report.changes or report.outputs):
        yield f"\nTo do this and nothing else: {code(f'sluice deploy {report.stack} --reviewed {digest(report)}')}\n"
    if not report.is_whole:
        yield "\n**This plan is not whole: there is more to do than it says.**\n"
    yield from _renames(report)
    for remark in report.remarks[:MOST]:
        yield _remark(remark, "")
    for words in in_clear(report) if report.changes else ():
        yield f"\n<sub>{escaped(words)}.</sub>\n"


def _renames(report: Report) -> Iterator[str]:
    if report.renames:
        yield "\n"
    for rename in report.renames[:MOST]:
        yield f"- **renamed** {escaped(renamed(rename))}\n"
    for title, found in ways_out(report.renames).items():
        short = [words for words in found[:MOST] if len(words) <= LONGEST_LINE]
        yield f"\n{title}:\n\n"
        yield from (f"- {code(words)}\n" for words in short)
        if len(short) < len(found):
            yield f"- and {len(found) - len(short)} lines more, which the full report has\n"


def _change(change: Change) -> Iterator[str]:
    yield f"- **{judgement(change)}** {code(change.name)} {escaped(aside(change))}. {escaped(sentence(change))}\n"
    yield from _facts(change)
    yield f"  - <sub>{code(whose(change))} {code(change.address)}</sub>\n"


def _several(changes: Sequence[Change]) -> Iterator[str]:
    """Objects that change alike."""
    first = changes[0]
    yield f"- **{judgement(first)}** {escaped(several(changes))}. {escaped(sentence(first, 'each'))}\n"
    yield from _facts(first, "each ")
    names, more = named(changes)
    yield f"  - {', '.join(map(code, names))}{f' and {more} more' if more else ''}\n"


def _facts(change: Change, who: str = "") -> Iterator[str]:
    for words in well_being(change):
        yield f"  - {code(f'{who}{words}')}\n"
    for remark in change.remarks[:MOST]:
        yield _remark(remark, "  ")
    for difference in change.differences[:MOST]:
        yield f"  - {_value(difference, is_known=change.deed not in NEW)}\n"
    if len(change.differences) > MOST:
        yield f"  - and {len(change.differences) - MOST} values more\n"
    for use in change.secrets:
        if use.fate != "unchanged":
            yield f"  - secret {code(use.name)}: {use.fate} ({code(use.source)})\n"


def _value(difference: Difference, *, is_known: bool) -> str:
    path = ".".join(difference.path)
    if difference.hidden or difference.is_by_hand or difference.server is None or not is_known:
        return code(values(difference, is_known=is_known))
    return f"{code(path)}: {' → '.join(map(code, apart(difference.server, difference.after)))}"


def _picture(report: Report) -> str:
    if not report.graph.nodes:
        return ""
    drawn = f"```mermaid\n{mermaid(report.graph)}```\n\n{legend(report.graph)}\n"
    return f"\n<details><summary>Picture</summary>\n\n{drawn}{CLOSED}"


def _findings(report: Report) -> Iterator[str]:
    for kind, finding, more in (
        *((finding.severity, finding, finding.advice) for finding in report.telling),
        *(("waived", finding, finding.waived) for finding in report.waived),
    ):
        yield f"- {kind}: {code(finding.construct)}: {escaped(finding.summary)}. {escaped(more)}\n"


def _outputs(report: Report) -> Iterator[str]:
    for output in report.outputs:
        yield f"- {_value(output, is_known=True)}\n"


def _drift(report: Report) -> Iterator[str]:
    for item in report.drift:
        yield f"- {code(item.name)}{' is gone' if item.is_gone else ''}\n"
        for it in item.differences[:MOST]:
            yield f"  - {code('.'.join(it.path))}: {' → '.join(map(code, apart(it.code, it.server)))}\n"


def _remark(remark: Remark, indent: str) -> str:
    first = next(iter(remark.detail.splitlines()), "")
    return f"{indent}- {remark.severity}: {code(remark.summary)}{f' {code(first)}' if first else ''}\n"


def code(text: str) -> str:
    """A text in which nothing means anything."""
    text = line(text, 400) or " "
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def escaped(text: str) -> str:
    """A text in a sentence, whose signs are only signs."""
    text = _SPECIAL.sub(r"\\\g<0>", line(text, 2_000))
    text = "".join(_TAGS.get(char, char) for char in text)
    return _LIVE.sub(r"\g<0><!-- -->", text)
