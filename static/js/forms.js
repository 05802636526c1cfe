// Forms that record: they say which fields were touched, and keep what was typed until it is recorded.
// Without JavaScript they work all the same; the server then speaks only when the button is pressed.

const KEPT = "draft:";
const form = document.querySelector("form[data-draft]");
const key = KEPT + location.pathname + location.search;
const passing = ["hidden", "password", "file", "submit", "button"];
const keeps = (field) => field.name && (!passing.includes(field.type) || field.matches("[data-key]"));

function fieldsOf(entry) {
  return [...entry.elements].filter(keeps);
}

function save() {
  const values = fieldsOf(form).map((field) => [field.name, field.value, field.checked ?? false]);
  localStorage.setItem(key, JSON.stringify(values));
}

function restore() {
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  const answered = form.querySelector(".field-problems p, .form-problems p");
  if (!kept || answered) return;
  let changed = false;
  for (const [index, field] of fieldsOf(form).entries()) {
    const [name, value, checked] = kept[index] ?? [];
    if (name !== field.name) continue;
    const toggles = field.type === "checkbox" || field.type === "radio";
    changed ||= toggles ? field.checked !== checked : field.value !== value;
    if (toggles) field.checked = checked;
    else field.value = value;
  }
  form.querySelector(".draft-notice").hidden = !changed;
}

function touch(field) {
  const names = new Set(form.elements.touched.value.split(" ").filter(Boolean));
  if (field.name) form.elements.touched.value = [...names.add(field.name)].join(" ");
}

if (form) {
  sessionStorage.removeItem("sent"); // it came back, so it was not recorded
  restore();
  form.addEventListener("input", (event) => {
    touch(event.target);
    save();
  });
  form.addEventListener("change", (event) => {
    touch(event.target);
    save();
  });
  // What was sent is recorded unless this form comes back: page.js forgets the draft on the page that follows.
  form.addEventListener("submit", () => sessionStorage.setItem("sent", key));
  form.querySelector("[data-discard]").addEventListener("click", () => {
    localStorage.removeItem(key);
    location.reload();
  });
  form.querySelector("[data-leave]")?.addEventListener("click", () => localStorage.removeItem(key));
}
