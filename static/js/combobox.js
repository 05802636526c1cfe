// Comboboxes: a text field with a list beneath it that narrows as somebody types (ARIA 1.2, "list autocomplete").
// Where it gets its choices: data-combobox="remote" fetches data-source?q=…, data-combobox="select" is a select that
// is searched in place. Without JavaScript both are the plain fields they were.

const WAIT = 120; // milliseconds of rest before asking the server
let made = 0;

const folded = (text) => text.normalize("NFKC").toLowerCase();

// Choices of a select: its options with what they are found by.
function choicesOf(select) {
  return [...select.options].filter((option) => option.value).map((option) => ({
    key: option.value,
    label: option.label,
    hint: option.dataset.hint ?? "",
    group: option.parentElement.label ?? "",
    words: folded([option.label, option.dataset.words, option.parentElement.label].join(" ")),
  }));
}

class Combobox {
  constructor(input, { parent, find, choose, chosen }) {
    Object.assign(this, { input, find, choose, chosen });
    this.asked = 0;
    this.options = [];
    this.active = -1;
    made += 1;
    this.list = document.createElement("ul");
    this.list.id = `combobox-${made}`;
    this.list.className = "combobox-list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    const label = document.querySelector(`label[for="${input.id}"]`);
    this.list.setAttribute("aria-label", label?.firstChild.textContent.trim() ?? "");
    this.status = document.createElement("span");
    this.status.className = "combobox-status";
    this.status.setAttribute("role", "status");
    parent.append(this.list, this.status);
    for (const [name, value] of [
      ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
      ["aria-controls", this.list.id], ["autocomplete", "off"],
    ]) input.setAttribute(name, value);
    input.addEventListener("input", (event) => this.typed(event));
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("click", () => this.list.hidden && this.show());
    input.addEventListener("focus", () => this.chosen() && input.select()); // whoever types means another one
    input.addEventListener("blur", () => this.left());
    // Pressing the mouse on a choice must not take the focus away before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.take(Number(row.dataset.index));
    });
  }

  typed(event) {
    if (event.detail === this) return;
    event.stopPropagation(); // half a name is nothing to check; the choice is
    this.choose(null);
    this.wanted = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), this.find.isLocal ? 0 : WAIT);
  }

  pressed(event) {
    const open = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return; // the keys choose Chinese characters just now
    if (step && !open) this.show();
    else if (step) this.point((this.active + step + this.options.length) % Math.max(this.options.length, 1));
    else if (event.key === "Enter" && open && this.active >= 0) this.take(this.active);
    else if (event.key === "Escape" && open) this.close();
    else if (event.key === "Tab" && open && this.active >= 0 && !this.chosen()) return this.take(this.active);
    else return;
    event.preventDefault();
  }

  // Whoever leaves before the answer has come gets the choice if there is only one.
  left() {
    this.wanted = !this.chosen() && this.input.value.trim() !== "";
    this.close();
  }

  async show() {
    clearTimeout(this.timer);
    const question = (this.asked += 1);
    const found = await this.find(this.chosen() ? "" : this.input.value.trim());
    if (question !== this.asked) return;
    const isHere = document.activeElement === this.input;
    if (!isHere && this.wanted && found.options.length === 1) {
      this.options = found.options;
      this.take(0);
    }
    if (isHere) this.fill(found);
  }

  fill({ options, more }) {
    this.options = options;
    this.list.replaceChildren();
    let group = "";
    let into = this.list;
    for (const [index, option] of options.entries()) {
      if (option.group && option.group !== group) into = this.heading((group = option.group), index);
      into.append(this.row(option, index));
    }
    const { none, more: further } = this.list.parentElement.dataset;
    this.say(options.length === 0 ? none : more ? further : "");
    this.list.hidden = options.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    const chosen = options.findIndex((option) => option.key === this.chosen());
    this.point(this.chosen() || !this.input.value.trim() ? chosen : 0);
  }

  heading(words, index) {
    const group = document.createElement("li");
    const rows = document.createElement("ul");
    const title = document.createElement("span");
    title.id = `${this.list.id}-group-${index}`;
    title.textContent = words;
    group.setAttribute("role", "presentation");
    rows.setAttribute("role", "group");
    rows.setAttribute("aria-labelledby", title.id);
    group.append(title, rows);
    this.list.append(group);
    return rows;
  }

  row(option, index) {
    const row = document.createElement("li");
    row.id = `${this.list.id}-${index}`;
    row.dataset.index = index;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    row.append(option.label);
    if (option.hint) {
      const hint = document.createElement("small");
      hint.textContent = option.hint;
      row.append(" ", hint);
    }
    return row;
  }

  point(index) {
    this.active = this.options.length ? index : -1;
    for (const row of this.list.querySelectorAll("[role=option]")) {
      const isActive = Number(row.dataset.index) === this.active;
      row.setAttribute("aria-selected", String(isActive));
      if (isActive) row.scrollIntoView({ block: "nearest" });
    }
    if (this.active < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
  }

  take(index) {
    const option = this.options[index];
    this.input.value = option.label;
    this.choose(option);
    this.close();
    this.say(option.hint);
    for (const name of ["input", "change"]) this.input.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: this }));
  }

  close() {
    this.list.hidden = true;
    this.point(-1);
    this.input.setAttribute("aria-expanded", "false");
  }

  say(words) {
    this.status.textContent = words ?? "";
  }
}

