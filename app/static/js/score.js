// The sum follows what is chosen: the server counts it, as the button "Tính lại" does.
const PAUSE = 400; // ms without a further change
const form = document.querySelector("form:has(#score)");
let timer;
let asked = 0;

async function recount() {
  const number = ++asked;
  const typed = new FormData(form);
  typed.set("what", "recount");
  const answer = await fetch(location.href, { method: "POST", body: typed }).catch(() => null);
  if (!answer?.ok || number !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector("#score");
  if (found) document.querySelector("#score").replaceChildren(...found.childNodes);
}

form?.addEventListener("change", () => {
  clearTimeout(timer);
  timer = setTimeout(recount, PAUSE);
});
