// Who a new record is, and where its form leads.

const FOLDERS = {
  statement: "statements",
  vote: "votes",
  conclusion: "conclusions",
  assignment: "assignments",
};
export const ADDED = new Set(Object.keys(FOLDERS));

export const formOf = (base, kind) => `${base}/${FOLDERS[kind]}/new`;

// Its own page, or the empty form with its name while the server does not know it.
export function pageOf(base, unit, isKnown) {
  const [kind, id] = unit.split(":");
  return isKnown ? `${base}/${FOLDERS[kind]}/${id}` : `${formOf(base, kind)}#${id}`;
}

// A new record gets its identity here, once: from its address, from what was begun, or a new one.
export async function begin(live, scope, makeId) {
  const kind = scope.unit.slice(0, -1);
  const named = (location.pathname + location.hash).match(/[/#]([0-9a-f-]{36})$/)?.[1];
  if (named) {
    scope.unit = `${kind}:${named}`;
  } else {
    scope.draft = kind;
    const begun = await begunBefore(live, kind);
    if (!begun) preset(scope);
    scope.unit = begun ?? `${kind}:${makeId()}`;
  }
  offerDiscard(live, scope);
}

// What was begun and left is taken up again, unless it is a record of its own by now.
async function begunBefore({ store, entries }, kind) {
  const unit = await store.draft(kind);
  if (!unit) return null;
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type === "reload" || entries.some((entry) => entry.unit === unit)) return unit;
  await store.keepDraft(kind, null);
  return null;
}

// The copy of a page does not know what was asked of it.
function preset(scope) {
  const asked = new URLSearchParams(location.search);
  for (const [field, name] of [["section", "section"], ["conclusion_id", "conclusion"]]) {
    if (scope.fields.has(field)) scope.write(field, asked.get(name) ?? "");
  }
}

function offerDiscard(live, scope) {
  const back = scope.element.querySelector("[data-live-back]");
  if (!back) return;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn btn-quiet";
  drop.textContent = "Bỏ, không ghi";
  drop.addEventListener("click", () => discard(live, scope));
  back.after(drop);
}

async function discard(live, scope) {
  await live.discard(scope);
  await leave(live, scope, scope.element);
}

// To the section the record belongs to, or to the page the form names.
export async function leave(live, scope, form, next = form.dataset.liveNext) {
  if (scope?.draft) await live.store.keepDraft(scope.draft, null);
  const { base, sections } = live.config;
  const isRecord = scope && ADDED.has(scope.kind) && scope.fields.has("section");
  const section = isRecord ? scope.read("section") : "";
  const there = sections.includes(section) ? `${base}/steps/${section}` : `${base}/closing`;
  location.assign(isRecord ? there : next);
}