// A field whose records the server finds.
function remote(box) {
  const input = box.querySelector("input[type=text]");
  let key = box.querySelector("[data-key]");
  if (key.matches("select")) {
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name: key.name });
    hidden.dataset.key = "";
    key.replaceWith(hidden);
    key = hidden;
  }
  const find = async (typed) => {
    const address = new URL(box.dataset.source, location.href);
    address.searchParams.set("q", typed);
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok && !answer.redirected ? answer.json() : { options: [] };
  };
  const choose = (option) => { key.value = option?.key ?? ""; };
  return new Combobox(input, { parent: box, find, choose, chosen: () => key.value });
}

// A select that is searched in place. Its value is what is sent; the text field has no name.
function searchable(select) {
  const box = document.createElement("div");
  const input = document.createElement("input");
  box.className = "combobox";
  Object.assign(box.dataset, { none: select.dataset.none ?? "" });
  Object.assign(input, { type: "text", className: "form-control", id: select.id, required: select.required });
  input.setAttribute("aria-describedby", select.getAttribute("aria-describedby") ?? "");
  input.autofocus = select.autofocus;
  const choices = choicesOf(select);
  const find = async (typed) => {
    const words = folded(typed).split(/\s+/).filter(Boolean);
    return { options: choices.filter((choice) => words.every((word) => choice.words.includes(word))) };
  };
  find.isLocal = true;
  const current = () => choices.find((choice) => choice.key === select.value);
  const choose = (option) => {
    if (select.value === (option?.key ?? "")) return;
    select.value = option?.key ?? "";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  select.id += "-value";
  select.hidden = true;
  select.before(box);
  box.append(input, select);
  const combobox = new Combobox(input, { parent: box, find, choose, chosen: () => select.value });
  const reflect = () => {
    input.value = current()?.label ?? "";
    combobox.say(current()?.hint);
  };
  reflect();
  // What was typed and fits nothing is sent as nothing, so it must not look like a choice.
  input.addEventListener("blur", () => {
    const exact = choices.filter((choice) => folded(choice.label) === folded(input.value.trim()));
    if (!select.value && exact.length === 1) choose(exact[0]);
    if (select.value) reflect();
  });
  if (input.autofocus) input.focus();
}

function furnish(root) {
  for (const box of root.querySelectorAll("[data-combobox=remote]:not([data-made])")) {
    box.dataset.made = "";
    remote(box);
  }
  for (const select of root.querySelectorAll("select[data-combobox=select]:not([data-made])")) {
    select.dataset.made = "";
    searchable(select);
  }
}

furnish(document);
document.addEventListener("htmx:afterSettle", (event) => furnish(event.target));
