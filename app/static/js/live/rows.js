// A form that is a list of rows: they are added, taken over from what stands beside, and taken away here,
// with network or without. The page draws an empty one as a template.
import { Scope } from "./fields.js";
import { shown, uuid } from "./outbox.js";

const KIND = "row:";
const BLANK = "00000000-0000-0000-0000-000000000000";
const BUTTONS = new Set(["add", "take", "remove"]);
const bare = (id) => id.replaceAll("-", "");

export class Rows {
  constructor(live) {
    this.live = live;
    this.template = document.querySelector("template[data-live-row]");
    if (this.template) for (const scope of live.scopes) scope.isDrawn = true;
  }

  takes(submitter) {
    return Boolean(this.template) && BUTTONS.has(submitter?.name);
  }

  // Of a row nothing can be missing while it is written: what it does not take is wrong.
  owns = (unit) => Boolean(this.template) && unit.startsWith(KIND);

  // What is on this machine, or came from another one, and the page does not show yet.
  async open() {
    if (!this.template) return;
    for (const { unit } of [...this.live.entries]) {
      const isHidden = this.owns(unit) && !this.has(unit);
      if (isHidden && !this.isGone(unit)) await this.show(unit, this.live.units.get(unit)?.values);
    }
    for (const scope of [...this.live.scopes]) if (this.isGone(scope.unit)) this.drop(scope);
  }

  has = (unit) => this.live.scopes.some((scope) => scope.unit === unit);

  isGone = (unit) =>
    this.live.entries.some((entry) => entry.unit === unit && entry.removes) || this.live.units.get(unit)?.is_removed;

  receive(unit) {
    if (!this.owns(unit.unit)) return;
    const scope = this.live.scopes.find((one) => one.unit === unit.unit);
    const own = this.live.entries.some((entry) => entry.unit === unit.unit);
    if (scope && unit.is_removed && !own && !scope.isNew) this.drop(scope);
    if (!scope && !unit.is_removed && !this.isGone(unit.unit)) this.show(unit.unit, unit.values);
  }

  press(submitter) {
    delete submitter.form.dataset.sent;
    return this[submitter.name](submitter);
  }

  // An empty row goes out with its first word.
  add({ value }) {
    const scope = this.make(`${KIND}${uuid()}`, { section: value });
    scope.isNew = true;
    this.goTo(scope);
  }

  take(button) {
    const { section, content, measure, due } = button.dataset;
    const scope = this.make(`${KIND}${uuid()}`, { section, content, measure, due_on: due });
    scope.isNew = true;
    scope.unseen = { source: button.value };
    this.live.write(scope, [...scope.fields.keys()]);
    this.live.sendSoon();
    const taken = document.createElement("span");
    taken.className = "state ok";
    taken.textContent = "Đã đưa vào";
    button.replaceWith(taken);
    this.goTo(scope);
  }

  async remove({ value }) {
    const scope = this.live.scopes.find((one) => one.unit === KIND + value);
    const next = scope.element.parentElement.querySelector("button[name=add]");
    this.drop(scope);
    next?.focus();
    await this.live.discard(scope);
  }

  drop(scope) {
    this.live.scopes = this.live.scopes.filter((one) => one !== scope);
    scope.element.remove();
  }

  async show(unit, known = {}) {
    const own = this.live.entries.filter((entry) => entry.unit === unit);
    const scope = this.make(unit, shown(known, own));
    const number = this.live.units.get(unit)?.number ?? 0;
    for (const field of scope.fields.keys()) scope.bases[field] = number;
    scope.isNew = !number;
  }

  make(unit, values) {
    const id = unit.slice(KIND.length);
    const element = this.template.content.firstElementChild.cloneNode(true);
    for (const one of [element, ...element.querySelectorAll("*")]) {
      for (const attribute of one.attributes) {
        attribute.value = attribute.value.replaceAll(BLANK, id).replaceAll(bare(BLANK), bare(id));
      }
    }
    const adds = [...document.querySelectorAll("button[name=add]")];
    const place = adds.find((button) => button.value === values.section) ?? adds.at(-1);
    place.before(element);
    const scope = new Scope(element);
    scope.isIdle = true;
    for (const field of scope.fields.keys()) {
      scope.bases[field] = 0;
      scope.write(field, values[field] ?? "");
    }
    this.live.scopes.push(scope);
    return scope;
  }

  goTo(scope) {
    scope.element.scrollIntoView({ block: "center" });
    scope.fields.get("content")[0].focus({ preventScroll: true });
  }
}
