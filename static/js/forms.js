// Forms that record: they say which fields were touched, and keep what was typed until it is recorded.
// Without JavaScript they work all the same; the server then speaks only when the button is pressed.

const KEPT = "draft:";
const form = document.querySelector("form[data-draft]");
const key = KEPT + location.pathname + location.search;
const passing = ["hidden", "password", "file", "submit", "button"];
// The version goes with what was typed on it, so that nobody writes over what they have not seen.
const keeps = (field) => field.name && (!passing.includes(field.type) || field.matches("[data-key], [name=version]"));

function fieldsOf(entry) {
  return [...entry.elements].filter(keeps);
}

function save() {
  const values = fieldsOf(form).map((field) => [field.name, field.value, field.checked ?? false]);
  localStorage.setItem(key, JSON.stringify(values));
}

// What was kept, by name: fields may have come or gone since.
function keptByName() {
  const byName = new Map();
  for (const [name, ...state] of JSON.parse(localStorage.getItem(key) ?? "[]")) {
    byName.set(name, [...(byName.get(name) ?? []), state]);
  }
  return byName;
}

// Puts back what was kept for these fields, and says whether that changed anything.
function restore(fields) {
  const kept = keptByName();
  let changed = false;
  for (const field of fields) {
    const state = kept.get(field.name)?.shift();
    if (!state) continue;
    const [value, checked] = state;
    const toggles = field.type === "checkbox" || field.type === "radio";
    changed ||= toggles ? field.checked !== checked : field.value !== value;
    if (toggles) field.checked = checked;
    else field.value = value;
  }
  return changed;
}

function touch(field) {
  const names = new Set(form.elements.touched.value.split(" ").filter(Boolean));
  if (field.name) form.elements.touched.value = [...names.add(field.name)].join(" ");
}

if (form) {
  sessionStorage.removeItem("sent"); // it came back, so it was not recorded
  const answered = form.querySelector(".field-problems p, .form-problems p");
  const changed = !answered && restore(fieldsOf(form));
  form.querySelector(".draft-notice").hidden = !changed;
  if (changed) {
    // Fields that bring others along fetch them again, and those get back what they held.
    document.addEventListener("htmx:load", () => {
      for (const field of form.querySelectorAll("[hx-get]")) field.dispatchEvent(new Event("change"));
    }, { once: true });
    form.addEventListener("htmx:afterSettle", (event) => {
      if (event.target.matches("fieldset")) restore([...event.target.elements].filter(keeps));
    });
  }
  form.addEventListener("input", (event) => {
    touch(event.target);
    save();
  });
  form.addEventListener("change", (event) => {
    touch(event.target);
    save();
  });
  // What was sent is recorded unless this form comes back: page.js forgets the draft on the page that follows.
  // A second press while the first is on its way would find the record changed by the first.
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    sessionStorage.setItem("sent", key);
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
  form.querySelector("[data-discard]").addEventListener("click", () => {
    localStorage.removeItem(key);
    location.reload();
  });
  form.querySelector("[data-leave]")?.addEventListener("click", () => localStorage.removeItem(key));
}
