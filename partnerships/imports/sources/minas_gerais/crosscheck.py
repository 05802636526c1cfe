"""The official workbook against the CSV files: what the state publishes about an agreement elsewhere.

Used are three columns of the hidden sheet that feeds the state's open data portal. The sheet "Infos Gerais" is not
read: its computed columns (end, mean score, sums) are shifted between rows.
"""

from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _
from stdnum.br import cnpj

from partnerships.imports.cells import read_text
from partnerships.imports.files import examine_file
from partnerships.imports.findings import Problem, RawRow
from partnerships.imports.run import Part
from partnerships.imports.tables import Columns, open_workbook, read_sheet

from .rows import Agreement

WORKBOOK = "original_Sistema_Gerencial.xlsx"
PUBLISHED = "termo-parceria-contrato-gestao"
COLUMNS = Columns(("ID_INSTRUMENTO", "ORGAO_ESTATAL_SIGLA", "ENTIDADE_PARCEIRA_CNPJ"))


def compare_with_workbook(part: Part, folder: Path, agreements: Iterable[tuple[RawRow, Agreement]]) -> None:
    """Remarks on agreements whose parties the workbook's published list gives differently. Changes nothing."""
    if not (folder / WORKBOOK).is_file():
        return
    file = examine_file(folder / WORKBOOK, is_text=False)
    published = {
        read_text(row.values["ID_INSTRUMENTO"]).replace("_", "-"): row.values
        for row in read_sheet(open_workbook(file), PUBLISHED, COLUMNS, file.label)
    }
    for row, agreement in agreements:
        values = published.get(agreement.id)
        if values is None:
            part.remark(row, [Problem("", _("The workbook's published list does not have this agreement."))])
            continue
        body, number = read_text(values["ORGAO_ESTATAL_SIGLA"]), read_text(values["ENTIDADE_PARCEIRA_CNPJ"])
        sentence = _("The workbook's published list has %(value)s here.")
        if body != agreement.government_acronym:
            part.remark(row, [Problem("gov_acronym", sentence % {"value": body})])
        if cnpj.compact(number) != cnpj.compact(agreement.cnpj):
            part.remark(row, [Problem("ngo_cnpj", sentence % {"value": number})])
