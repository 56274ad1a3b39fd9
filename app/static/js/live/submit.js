// A form that is pressed: everything is kept, sent, and then the form leads where it leads;
// what is refused is said in place, and without network it is left with what is not sent yet.
import { clearErrors, showError, summarise } from "./fields.js";
import { isWaiting } from "./outbox.js";
import { leave } from "./records.js";
import { sayNext } from "./state.js";

export const isLive = (form) => form.matches?.("form") && "liveSaid" in form.dataset;

export async function submit(live, form, submitter) {
  if (live.rows.takes(submitter)) return live.rows.press(submitter);
  const scopes = live.scopes.filter((scope) => scope.element.closest("form") === form);
  const gaps = scopes.map((scope) => ({ unit: scope.unit, errors: scope.missing() }));
  for (const scope of scopes) clearErrors(scope);
  const missing = problemsOf(scopes, gaps);
  summarise(form, missing);
  if (missing.length) {
    delete form.dataset.sent;
    return undefined; // said before it is sent, so that it is said without network as well
  }
  await live.typing;
  const isOnItsWay = ({ unit }) => live.entries.some((entry) => entry.unit === unit && isWaiting(entry));
  for (const scope of scopes.filter((one) => one.isWhole && !one.isIdle && !isOnItsWay(one))) {
    live.write(scope, [...scope.fields.keys()]);
  }
  const units = new Set(scopes.map((scope) => scope.unit));
  if (submitter?.name === "done" && form.dataset.liveStep) units.add(finish(live, form));
  await live.send();
  delete form.dataset.sent;
  const own = live.entries.filter((entry) => units.has(entry.unit));
  if (own.some((entry) => entry.state === "conflict")) return live.settle();
  const problems = problemsOf(scopes, own);
  summarise(form, problems);
  const isHere = own.some(isWaiting);
  // Signed out, or refused as a whole: the state line says what to do, the page stays.
  if (problems.length || (isHere && live.exchange.trouble !== "offline")) return undefined;
  if (!isHere) sayNext(form.dataset.liveSaid);
  return leave(live, scopes[0], form, submitter?.dataset.liveNext);
}

function finish(live, form) {
  const unit = form.dataset.liveStep;
  live.change({ unit, values: { state: "done" }, bases: { state: live.numberOf(unit) } });
  return unit;
}

// Beside the fields and for the summary; `isPressed` or not, nothing is said of what nobody asked about.
export function problemsOf(scopes, entries) {
  const problems = [];
  for (const { unit, errors = {} } of entries) {
    const scope = scopes.find((one) => one.unit === unit);
    for (const [field, sentence] of Object.entries(errors)) {
      const [control] = scope?.fields.get(field) ?? [];
      if (control) showError(scope, field, sentence);
      problems.push({ sentence, control });
    }
  }
  return problems;
}
