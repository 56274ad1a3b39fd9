// The sums follow what is chosen: the server counts them, as the button "Tính lại" does.
const PAUSE = 400; // ms without a further change
const COUNTED = "#todo, #score, .sheet > header, summary"; // in the same order on both pages
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
  const found = page.querySelectorAll(`form:has(#score) :is(${COUNTED})`);
  const shown = form.querySelectorAll(COUNTED);
  if (found.length !== shown.length) return;
  shown.forEach((part, place) => part.replaceChildren(...found[place].childNodes));
}

form?.addEventListener("change", () => {
  clearTimeout(timer);
  timer = setTimeout(recount, PAUSE);
});
