// The form's side: which controls make up a unit, what they hold, and what is said beside them.
//
// A scope is an element with data-live-unit; its fields are the named controls in it, without the suffix
// that keeps the names of a page apart.

const PASSED_OVER = new Set(["hidden", "submit", "button", "file"]);

const isField = (control) =>
  control.name && !PASSED_OVER.has(control.type) && control.closest("[data-live-unit]");

export function scopesIn(root) {
  return [...root.querySelectorAll("[data-live-unit]")].map((element) => new Scope(element));
}

export class Scope {
  fields = new Map(); // field: its controls
  bases = {}; // field: the revision whose text is on the screen
  seen = {}; // field: what was last taken from it, or put into it
  isNew = false;
  isDrawn = false; // the server drew it: it stands there
  isIdle = false; // may be left empty: it only goes out once something is typed
  unseen = {}; // values of a new unit that no field shows

  constructor(element) {
    this.element = element;
    this.unit = element.dataset.liveUnit;
    const suffix = element.dataset.liveSuffix ?? "";
    const controls = element.matches("form") ? element.elements : element.querySelectorAll("input, select, textarea");
    for (const control of controls) {
      if (!isField(control) || control.closest("[data-live-unit]") !== element) continue;
      const name = control.name.slice(0, control.name.length - suffix.length);
      if (!this.fields.has(name)) this.fields.set(name, []);
      this.fields.get(name).push(control);
    }
  }

  // What the form asks for and does not have: { field: sentence }.
  missing() {
    const wanted = [...this.fields].filter(([field, [first]]) => first.dataset.missing && !this.read(field).trim());
    return Object.fromEntries(wanted.map(([field, [first]]) => [field, first.dataset.missing]));
  }

  // A unit of which nothing is stored yet is sent with all its fields.
  get isWhole() {
    return this.isNew || this.element.hasAttribute("data-live-unmarked");
  }

  get kind() {
    return this.unit.split(":")[0];
  }

  fieldOf(control) {
    return [...this.fields].find(([, controls]) => controls.includes(control))?.[0];
  }

  values() {
    return Object.fromEntries([...this.fields.keys()].map((field) => [field, this.read(field)]));
  }

  // As the form would send it; several ticks of one question go in one line.
  read(field) {
    const controls = this.fields.get(field);
    const [first] = controls;
    if (first.type === "radio") return controls.find((one) => one.checked)?.value ?? "";
    if (first.type !== "checkbox") return first.value;
    return controls.filter((one) => one.checked).map((one) => one.value).sort().join(" ");
  }

  // Answers whether anything on the screen changed.
  write(field, value) {
    if (same(this.read(field), value)) return false;
    const controls = this.fields.get(field);
    const chosen = new Set(value.split(" "));
    this.seen[field] = value;
    for (const control of controls) {
      if (control.type === "radio") control.checked = control.value === value;
      else if (control.type === "checkbox") control.checked = chosen.has(control.value);
      else control.value = value;
    }
    return true;
  }

  // For whoever else follows the form.
  tell() {
    this.element.dispatchEvent(new CustomEvent("live:shown", { bubbles: true }));
  }

  // What a comrade reads for a value: the words of a choice, or the text itself.
  say(field, value) {
    const controls = this.fields.get(field);
    const [first] = controls;
    if (first.tagName === "SELECT") {
      return [...first.options].find((one) => one.value === value)?.textContent.trim() ?? value;
    }
    if (first.type !== "radio" && first.type !== "checkbox") return value;
    const chosen = new Set(value.split(" "));
    const words = controls.filter((one) => chosen.has(one.value));
    return words.map((one) => one.closest("label, .form-check").textContent.trim()).join(", ") || "không";
  }

  isProse(field) {
    const [first] = this.fields.get(field);
    return first.tagName === "TEXTAREA" || first.type === "text";
  }

  hasFocus(field) {
    return this.fields.get(field).includes(document.activeElement);
  }

  // The words shown for a choice, for the lists of a page that cannot ask the server.
  labels() {
    const selects = [...this.fields.keys()].filter((field) => this.fields.get(field)[0].tagName === "SELECT");
    return Object.fromEntries(selects.map((field) => [field, this.say(field, this.read(field))]));
  }

}

// Space at the ends is taken off when saved; that is no difference worth showing.
export const same = (one, other) => tidy(one) === tidy(other);
const tidy = (text) => text.normalize("NFC").replaceAll("\r\n", "\n").trim();

function about(control) {
  return control.closest(".field, .field-row > div") ?? control.parentElement;
}

export function showError(scope, field, sentence) {
  const [control] = scope.fields.get(field);
  const place = about(control);
  const id = `${control.id || control.name}-live-error`;
  let message = document.getElementById(id);
  if (!message) {
    message = document.createElement("div");
    message.className = "field-error";
    message.id = id;
    const before = control.closest(".with-unit, .form-check") ?? control;
    before.parentElement.insertBefore(message, before);
  }
  message.textContent = sentence;
  place.classList.add("wrong");
  control.setAttribute("aria-invalid", "true");
  const described = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  control.setAttribute("aria-describedby", [...described.add(id)].join(" "));
  control.closest("details")?.setAttribute("open", "");
}

export function clearErrors(scope) {
  for (const [control] of scope.fields.values()) {
    const id = `${control.id || control.name}-live-error`;
    const message = document.getElementById(id);
    if (!message) continue;
    message.remove();
    about(control).classList.remove("wrong");
    control.removeAttribute("aria-invalid");
    const described = (control.getAttribute("aria-describedby") ?? "").split(" ");
    control.setAttribute("aria-describedby", described.filter((one) => one !== id).join(" "));
  }
}

// The quiet word that somebody else's text has just come in; gone when the comrade types here.
export function markTouched(scope, field, who) {
  const [control] = scope.fields.get(field);
  const label = control.closest("fieldset")?.querySelector("legend") ?? control.labels?.[0];
  if (!label || control.type === "radio") return;
  label.querySelector(".touched")?.remove();
  const mark = document.createElement("span");
  mark.className = "touched";
  mark.textContent = `đồng chí ${who} vừa sửa`;
  label.append(" ", mark);
  control.addEventListener("input", () => mark.remove(), { once: true });
}

// What must be mended, above the form and focused, as the page without script would say it.
export function summarise(form, problems) {
  const old = form.parentElement.querySelector(".error-summary");
  old?.remove();
  document.title = document.title.replace(/^Cần sửa: /, "");
  if (!problems.length) return;
  const summary = document.createElement("div");
  summary.className = "error-summary";
  summary.setAttribute("role", "alert");
  summary.tabIndex = -1;
  const title = document.createElement("h2");
  title.textContent = "Chưa lưu được, cần sửa";
  const list = document.createElement("ul");
  for (const { sentence, control } of problems) {
    const line = document.createElement("li");
    if (control?.id) {
      const link = document.createElement("a");
      link.href = `#${control.id}`;
      link.textContent = sentence;
      line.append(link);
    } else {
      line.textContent = sentence;
    }
    list.append(line);
  }
  summary.append(title, list);
  form.before(summary);
  document.title = `Cần sửa: ${document.title}`;
  summary.focus();
  summary.scrollIntoView({ block: "start" });
}
