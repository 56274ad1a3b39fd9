// Talks with the server: sends what waits, in order, hears what others changed. One exchange at a time in
// all tabs of a meeting; what is lost on the way is sent again under the same identity.
import { asChange, frozen, toSend, withAnswer } from "./outbox.js";

const PATIENCE = 15000;
const MOST = 50; // changes in one go

export class Exchange {
  // How the line stands: "" fine, "offline", "over" (the session), or a sentence of the server's.
  trouble = "";
  savedAt = "";

  constructor(live) {
    this.live = live;
  }

  // Answers when everything that was there when it was asked for has been tried.
  run() {
    this.wanted = true;
    this.running ??= this.loop().finally(() => (this.running = null));
    return this.running;
  }

  async loop() {
    while (this.wanted) {
      this.wanted = false;
      const isDone = await this.alone(() => this.once());
      if (isDone && frozen(this.live.entries).put.length) this.wanted = true;
    }
  }

  alone(work) {
    const { account, meeting } = this.live.config;
    return navigator.locks ? navigator.locks.request(`nenep-live:${account}:${meeting}`, work) : work();
  }

  async once() {
    const { live } = this;
    live.entries = await live.store.change(frozen);
    const sending = toSend(live.entries).slice(0, MOST);
    this.isSending = sending.length > 0;
    live.render();
    const answer = await this.post(sending.map(asChange));
    this.isSending = false;
    if (answer) {
      await this.hear(answer, sending);
      if (sending.length) this.savedAt = answer.at.slice(11, 19);
    }
    live.render();
    return Boolean(answer) && sending.length > 0;
  }

  body(changes) {
    const { config, units } = this.live;
    const known = Object.fromEntries([...units].map(([unit, { number }]) => [unit, number]));
    return JSON.stringify({ account: config.account, place: config.place, known, changes });
  }

  request(changes, more) {
    this.token ??= document.querySelector("input[name=csrf_token]")?.value ?? "";
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    return fetch(this.live.config.url, { method: "POST", headers, body: this.body(changes), ...more });
  }

  async post(changes) {
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), PATIENCE);
    try {
      let response = await this.request(changes, { signal: giveUp.signal });
      // The token is older than the session, which began anew in another tab.
      if (response.status === 400) {
        const state = await fetch(this.live.config.url, { headers: { Accept: "application/json" } });
        if (state.ok) this.token = (await state.json()).csrf_token;
        response = await this.request(changes, { signal: giveUp.signal });
      }
      this.trouble = await troubleOf(response);
      return this.trouble ? null : await response.json();
    } catch {
      this.trouble = "offline";
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  // The page goes away: what is open goes out with it. The answer is not heard; it is sent again later,
  // under the same identity.
  leave() {
    const { live } = this;
    const { put } = frozen(live.entries);
    const changes = [...toSend(live.entries), ...toSend(put)];
    if (!changes.length) return;
    live.store.change(frozen);
    // Beyond what a browser sends from a closing page it stays here until the next visit.
    this.request(changes.map(asChange), { keepalive: true }).catch(() => {});
  }

  async hear(answer, sending) {
    const { live } = this;
    live.config.status = answer.status;
    const fresh = new Map();
    for (const result of answer.results) {
      const sent = sending.find((entry) => entry.id === result.id);
      const before = live.units.get(result.unit)?.values;
      live.entries = await live.store.change((entries) => withAnswer(entries, result, before));
      if (!sent) continue;
      const isTaken = result.outcome === "saved" || result.outcome === "merged";
      if (isTaken && result.values) {
        const labels = { ...live.units.get(result.unit)?.labels, ...sent.labels };
        const { number, values } = result;
        fresh.set(result.unit, { unit: result.unit, number, values, labels, is_removed: sent.removes });
      }
      live.answered(sent, result);
    }
    for (const [unit, stand] of Object.entries(answer.units)) {
      const labels = live.units.get(unit)?.labels;
      if ((fresh.get(unit)?.number ?? -1) < stand.number) fresh.set(unit, { ...stand, unit, labels });
    }
    for (const unit of fresh.values()) live.units.set(unit.unit, unit);
    if (fresh.size) await live.store.keepUnits([...fresh.values()]);
    for (const unit of fresh.values()) live.receive(unit);
    live.line.showWriters(answer.writers);
  }
}

const isJson = (response) => response.headers.get("Content-Type")?.startsWith("application/json");

async function troubleOf(response) {
  if (response.status === 401) return "over";
  if (response.status >= 500) return "offline";
  if (response.ok && isJson(response)) return "";
  const said = isJson(response) ? await response.json() : {};
  return said.message ?? "máy chủ không nhận; tải lại trang rồi thử lại.";
}
