// The outbox as plain functions over its entries; each answers what to put and what to drop.
//
// An entry is one change of one unit: { id, order, unit, values, bases, state, by: the tab, who }.
//   open      being typed; further keystrokes of the same tab go into it
//   sending   sent at least once, so its content stays as it is: the same identity means the same change
//   held      the server keeps it until it is complete    ┐ waiting for the comrade's hand;
//   refused   the server does not take it                 │ what is typed next goes out together with it,
//   conflict  somebody else wrote there as well           ┘ as a new change
// `bases` says for every field on which revision it was typed.

const PARKED = new Set(["held", "refused"]);

export const isWaiting = (entry) => entry.state === "open" || entry.state === "sending";

// randomUUID is there over HTTPS only; an office's own network may do without.
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Later than everything there, also when the clock was set back.
const nextOrder = (entries) => Math.max(Date.now(), ...entries.map((entry) => entry.order + 1));

// `typed` is { unit, values, bases, labels, removes, tab, who }.
export function withTyped(entries, typed) {
  const own = entries.filter((entry) => entry.unit === typed.unit);
  const conflict = own.find((entry) => entry.state === "conflict");
  const put = [];
  const rest = { ...typed.values };
  if (conflict) {
    // The text under dispute goes on in the dispute; nothing is sent before it is settled.
    for (const one of conflict.conflicts) {
      if (one.field in rest) {
        one.mine = rest[one.field];
        delete rest[one.field];
      }
    }
    put.push(conflict);
    if (!Object.keys(rest).length) return { put };
  }
  const at = own.find((entry) => entry.state === "open" && entry.tab === typed.tab);
  const parked = own.filter((entry) => PARKED.has(entry.state));
  const entry = at ?? {
    id: uuid(),
    order: nextOrder(entries),
    unit: typed.unit,
    values: {},
    bases: {},
    labels: {},
  };
  for (const one of parked) {
    entry.values = { ...one.values, ...entry.values };
    entry.bases = { ...one.bases, ...entry.bases };
    entry.labels = { ...one.labels, ...entry.labels };
  }
  for (const [field, value] of Object.entries(rest)) {
    entry.values[field] = value;
    entry.bases[field] ??= typed.bases[field] ?? 0;
  }
  entry.labels = { ...entry.labels, ...typed.labels };
  Object.assign(entry, { state: "open", tab: typed.tab, who: typed.who, where: typed.where });
  delete entry.errors;
  if (typed.removes) Object.assign(entry, { removes: true, bases: typed.bases });
  return { put: [...put, entry], drop: parked };
}

// The next entries to send: the first of each unit, frozen from now on. A change names one base, so fields
// that were typed on different revisions go one after the other.
export function frozen(entries) {
  const put = [];
  const seen = new Set();
  for (const entry of entries) {
    if (entry.state === "conflict") seen.add(entry.unit);
    if (!isWaiting(entry) || seen.has(entry.unit)) continue;
    seen.add(entry.unit);
    if (entry.state === "open") put.push(...split(entry, entries));
  }
  return { put };
}

function split(entry, entries) {
  const base = Math.min(...Object.values(entry.bases));
  const later = Object.keys(entry.values).filter((field) => entry.bases[field] > base);
  const first = { ...entry, state: "sending", base: Number.isFinite(base) ? base : 0 };
  if (!later.length) return [first];
  const pick = (from, keep) =>
    Object.fromEntries(Object.entries(from).filter(([field]) => later.includes(field) === keep));
  const rest = {
    ...entry,
    id: uuid(),
    order: entry.order + 0.5,
    values: pick(entry.values, true),
    bases: pick(entry.bases, true),
    removes: false,
  };
  return [{ ...first, values: pick(entry.values, false), bases: pick(entry.bases, false) }, rest];
}

export const toSend = (entries) => entries.filter((entry) => entry.state === "sending");

export const asChange = ({ id, unit, base, values, removes }) => ({
  id,
  unit,
  base,
  values,
  removes: Boolean(removes),
});

// What became of an entry. `before` are the values of its unit as they were known until now.
export function withAnswer(entries, result, before = {}) {
  const sent = entries.find((entry) => entry.id === result.id);
  if (!sent) return {};
  const later = entries.filter((entry) => entry.unit === sent.unit && entry.id !== sent.id);
  // Without anything in dispute any more, what was sent stands as it is.
  if (result.outcome === "conflict" && result.conflicts.length) return disputed(sent, later, result);
  if (result.outcome === "held" || result.outcome === "refused") {
    const follower = later.find((entry) => entry.state === "open");
    if (follower) return { put: [together(sent, follower)], drop: [sent] };
    return { put: [{ ...sent, state: result.outcome, errors: result.errors ?? {} }] };
  }
  return { put: later.map((entry) => rebased(entry, sent, result, before)), drop: [sent] };
}

// What was refused alone may be whole with what was typed meanwhile.
const together = (sent, follower) => ({
  ...follower,
  values: { ...sent.values, ...follower.values },
  bases: { ...sent.bases, ...follower.bases },
  labels: { ...sent.labels, ...follower.labels },
});

// Typed on top of what has just been saved, or beside fields nobody touched: on the new revision then.
function rebased(entry, sent, result, before) {
  if (entry.state !== "open") return entry;
  const bases = { ...entry.bases };
  for (const field of Object.keys(entry.values)) {
    const stood = before[field] ?? "";
    const stands = result.values?.[field] ?? "";
    if (field in sent.values || stood === stands) bases[field] = result.number;
  }
  return { ...entry, bases };
}

function disputed(sent, later, result) {
  const conflicts = result.conflicts.map((one) => ({ ...one }));
  const drop = [];
  const put = [];
  const rest = { ...sent.values };
  for (const one of conflicts) delete rest[one.field];
  for (const entry of later) {
    if (entry.state !== "open") continue;
    const values = { ...entry.values };
    for (const one of conflicts) {
      if (one.field in values) one.mine = values[one.field];
      delete values[one.field];
    }
    if (Object.keys(values).length) put.push({ ...entry, values });
    else drop.push(entry);
  }
  const parked = { ...sent, state: "conflict", conflicts, number: result.number, stands: result.values };
  return { put: [{ ...parked, values: rest }, ...put], drop };
}

// The choice: a new change on what stands now. The dispute is over whatever was chosen.
export function withChoice(entries, id, chosen, tab) {
  const dispute = entries.find((entry) => entry.id === id);
  if (!dispute) return {};
  // Fields that came along without being disputed, unless they stand already.
  const values = Object.fromEntries(
    Object.entries(dispute.values).filter(([field, value]) => dispute.stands?.[field] !== value),
  );
  for (const one of dispute.conflicts) {
    if (chosen[one.field] !== one.theirs) values[one.field] = chosen[one.field];
  }
  if (!Object.keys(values).length) return { drop: [dispute] };
  const bases = Object.fromEntries(Object.keys(values).map((field) => [field, dispute.number]));
  const entry = {
    id: uuid(),
    order: nextOrder(entries),
    unit: dispute.unit,
    values,
    bases,
    labels: dispute.labels,
    state: "open",
    tab,
    who: dispute.who,
    where: dispute.where,
  };
  return { put: [entry], drop: [dispute] };
}

// What a comrade reads here: what is known of a unit, and on top what is not sent yet.
export function shown(known, entries) {
  const values = { ...known };
  for (const entry of entries) {
    Object.assign(values, entry.values);
    for (const one of entry.conflicts ?? []) values[one.field] = one.mine;
  }
  return values;
}
