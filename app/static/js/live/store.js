// What this machine keeps: everything typed that the server has not taken yet, and how each unit last stood.
//
// One outbox for all tabs. A change of it is a plain function over the entries, run inside one transaction,
// so that two tabs never work on the same entry. Where the browser forbids IndexedDB the same is held in
// memory, for as long as the page is open.
import { openDB } from "../../vendor/idb/idb.js";

const NAME = "nenep-live";

export async function openStore(account, meeting) {
  try {
    const db = await openDB(NAME, 1, {
      upgrade(fresh) {
        fresh.createObjectStore("outbox", { keyPath: "id" }).createIndex("meeting", "meeting");
        fresh.createObjectStore("units", { keyPath: ["account", "meeting", "unit"] });
        fresh.createObjectStore("drafts", { keyPath: ["account", "meeting", "kind"] });
      },
    });
    return new Kept(db, account, meeting);
  } catch {
    return new Remembered(account, meeting);
  }
}

const inOrder = (entries) => entries.sort((one, other) => one.order - other.order);

class Kept {
  isKept = true;

  constructor(db, account, meeting) {
    Object.assign(this, { db, account, meeting });
  }

  // `edit` is given the entries of this account in order and answers { put: [], drop: [] }.
  async change(edit) {
    const work = this.db.transaction("outbox", "readwrite", { durability: "strict" });
    const all = await work.store.index("meeting").getAll(this.meeting);
    const { put = [], drop = [] } = edit(inOrder(all.filter((one) => one.account === this.account)));
    for (const entry of put) work.store.put({ ...entry, account: this.account, meeting: this.meeting });
    for (const entry of drop) work.store.delete(entry.id);
    await work.done;
    return this.entries();
  }

  async entries() {
    const all = await this.db.getAllFromIndex("outbox", "meeting", this.meeting);
    return inOrder(all.filter((one) => one.account === this.account));
  }

  // Who else left something unsent here.
  async others() {
    const all = await this.db.getAllFromIndex("outbox", "meeting", this.meeting);
    return [...new Set(all.filter((one) => one.account !== this.account).map((one) => one.who))];
  }

  async units() {
    const range = IDBKeyRange.bound([this.account, this.meeting], [this.account, this.meeting, []]);
    return new Map((await this.db.getAll("units", range)).map((one) => [one.unit, one]));
  }

  async keepUnits(units) {
    const work = this.db.transaction("units", "readwrite");
    for (const unit of units) work.store.put({ ...unit, account: this.account, meeting: this.meeting });
    await work.done;
  }

  async draft(kind) {
    return (await this.db.get("drafts", [this.account, this.meeting, kind]))?.unit;
  }

  async keepDraft(kind, unit) {
    const key = { account: this.account, meeting: this.meeting, kind };
    if (unit) await this.db.put("drafts", { ...key, unit });
    else await this.db.delete("drafts", Object.values(key));
  }
}

class Remembered {
  isKept = false;
  held = [];
  known = new Map();
  drafts = new Map();

  constructor(account, meeting) {
    Object.assign(this, { account, meeting });
  }

  async change(edit) {
    const { put = [], drop = [] } = edit(structuredClone(inOrder(this.held)));
    const gone = new Set([...put, ...drop].map((entry) => entry.id));
    this.held = [...this.held.filter((entry) => !gone.has(entry.id)), ...structuredClone(put)];
    return this.entries();
  }

  async entries() {
    return structuredClone(inOrder(this.held));
  }

  async others() {
    return [];
  }

  async units() {
    return new Map(this.known);
  }

  async keepUnits(units) {
    for (const unit of units) this.known.set(unit.unit, unit);
  }

  async draft(kind) {
    return this.drafts.get(kind);
  }

  async keepDraft(kind, unit) {
    if (unit) this.drafts.set(kind, unit);
    else this.drafts.delete(kind);
  }
}
