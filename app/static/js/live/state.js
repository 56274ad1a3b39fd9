// The one line that says where the text is: on the server, on its way, or on this machine.
import { isWaiting } from "./outbox.js";
import { ADDED, pageOf } from "./records.js";

const WORDS = {
  ready: "Tự lưu khi ghi",
  saving: "Đang lưu…",
  unsent: "Chưa gửi, đang giữ trên máy này",
  memory: "Chưa gửi, và trình duyệt không cho giữ trên máy này: xin đừng đóng trang",
  over: "Phiên đăng nhập đã hết: nội dung vẫn giữ trên máy này.",
  overMemory: "Phiên đăng nhập đã hết, trình duyệt không cho giữ trên máy này: xin đừng đóng trang.",
  held: "Chưa đủ để lưu: ",
  refused: "Chưa ghi được: ",
  conflict: "Có đồng chí khác cùng sửa một chỗ.",
  offline: "Đang mất mạng: ghi tiếp được, nội dung giữ trên máy này",
  nothing: "Trình duyệt không cho giữ nội dung trên máy này.",
};
const ICONS = { saved: "cloud-check", ready: "cloud-check", saving: "cloud-arrow-up" };
const QUIET = new Set(["ready", "saved", "saving"]);

export class StateLine {
  kind = "";

  constructor(element) {
    this.text = element.querySelector("[data-live-text]");
    this.icon = element.querySelector(".bi");
    this.spoken = element.querySelector("[data-live-spoken]");
    this.writers = element.querySelector("[data-live-writers]");
    this.others = element.querySelector("[data-live-others]");
    this.state = element.querySelector("[data-live-state]");
    this.element = element;
    this.isQuiet = "quiet" in element.dataset;
  }

  // `more` is a sentence that follows; `act` a link or button at the end: { label, href } or { label, press }.
  show(kind, more = "", act = null) {
    const words = kind === "saved" ? `Đã lưu ${more}` : (WORDS[kind] ?? "") + more;
    if (this.text.textContent !== words || Boolean(act) !== this.hasAct) this.write(words, act);
    this.element.hidden = this.isQuiet && QUIET.has(kind) && !this.others.textContent;
    this.state.classList.toggle("waiting", !QUIET.has(kind));
    this.icon.className = `bi bi-${ICONS[kind] ?? "cloud-slash"}`;
    // Read out when the state turns, not at every save.
    const turn = kind === "saving" ? this.kind : kind;
    if (turn !== this.kind && !(this.kind === "" && QUIET.has(turn))) {
      this.spoken.textContent = kind === "saved" ? "Đã lưu" : words;
    }
    this.kind = turn;
  }

  write(words, act) {
    this.text.textContent = words;
    this.hasAct = Boolean(act);
    if (!act) return;
    const control = document.createElement(act.href ? "a" : "button");
    control.textContent = act.label;
    if (act.href) control.href = act.href;
    else {
      control.type = "button";
      control.addEventListener("click", act.press);
    }
    this.text.append(" ", control);
  }

  showWriters(writers) {
    const lines = writers.map(({ name, label }) => `đồng chí ${name} đang ghi ${label}`);
    const words = lines.join("; ");
    const sentence = words && words[0].toUpperCase() + words.slice(1);
    if (this.writers.textContent !== sentence) this.writers.textContent = sentence;
  }

  // Another account's text never goes out under this one.
  showOthers(names) {
    this.others.textContent = names.length
      ? `Trên máy này còn nội dung chưa gửi của đồng chí ${names.join(", ")}; ` +
        "nội dung được giữ nguyên cho đến khi chính đồng chí đó đăng nhập."
      : "";
  }
}

// What to say of everything that is on this machine and under way.
export function stateOf(live) {
  const { trouble, isSending, savedAt } = live.exchange;
  const { isKept } = live.store;
  const isOwed = live.entries.some(isWaiting);
  const dispute = live.entries.find((entry) => entry.state === "conflict");
  if (trouble === "over") return [isKept ? "over" : "overMemory", "", signIn()];
  if (dispute) return ["conflict", "", toSettle(live, dispute)];
  if (trouble === "offline" && isOwed) return [isKept ? "unsent" : "memory"];
  if (trouble === "offline") return ["offline"];
  if (trouble) return ["refused", trouble];
  if (isOwed || isSending) return ["saving"];
  const parked = live.entries.find((entry) => Object.keys(entry.errors ?? {}).length);
  if (parked) return [parked.state, sayWhy(live, parked), toMend(live, parked)];
  if (!isKept) return ["nothing", savedAt && ` Đã lưu ${savedAt}.`];
  return savedAt ? ["saved", savedAt] : ["ready"];
}

const signIn = () => ({
  label: "Đăng nhập lại",
  href: `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`,
});

// Not twice: the form that was sent says itself what to mend.
const sayWhy = (live, entry) =>
  isHere(live, entry) && document.querySelector(".error-summary") ? "xem chỗ cần sửa." : Object.values(entry.errors)[0];

const isHere = (live, entry) => live.scopes.some((scope) => scope.unit === entry.unit);

function toSettle(live, entry) {
  const label = "Xem và chọn";
  return isHere(live, entry) ? { label, press: () => live.settle() } : { label, href: whereIs(live, entry) };
}

function toMend(live, entry) {
  return isHere(live, entry) ? null : { label: "Mở để sửa", href: whereIs(live, entry) };
}

function whereIs({ config, units }, { unit, where }) {
  return ADDED.has(unit.split(":")[0]) ? pageOf(config.base, unit, units.has(unit)) : where;
}

// What is said on the next page, as the server says it after a form.
const SAID = "nenep:said";

export function sayNext(words) {
  try {
    sessionStorage.setItem(SAID, words);
  } catch {
    return; // without storage nothing is said; the state line tells the rest
  }
}

export function sayNow() {
  let said;
  try {
    said = sessionStorage.getItem(SAID);
    sessionStorage.removeItem(SAID);
  } catch {
    return;
  }
  if (!said) return;
  const flash = document.createElement("div");
  flash.className = "flash";
  flash.setAttribute("role", "status");
  const icon = document.createElement("i");
  icon.className = "bi bi-check-circle";
  icon.setAttribute("aria-hidden", "true");
  const text = document.createElement("span");
  text.textContent = said;
  flash.append(icon, text);
  document.querySelector("main .page-head").before(flash);
}
