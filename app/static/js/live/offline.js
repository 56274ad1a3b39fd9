// Keeps the pages of a running meeting on this machine, for the one who records it: with the service worker
// they open without network. One account's pages at a time; signing out throws them away.

const PAGES = "nenep-pages";
const MARK = "/offline/kept";
const FRESH_FOR = 10 * 60 * 1000;

export async function keepPages(config) {
  if (!("serviceWorker" in navigator) || !("caches" in globalThis)) return;
  try {
    await navigator.serviceWorker.register("/service-worker.js");
    await activated((await navigator.serviceWorker.ready).active);
    const mark = await keptFor(config);
    if (config.status !== "in_progress") {
      if (mark.meeting === config.meeting) await caches.delete(PAGES);
      return;
    }
    const isFresh = mark.meeting === config.meeting && Date.now() - mark.at < FRESH_FOR;
    if (!isFresh) await fill(config);
  } catch {
    return; // a browser that forbids it works as before, with network only
  }
}

// A worker that takes over throws old copies away first.
async function activated(worker) {
  while (worker.state === "activating") {
    await new Promise((resolve) => worker.addEventListener("statechange", resolve, { once: true }));
  }
}

async function keptFor(config) {
  const kept = await caches.match(MARK, { cacheName: PAGES });
  const mark = kept ? await kept.json() : {};
  if (mark.account && mark.account !== config.account) {
    await caches.delete(PAGES);
    return {};
  }
  return mark;
}

function pagesOf({ base, sections }, reviews) {
  const steps = sections.map((section) => `steps/${section}`);
  const forms = ["statements", "votes", "conclusions", "assignments"].map((kind) => `${kind}/new`);
  const last = reviews.map((id) => `reviews/${id}`);
  return [base, ...["opening", "roll", ...steps, "closing", ...forms, ...last].map((page) => `${base}/${page}`)];
}

// One after the other, so that a slow line stays free for what is typed.
async function fill(config) {
  const { units } = await (await fetch(config.url, { headers: { Accept: "application/json" } })).json();
  const names = Object.keys(units).filter((unit) => unit.startsWith("review:"));
  const reviews = names.map((unit) => unit.split(":")[1]);
  const pages = await caches.open(PAGES);
  for (const path of pagesOf(config, reviews)) {
    const page = await fetch(path, { headers: { Accept: "text/html" } });
    if (page.status === 401 || new URL(page.url).pathname !== path) return;
    if (page.ok) await pages.put(path, page);
  }
  const { account, meeting } = config;
  await pages.put(MARK, Response.json({ account, meeting, at: Date.now() }));
}
