"""Small files of each source, as a test needs them: whole and right, unless the test says otherwise."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]

AGREEMENT: Row = {
    "instrument_id": "TP-001/2010",
    "instrument_type": "Termo de Parceria",
    "status": "Encerrado",
    "gov_code": "1271.0",
    "gov_name": "Secretaria de Estado de Cultura",
    "gov_acronym": "SEC",
    "ngo_name": "Instituto Elo",
    "ngo_cnpj": "07.514.913/0001-75",
    "policy_area": "Cultura",
    "object": "Uma orquestra para todos",
    "start_date": "2010-01-01",
    "end_date_original": "2011-12-31",
    "planned_brl": "3000.0",
}
DOCUMENT: Row = {
    "instrument_id": "TP-001/2010",
    "status": "Extinto",
    "document": "Termo de Parceria",
    "amends_document": "",
    "start_date": "2010-01-01",
    "end_date": "2011-12-31",
    "url": "",
}
TRANSFER: Row = {
    "instrument_id": "TP-001/2010",
    "work_programme": "Termo de Parceria",
    "transfer_no": "1.0",
    "planned_brl": "1000.0",
    "paid_brl": "1000.0",
    "planned_date": "2010-02-01",
    "paid_date": "2010-02-10",
}
EVALUATION: Row = {
    "instrument_id": "TP-001/2010",
    "work_programme": "Termo de Parceria",
    "evaluation_no": "1.0",
    "period_start": "2010-01-01",
    "period_end": "2010-03-31",
    "planned_date": "2010-04-01",
    "meeting_date": "2010-04-20",
    "score_0_10": "9.2",
}
REPORT: Row = {
    "instrument_id": "TP-001/2010",
    "work_programme": "Termo de Parceria",
    "evaluation_no": "1",
    "report_type": "Relatório da Comissão de Avaliação",
    "period_start": "2010-01-01",
    "url": "https://example.org/relatorio.pdf",
}
GRANT: Row = {
    "Identifier": "360G-example-1",
    "Title": "A garden for the street",
    "Currency": "GBP",
    "Amount Awarded": "1,500.50",
    "Amount Disbursed": "",
    "Award Date": "2020-03-31",
    "Planned Dates:Duration (months)": "12",
    "Recipient Org:Identifier": "GB-COH-07597525",
    "Recipient Org:Name": "St John's Centre",
    "Recipient Org:Charity Number": "",
    "Recipient Org:Company Number": "07597525",
    "Funding Org:Identifier": "GB-LAE-TRF",
    "Funding Org:Name": "Trafford Metropolitan Borough Council",
    "Grant Programme:Code": "VSG",
    "From an open call?": "Yes",
}


def write_table(path: Path, rows: Sequence[Row], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A CSV file with the columns of the first row."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_json(path: Path, content: Any) -> Path:
    """A JSON file in UTF-8."""
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def write_agreements(folder: Path, **tables: Sequence[Row]) -> Path:
    """A folder of Minas Gerais with one row in each file, but for the tables given by name."""
    files = {
        "partnerships": tables.get("agreements", [AGREEMENT]),
        "instruments_and_amendments": tables.get("documents", [DOCUMENT]),
        "transfers": tables.get("transfers", [TRANSFER]),
        "evaluations": tables.get("evaluations", [EVALUATION]),
        "reports": tables.get("reports", [REPORT]),
    }
    folder.mkdir(exist_ok=True)
    for name, rows in files.items():
        write_table(folder / f"{name}.csv", rows)
    return folder


def grant_in_json(grant: Row) -> dict[str, Any]:
    """The same grant as the standard's JSON has it, without members that are empty."""
    recipient = {
        "id": grant["Recipient Org:Identifier"],
        "name": grant["Recipient Org:Name"],
        "charityNumber": grant["Recipient Org:Charity Number"],
        "companyNumber": grant["Recipient Org:Company Number"],
    }
    return {
        "id": grant["Identifier"],
        "title": grant["Title"],
        "currency": grant["Currency"],
        "amountAwarded": float(grant["Amount Awarded"].replace(",", "")),
        "awardDate": grant["Award Date"],
        "plannedDates": [{"duration": int(grant["Planned Dates:Duration (months)"])}],
        "recipientOrganization": [{name: value for name, value in recipient.items() if value}],
        "fundingOrganization": [{"id": grant["Funding Org:Identifier"], "name": grant["Funding Org:Name"]}],
        "grantProgramme": [{"code": grant["Grant Programme:Code"]}],
        "fromOpenCall": grant["From an open call?"],
    }


def release(**changes: Any) -> dict[str, Any]:
    """An OCDS release with one award of 5,000 pounds to one charity."""
    return {
        "ocid": "ocds-1-a",
        "id": "1",
        "date": "2024-01-02T00:00:00Z",
        "tag": ["award"],
        "buyer": {"id": "GB-LAE-TRF", "name": "Trafford Council"},
        "parties": [{"id": "GB-CHC-1110767", "name": "G Force", "roles": ["supplier"]}],
        "tender": {"id": "t", "title": "Youth work", "procurementMethod": "open"},
        "awards": [award()],
        **changes,
    }


def award(**changes: Any) -> dict[str, Any]:
    """An OCDS award to one charity."""
    return {
        "id": "ocds-1-a-1",
        "status": "active",
        "date": "2024-01-01T00:00:00Z",
        "value": {"amount": 5000, "currency": "GBP"},
        "suppliers": [{"id": "GB-CHC-1110767", "name": "G Force"}],
        "contractPeriod": {"startDate": "2024-02-01T00:00:00Z", "endDate": "2025-01-31T23:59:59Z"},
        **changes,
    }


NODES: Sequence[Row] = (
    {"name": "Agency", "agency_type": "lead agency", "is_lead_agency": "1"},
    {"name": "Clinic", "agency_type": "contractor", "is_lead_agency": "0"},
    {"name": "Coalition", "agency_type": "coalition", "is_lead_agency": "0"},
    {"name": "Medicaid", "agency_type": "government", "is_lead_agency": "0"},
    {"name": "Adviser", "agency_type": "national partner", "is_lead_agency": "0"},
)
EDGES: Sequence[Row] = (
    {"a": "Agency", "b": "Clinic", "relation": "contact", "strength": "5"},
    {"a": "Clinic", "b": "Coalition", "relation": "collaboration", "strength": "2"},
)


def write_network(folder: Path, nodes: Sequence[Row] = NODES, edges: Sequence[Row] = EDGES) -> Path:
    """A folder with the organizations and ties of the network "small_town"."""
    folder.mkdir(exist_ok=True)
    write_table(folder / "small_town_nodes.csv", nodes)
    write_table(folder / "small_town_edges.csv", edges)
    return folder
