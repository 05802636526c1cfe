"""People's own spreadsheets: read as their mapping says, into the same services and under keys as all sources."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _

from partnerships.imports.findings import UnusableFileError
from partnerships.imports.grids import Grid, grid_called
from partnerships.imports.parties import JURISDICTION, Parties
from partnerships.imports.run import ImportRun
from partnerships.models import Contract, Organization

from .bodies import Bodies
from .contracts import load_contracts
from .events import load_events
from .fields import kinds_by_name
from .finance import load_finance
from .guessing import guess_as
from .organizations import load_organizations
from .payments import load_payments
from .plan import Plan, Setting
from .rows import SheetRows
from .sheet import Sheet

GOVERNMENT, METHOD, CURRENCY, REGISTER, KIND = "government", "method", "currency", "register", "kind"
LOADERS: Mapping[str, Callable[[Sheet], None]] = {
    "contracts": load_contracts,
    "payments": load_payments,
    "events": load_events,
    "organizations": load_organizations,
    "finance": load_finance,
}


def load_table(run: ImportRun, path: Path, options: Mapping[str, str]) -> None:
    """Imports one sheet: as the upload's mapping says, else as its titles are guessed."""
    mapping = run.batch.mapping if run.batch else {}
    grid = grid_called(path, mapping.get("sheet", ""))
    plan = Plan.read(mapping) if mapping else _guessed(grid, options)
    rows = SheetRows(grid, plan)
    missing = plan.kind.missing(set(rows.names))
    if missing:
        words = {"fields": ", ".join(missing), "kind": plan.kind.label}
        raise UnusableFileError(
            _("No column is matched with: %(fields)s. Without it no row can be read as: %(kind)s.") % words,
            file=grid.file.label,
        )
    part = run.open_part(grid.file)
    parties = Parties.of_run(run, options)
    setting = _setting(run, rows, parties, options)
    parties.registers = setting.registers
    sheet = Sheet(part, rows, setting, parties, Bodies(setting))
    LOADERS[plan.kind.name](sheet)
    run.report.sample = sheet.shown
    run.report.titles = list(rows.titles.values())


def _guessed(grid: Grid, options: Mapping[str, str]) -> Plan:
    """The plan of a sheet nobody has mapped; a kind that was named goes before the guess."""
    plan = Plan.guessed(grid)
    kind = kinds_by_name().get(options.get(KIND, ""))
    return replace(plan, kind=kind, fields=guess_as(kind, plan.layout(grid).columns).fields) if kind else plan


def _setting(run: ImportRun, rows: SheetRows, parties: Parties, options: Mapping[str, str]) -> Setting:
    return Setting(
        by=run.by,
        government=_government(run, options),
        place=parties.jurisdiction,
        method=_method(options),
        currency=options.get(CURRENCY) or "CNY",
        registers=options.get(REGISTER) != "no",
        starts_1904=rows.grid.starts_1904,
        units=rows.units(),
    )


def _government(run: ImportRun, options: Mapping[str, str]) -> Organization | None:
    """The body of rows that name none: the one chosen, else the sender's own."""
    chosen = options.get(GOVERNMENT)
    if not chosen:
        own = run.by.organization if run.by else None
        return own if own is not None and own.sector == Organization.Sector.GOVERNMENT else None
    seen = Organization.objects.visible_to(run.by) if run.by else Organization.objects.all()
    found: Organization | None = seen.governments().filter(pk=int(chosen)).first() if chosen.isdigit() else None
    if found is None:
        raise UnusableFileError(_("The government body chosen for the sheet is not on record within your reach."))
    return found


def _method(options: Mapping[str, str]) -> str:
    chosen = options.get(METHOD, "")
    if chosen and chosen not in Contract.Method.values:
        words = {"value": chosen, "known": ", ".join(Contract.Method.values)}
        raise UnusableFileError(_("“%(value)s” is no procurement method. Use one of: %(known)s.") % words)
    return chosen


__all__ = ["CURRENCY", "GOVERNMENT", "JURISDICTION", "KIND", "METHOD", "REGISTER", "load_table"]
