// Two comrades wrote in one place: both texts side by side, a merged proposal, and the choice.
// Every text is put in as text; what it looks like never matters.
import { withChoice } from "./outbox.js";

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const moment = (at) => `lúc ${at.slice(11, 16)} ngày ${at.slice(8, 10)}/${at.slice(5, 7)}`;

function oneText(look, title, hint, text) {
  const shown = element("div", { class: "text" }, text || "(trống)");
  return element("div", { class: look }, element("h4", {}, title), element("p", { class: "hint" }, hint), shown);
}

function dispute(one, number, scope) {
  const proposal = `merged-${number}`;
  const say = (value) => scope.say(one.field, value);
  const texts = element(
    "div",
    { class: "two-texts" },
    oneText("mine", "Bản của tôi", "Chưa lưu", say(one.mine)),
    oneText("theirs", `Bản của đồng chí ${one.by}`, `Đã lưu ${moment(one.at)}`, say(one.theirs)),
  );
  const part = element("section", { "aria-label": one.label }, element("h3", {}, one.label), texts);
  if (!scope.isProse(one.field)) return { part, merged: () => one.mine };
  const area = element("textarea", { class: "form-control", id: proposal, rows: "4" });
  area.value = one.merged;
  part.append(
    element("label", { class: "form-label", for: proposal }, "Bản ghép: đọc lại, sửa cho đúng rồi hãy dùng"),
    area,
  );
  return { part, merged: () => area.value, area };
}

// Opens the dialog and answers the chosen texts by field, or null when it is left for later.
function choose(conflicts, scope) {
  const dialog = element("dialog", { class: "conflict", "aria-labelledby": "conflict-title" });
  const title = element("h2", { id: "conflict-title", tabindex: "-1" }, "Hai đồng chí cùng sửa một chỗ");
  const hint = element(
    "p",
    { class: "hint" },
    "Chọn bản giữ lại. Bản không chọn vẫn còn trong hệ thống, không mất.",
  );
  const parts = conflicts.map((one, number) => dispute(one, number, scope));
  const who = [...new Set(conflicts.map((one) => one.by))].join(", ");
  const taken = (pick) => Object.fromEntries(conflicts.map((one, number) => [one.field, pick(one, number)]));
  const buttons = [
    ["Giữ bản của tôi", "btn btn-quiet", () => taken((one) => one.mine)],
    [`Lấy bản của đồng chí ${who}`, "btn btn-quiet", () => taken((one) => one.theirs)],
  ];
  if (parts.some((part) => part.area)) {
    buttons.push(["Dùng bản ghép", "btn btn-primary", () => taken((_one, number) => parts[number].merged())]);
  }
  const actions = element("div", { class: "actions" });
  dialog.append(title, hint, ...parts.map(({ part }) => part), actions);
  return new Promise((resolve) => {
    const finish = (chosen) => {
      dialog.close();
      dialog.remove();
      resolve(chosen);
    };
    for (const [label, look, pick] of buttons) {
      const button = element("button", { type: "button", class: look }, label);
      button.addEventListener("click", () => finish(pick()));
      actions.append(button);
    }
    const later = element("button", { type: "button", class: "btn btn-link" }, "Để sau");
    later.addEventListener("click", () => finish(null));
    actions.append(later);
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      finish(null);
    });
    document.body.append(dialog);
    dialog.showModal();
    title.focus(); // a key struck while typing must not press a button
  });
}

// The first dispute of this page, if any; the others follow.
export async function settle(live) {
  const at = (entry) => live.scopes.find((scope) => scope.unit === entry.unit);
  const dispute = live.entries.find((entry) => entry.state === "conflict" && at(entry));
  if (!dispute || document.querySelector("dialog[open]")) return;
  const scope = at(dispute);
  const chosen = await choose(dispute.conflicts, scope);
  if (!chosen) {
    live.render();
    return;
  }
  live.entries = await live.store.change((entries) => withChoice(entries, dispute.id, chosen, live.tab));
  for (const [field, value] of Object.entries(chosen)) {
    scope.bases[field] = dispute.number;
    scope.write(field, value);
  }
  scope.tell();
  await live.exchange.run();
  await settle(live);
}
