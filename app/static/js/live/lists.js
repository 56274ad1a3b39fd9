// The lists of a meeting as they will be: what was recorded here and is not sent, or came since the page
// was drawn, stands in them like the rest, with a word on its state.
import { shown } from "./outbox.js";
import { formOf, pageOf } from "./records.js";

const STATES = {
  open: ["Chưa gửi", "soon"],
  sending: ["Chưa gửi", "soon"],
  held: ["Chưa đủ nội dung", "soon"],
  refused: ["Chưa ghi được", "late"],
  conflict: ["Hai bản khác nhau", "late"],
};
function badge(words, tone) {
  const mark = document.createElement("span");
  mark.className = `state ${tone}`;
  mark.dataset.liveDrawn = "";
  mark.textContent = words;
  return mark;
}

function note(words) {
  const line = document.createElement("span");
  line.className = "d-block muted small";
  line.textContent = words;
  return line;
}

// Words of one row: the link's, the note below it, and what stands behind.
const ROWS = {
  statement: ({ values, name }) => ({
    title: `Đồng chí ${name("speaker")}`,
    text: values.text,
    after: values.is_dissent ? badge("Ý kiến khác", "soon") : null,
  }),
  vote: ({ values }) => ({
    title: values.subject,
    note: `Tán thành ${values.in_favour}, không tán thành ${values.against}, ý kiến khác ${values.other}`,
  }),
  conclusion: ({ values }) => ({ title: values.text }),
  assignment: ({ values, name }) => ({
    title: values.text,
    note: `Đồng chí ${name("accountable_id")}`,
    when: values.due_on && `hạn ${values.due_on.slice(8)}/${values.due_on.slice(5, 7)}`,
  }),
};

function row(kind, context, page) {
  const words = ROWS[kind](context);
  const line = document.createElement("li");
  line.dataset.liveDrawn = "";
  const grow = document.createElement("span");
  grow.className = "grow";
  const link = document.createElement("a");
  link.href = page;
  link.textContent = words.title || "(chưa ghi nội dung)";
  grow.append(link);
  if (words.text) {
    const text = document.createElement("span");
    text.className = "d-block";
    text.textContent = words.text;
    grow.append(text);
  }
  if (words.note) grow.append(note(words.note));
  line.append(grow);
  if (words.when) {
    const when = document.createElement("span");
    when.className = "when";
    when.textContent = words.when;
    line.append(when);
  }
  if (words.after) line.append(words.after);
  return line;
}

// `names` answers the words for a chosen value, from the form that offers it.
export class Lists {
  constructor(config, names) {
    Object.assign(this, { config, names });
    this.lists = [...document.querySelectorAll("[data-live-list]")];
  }

  async draw(units, entries) {
    for (const list of this.lists) {
      for (const drawn of list.querySelectorAll("[data-live-drawn]")) drawn.remove();
      await this.fill(list, units, entries);
      const isEmpty = !list.querySelector("li:not([hidden])");
      list.closest("section").toggleAttribute("hidden", isEmpty && "section" in list.dataset);
      const empty = list.parentElement.querySelector("[data-live-empty]");
      if (empty) empty.hidden = !isEmpty;
    }
  }

  async fill(list, units, entries) {
    const kind = list.dataset.liveList;
    const there = new Map([...list.querySelectorAll("li[data-unit]")].map((line) => [line.dataset.unit, line]));
    const all = new Set([...units.keys(), ...entries.map((entry) => entry.unit)]);
    for (const unit of [...all].filter((one) => one.startsWith(`${kind}:`))) {
      const own = entries.filter((entry) => entry.unit === unit);
      const known = units.get(unit);
      const isGone = known?.is_removed || own.some((entry) => entry.removes);
      const line = there.get(unit);
      if (line) line.hidden = Boolean(isGone);
      if (isGone) continue;
      const last = own.at(-1);
      const place = line ?? (kind in ROWS && (await this.added(list, kind, unit, known, own)));
      if (place && last) place.append(badge(...STATES[last.state]));
    }
  }

  async added(list, kind, unit, known, own) {
    const values = shown(known?.values ?? {}, own);
    if (!Object.values(values).some(Boolean)) return null;
    const isElsewhere = "section" in list.dataset && (values.section ?? "") !== list.dataset.section;
    if (isElsewhere) return null;
    const labels = Object.assign({}, ...own.map((entry) => entry.labels));
    const field = { statement: "speaker", assignment: "accountable_id" }[kind];
    if (field && !labels[field] && values[field]) {
      labels[field] = await this.names(formOf(this.config.base, kind), field, values[field]);
    }
    const name = (field) => (values[field] && labels[field]) || "…";
    const line = row(kind, { values, name }, pageOf(this.config.base, unit, known));
    list.append(line);
    return line;
  }
}

// The words of an option of a form of ours, wherever that form can be had.
export function optionNames() {
  const forms = new Map();
  const form = async (path) => {
    const kept = "caches" in globalThis ? await caches.match(path) : undefined;
    const answer = kept ?? (await fetch(path));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };
  return async (path, field, value) => {
    if (!forms.has(path)) forms.set(path, form(path).catch(() => null));
    const page = await forms.get(path);
    if (!page) forms.delete(path);
    const options = page?.querySelectorAll(`select[name="${field}"] option`) ?? [];
    return [...options].find((option) => option.value === value)?.textContent.trim() ?? "";
  };
}
