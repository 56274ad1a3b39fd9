// Live saving: every keystroke is kept on this machine at once and sent within two seconds;
// what others wrote comes in where nobody is typing. The parts are in the modules beside this one.
import { settle } from "./conflict.js";
import { Exchange } from "./exchange.js";
import { clearErrors, markTouched, same, scopesIn } from "./fields.js";
import { Lists, optionNames } from "./lists.js";
import { keepPages } from "./offline.js";
import { isWaiting, shown, uuid, withTyped } from "./outbox.js";
import { ADDED, begin } from "./records.js";
import { Rows } from "./rows.js";
import { StateLine, sayNow, stateOf } from "./state.js";
import { openStore } from "./store.js";
import { isLive, problemsOf, submit } from "./submit.js";

const PAUSE = 700; // sent when typing rests for so long …
const AT_LATEST = 1500; // … and at the latest so long after the first keystroke
const ASK_EVERY = 7000;

function configOf({ dataset }) {
  return {
    url: dataset.live,
    base: dataset.live.replace(/\/live$/, ""),
    account: dataset.account,
    who: dataset.who,
    meeting: dataset.meeting,
    status: dataset.status,
    open: new Set(dataset.open.split(" ")),
    place: dataset.place,
    sections: dataset.sections.split(" ").filter(Boolean),
    numbers: JSON.parse(dataset.numbers),
  };
}

class Live {
  tab = uuid();
  entries = [];
  typing = Promise.resolve();

  constructor(element) {
    this.config = configOf(element);
    this.line = new StateLine(element);
    this.scopes = scopesIn(document);
    this.lists = new Lists(this.config, optionNames());
    this.exchange = new Exchange(this);
    this.rows = new Rows(this);
  }

  async start() {
    const early = this.noteEarly();
    this.store = await openStore(this.config.account, this.config.meeting);
    this.units = await this.store.units();
    this.entries = await this.store.entries();
    for (const scope of this.scopes) await this.open(scope, early.controls);
    await this.rows.open();
    this.listen();
    early.end();
    this.line.showOthers(await this.store.others());
    sayNow();
    this.render();
    if (!this.line.isQuiet || this.entries.length) await this.exchange.run();
    settle(this);
    keepPages(this.config);
  }

  // What is typed or pressed in the moment before the store is open is taken up right after.
  noteEarly() {
    const controls = new Set();
    let pressed;
    const input = ({ target }) => controls.add(target);
    const press = (event) => {
      if (!isLive(event.target)) return;
      event.preventDefault();
      pressed = event;
    };
    document.addEventListener("input", input);
    document.addEventListener("submit", press);
    const end = () => {
      document.removeEventListener("input", input);
      document.removeEventListener("submit", press);
      for (const control of controls) this.typed(control);
      if (pressed) submit(this, pressed.target, pressed.submitter);
    };
    return { controls, end };
  }

  // Puts on the screen what is known best of a unit: the page's text, a later one, and what is not sent.
  async open(scope, early) {
    if (scope.unit.endsWith(":")) await begin(this, scope, uuid);
    const { unit } = scope;
    const known = this.units.get(unit);
    const drawn = this.config.numbers[unit] ?? 0;
    const isLater = known && known.number > drawn;
    const own = this.entries.filter((entry) => entry.unit === unit);
    const values = shown(isLater ? known.values : {}, own);
    scope.isNew = ADDED.has(scope.kind) && !known && !drawn;
    for (const [field, controls] of scope.fields) {
      scope.bases[field] = isLater ? known.number : drawn;
      const isTyped = controls.some((control) => early.has(control));
      if (values[field] !== undefined && !isTyped) scope.write(field, values[field]);
    }
    const form = scope.element.closest("form");
    form.dataset.liveKept = "";
    const back = form.querySelector("[data-live-back]");
    if (back) back.textContent = "Quay lại"; // what was typed is kept
    scope.tell();
  }

  listen() {
    document.addEventListener("input", ({ target }) => this.typed(target));
    document.addEventListener("change", ({ target }) => this.typed(target));
    document.addEventListener("focusout", ({ target }) => this.left(target));
    document.addEventListener("submit", (event) => {
      if (!isLive(event.target) || event.defaultPrevented) return;
      event.preventDefault();
      submit(this, event.target, event.submitter);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.exchange.leave();
      else this.ask();
    });
    addEventListener("pagehide", () => this.exchange.leave());
    addEventListener("pageshow", (event) => event.persisted && this.comeBack());
    // Another record, on the same empty form.
    addEventListener("hashchange", () => /[0-9a-f-]{36}$/.test(location.hash) && location.reload());
    addEventListener("online", () => this.exchange.run());
    addEventListener("beforeunload", (event) => {
      if (!this.store.isKept && this.entries.some(isWaiting)) event.preventDefault();
    });
    setInterval(() => this.ask(), ASK_EVERY);
  }

  // From the browser's memory: what was sent meanwhile is asked after again.
  async comeBack() {
    this.entries = await this.store.entries();
    await this.exchange.run();
  }

  ask() {
    if (document.visibilityState !== "visible") return;
    const isOpen = !this.line.isQuiet && this.config.open.has(this.config.status);
    if (isOpen || this.entries.some(isWaiting)) this.exchange.run();
  }

