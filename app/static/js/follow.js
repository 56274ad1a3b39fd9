// A page that follows a running meeting: its parts, named by data-part, are renewed from the address
// in data-follow, each only when it has changed. Without network the page keeps what it last knew.
const followed = document.querySelector("[data-follow]");
const lost = document.querySelector("[data-follow-lost]");
const every = Number(followed?.dataset.every ?? 5) * 1000;
const PATIENCE = 8000;
let known = new Map();
let since = "";

export function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const name = part.dataset.part;
    const here = document.querySelector(`[data-part="${name}"]`);
    if (here && (known.get(name) ?? here.outerHTML) !== part.outerHTML) here.replaceWith(part);
    known.set(name, part.outerHTML);
  }
  since = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  if (lost?.textContent) lost.textContent = "";
}

function say_lost() {
  if (lost && since) lost.textContent = `Mất kết nối; đang hiện nội dung lúc ${since}.`;
}

export async function renew() {
  try {
    // A lost session would lead to the sign-in page: that is no answer.
    const answer = await fetch(followed.dataset.follow, {
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) throw new Error(answer.status);
    show(await answer.text());
  } catch {
    say_lost();
  }
}

async function follow() {
  if (!document.hidden) await renew();
  setTimeout(follow, every);
}

if (followed) {
  since = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  setTimeout(follow, every);
}
