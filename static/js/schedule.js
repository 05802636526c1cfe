// "One more instalment" adds a row in place; without JavaScript the server sends the form back with one more.

const schedule = document.querySelector("#schedule");

function addInstalment() {
  const rows = [...schedule.querySelectorAll(".instalment")];
  const last = rows[rows.length - 1];
  const row = last.cloneNode(true);
  const renumbered = (text) => text.replaceAll(`schedule-${rows.length - 1}-`, `schedule-${rows.length}-`);
  row.setAttribute("aria-label", row.getAttribute("aria-label").replace(String(rows.length), String(rows.length + 1)));
  for (const each of row.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      if (each.hasAttribute(name)) each.setAttribute(name, renumbered(each.getAttribute(name)));
    }
    if ("value" in each) each.value = "";
  }
  for (const problems of row.querySelectorAll(".field-problems")) problems.replaceChildren();
  schedule.querySelector("[name=schedule-TOTAL_FORMS]").value = String(rows.length + 1);
  last.after(row);
  return row;
}

if (schedule) {
  // Rows that were filled in before the page was left come back before forms.js fills them again.
  const kept = localStorage.getItem(`draft:${location.pathname}${location.search}`) ?? "";
  const count = () => schedule.querySelectorAll(".instalment").length;
  const highest = Math.max(-1, ...[...kept.matchAll(/"schedule-(\d+)-/g)].map((found) => Number(found[1])));
  while (count() <= Math.min(highest, 59)) addInstalment();
  schedule.querySelector("button[name=more]").addEventListener("click", (event) => {
    event.preventDefault();
    addInstalment().querySelector("select, input").focus();
  });
}