  scopeOf(control) {
    return this.scopes.find((scope) => scope.fieldOf(control));
  }

  typed(control) {
    const scope = this.scopeOf(control);
    if (!scope) return;
    const field = scope.fieldOf(control);
    const value = scope.read(field);
    if (scope.seen[field] === value) return;
    scope.seen[field] = value;
    // A new unit goes out whole: what is preset in its form is part of it.
    this.write(scope, scope.isWhole ? [...scope.fields.keys()] : [field]);
    this.sendSoon();
  }

  sendSoon() {
    const now = Date.now();
    this.firstAt ??= now;
    clearTimeout(this.timer);
    const wait = Math.min(PAUSE, this.firstAt + AT_LATEST - now);
    this.timer = setTimeout(() => this.send(), Math.max(0, wait));
  }

  write(scope, fields) {
    const pick = (from) => Object.fromEntries(fields.map((field) => [field, from(field)]));
    if (scope.draft) this.inTurn(() => this.store.keepDraft(scope.draft, scope.unit));
    return this.change({
      unit: scope.unit,
      values: { ...pick((field) => scope.read(field)), ...(scope.isNew && scope.unseen) },
      bases: pick((field) => scope.bases[field]),
      labels: scope.labels(),
    });
  }

  inTurn(work) {
    this.typing = this.typing.then(work);
    return this.typing;
  }

  change(typed) {
    const more = { tab: this.tab, who: this.config.who, where: location.pathname + location.search };
    return this.inTurn(async () => {
      this.entries = await this.store.change((entries) => withTyped(entries, { ...typed, ...more }));
      this.render();
    });
  }

  async send() {
    this.firstAt = undefined;
    clearTimeout(this.timer);
    await this.typing;
    await this.exchange.run();
  }

  // A new record that is not wanted after all: nothing of it goes out, and what went is taken back.
  async discard({ unit, isDrawn }) {
    await this.typing;
    this.entries = await this.store.change((entries) => ({
      drop: entries.filter((entry) => entry.unit === unit && entry.state !== "sending"),
    }));
    const isKnown = isDrawn || this.units.has(unit) || this.entries.some((entry) => entry.unit === unit);
    if (!isKnown) return;
    await this.exchange.run();
    this.change({ unit, values: {}, bases: { "": this.numberOf(unit) }, removes: true });
    await this.send();
  }

  // The cursor leaves a field: what was typed goes out, what came in meanwhile is shown.
  left(control) {
    const scope = this.scopeOf(control);
    if (!scope) return;
    if (this.firstAt) this.send();
    const known = this.units.get(scope.unit);
    if (known) setTimeout(() => this.receive(known));
  }

  // How a unit stands on the server. What is being typed, or not sent, is left alone.
  receive(unit) {
    this.drawSoon();
    this.rows.receive(unit);
    if (unit.is_removed) return;
    for (const scope of this.scopes.filter((one) => one.unit === unit.unit)) {
      scope.isNew = false;
      scope.element.removeAttribute("data-live-unmarked");
      const own = this.entries.filter((entry) => entry.unit === unit.unit);
      for (const field of scope.fields.keys()) this.receiveField(scope, field, unit, own);
    }
  }

  receiveField(scope, field, unit, own) {
    const value = unit.values[field];
    const isOwn = own.some((one) => field in one.values || one.conflicts?.some((c) => c.field === field));
    if (value === undefined || isOwn || unit.number <= scope.bases[field]) return;
    if (scope.hasFocus(field) && !same(scope.read(field), value)) return;
    scope.bases[field] = unit.number;
    if (!scope.write(field, value)) return;
    if (unit.by && unit.by !== this.config.who) markTouched(scope, field, unit.by);
    scope.tell();
  }

  answered(sent, result) {
    const scope = this.scopes.find((one) => one.unit === sent.unit);
    if (!scope) return;
    clearErrors(scope);
    const isTaken = result.outcome === "saved" || result.outcome === "merged";
    for (const field of Object.keys(sent.values)) {
      if (isTaken && field in scope.bases) scope.bases[field] = result.number;
    }
    // What is wrong is said at once; what is only missing, when the form is pressed.
    const isWrong = ({ unit, state }) => state === "refused" || (state === "held" && this.rows.owns(unit));
    const wrong = this.entries.filter((entry) => entry.unit === sent.unit && isWrong(entry));
    problemsOf([scope], wrong);
    if (result.outcome === "conflict") settle(this);
  }

  settle() {
    return settle(this);
  }

  numberOf(unit) {
    return Math.max(this.units.get(unit)?.number ?? 0, this.config.numbers[unit] ?? 0);
  }

  render() {
    this.line.show(...stateOf(this));
    this.drawSoon();
  }

  // One drawing at a time, and one more if something changed meanwhile.
  async drawSoon() {
    this.isStale = true;
    if (this.isDrawing) return;
    this.isDrawing = true;
    while (this.isStale) {
      this.isStale = false;
      await this.lists.draw(this.units, this.entries);
    }
    this.isDrawing = false;
  }
}

const element = document.querySelector("[data-live]");
if (element) new Live(element).start();
