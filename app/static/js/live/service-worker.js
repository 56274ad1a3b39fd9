// Lets a running meeting go on without network. Before this file the server writes VERSION and ASSETS.
//
// Pages come from the network first, with little patience where a copy is at hand (put there by offline.js).
// Whatever else cannot be had is answered with one page that says so. Nothing but GET is ever kept.
/* global VERSION, ASSETS */

const STATIC = `nenep-static-${VERSION}`;
const PAGES = "nenep-pages";
const SORRY = "/offline";
const PATIENCE = 4000;
const DARK = 20000; // as long as the network was missed a moment ago, styles come from the copy at once
const UNREACHABLE = new Set([502, 503, 504]);
let lostAt = 0;

self.addEventListener("install", (event) => {
  const fill = caches.open(STATIC).then((cache) => cache.addAll([SORRY, ...ASSETS]));
  event.waitUntil(fill.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const tidy = caches.keys().then((names) => {
    const old = names.filter((name) => name.startsWith("nenep-") && name !== STATIC);
    return Promise.all(old.map((name) => caches.delete(name)));
  });
  event.waitUntil(tidy.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (request.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(asset(request));
});

function within(time, work) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), time));
  return Promise.race([work, late]);
}

async function page(event, url) {
  const { request } = event;
  // Who signs out leaves no page behind, with network or without.
  if (url.pathname === "/sign-out") await caches.delete(PAGES);
  const copy = request.method === "GET" ? await kept(url) : undefined;
  try {
    const answer = await (copy ? within(PATIENCE, fetch(request)) : fetch(request));
    if (copy && UNREACHABLE.has(answer.status)) throw new Error("unreachable");
    lostAt = 0;
    event.waitUntil(seen(request, url, answer.clone()));
    return answer;
  } catch {
    lostAt = Date.now();
    return copy ?? caches.match(SORRY, { cacheName: STATIC });
  }
}

// A record made without network has a page only here: the empty form, filled in by live.js.
const RECORD = /^(\/meetings\/[0-9a-f-]{36}\/(?:statements|votes|conclusions|assignments)\/)[0-9a-f-]{36}$/;

async function kept(url) {
  const pages = await caches.open(PAGES);
  const form = url.pathname.match(RECORD)?.[1];
  return (await pages.match(url.pathname)) ?? (form && (await pages.match(`${form}new`)));
}

// The copies follow what is seen, and are gone when nobody is signed in any more.
async function seen(request, url, answer) {
  if (url.pathname === "/sign-out" || url.pathname === "/sign-in") {
    await caches.delete(PAGES);
    return;
  }
  if (request.method !== "GET" || !answer.ok || !(await caches.has(PAGES))) return;
  const pages = await caches.open(PAGES);
  if (await pages.match(url.pathname)) await pages.put(url.pathname, answer);
}

async function asset(request) {
  const find = () => caches.match(request, { cacheName: STATIC, ignoreSearch: true });
  const isDark = Date.now() - lostAt < DARK;
  const copy = isDark ? await find() : undefined;
  if (copy) return copy;
  try {
    return await within(PATIENCE, fetch(request));
  } catch {
    lostAt = Date.now();
    return (await find()) ?? Response.error();
  }
}
