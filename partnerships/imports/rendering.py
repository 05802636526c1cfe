"""The report of an import as plain text for the command line."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from .report import OUTCOMES, Finding, Report

WORDS = {"left_out": "left out"}


def render_report(report: Report, *, with_remarks: bool) -> str:
    """Counts by file and by kind of record, then every refused row, then the remarks or their number."""
    return "\n".join(_lines(report, with_remarks=with_remarks))


def _lines(report: Report, *, with_remarks: bool) -> Iterator[str]:
    yield f"{report.source} · {report.path}" + (_(" · dry run, nothing is kept") if report.dry_run else "")
    yield ""
    yield from _table(("", "read", *(WORDS.get(name, name) for name in OUTCOMES)), _file_rows(report))
    yield ""
    yield from _table((_("records"), "", ""), _record_rows(report))
    refused, remarks = list(report.refused()), list(report.remarks())
    if refused:
        yield ""
        yield _("Refused:")
        yield from map(_finding, refused)
    if remarks and with_remarks:
        yield ""
        yield _("Remarks:")
        yield from map(_finding, remarks)
    elif remarks:
        yield ""
        yield _("%(number)d remarks; --remarks prints them.") % {"number": len(remarks)}


def _file_rows(report: Report) -> Iterator[tuple[str, ...]]:
    for name, count in report.files.items():
        yield (name, str(count.read), *(str(count.outcomes[outcome]) for outcome in OUTCOMES))


def _record_rows(report: Report) -> Iterator[tuple[str, ...]]:
    for model, counts in sorted(report.records.items()):
        for outcome, number in sorted(counts.items()):
            yield (model, outcome.replace("_", " "), str(number))


def _table(titles: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Left-aligned first column, right-aligned others."""
    lines = [titles, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(titles))]
    for line in lines:
        cells = [
            line[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)),
        ]
        yield "  ".join(cells).rstrip()


def _finding(finding: Finding) -> str:
    place = " · ".join(part for part in (finding.file, finding.location, finding.field) if part)
    return f"  {place}: {finding.reason}"
