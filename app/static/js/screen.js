// The screen in the room: full size, and moved on without leaving it, by buttons or a presenter's keys.
import { renew, show } from "./follow.js";

const form = document.querySelector("form[data-move]");
const whole = document.querySelector("[data-fullscreen]");
const KEYS = { ArrowRight: "next", PageDown: "next", ArrowLeft: "previous", PageUp: "previous" };

async function move(to) {
  const sent = new FormData(form);
  sent.set("to", to);
  for (const button of form.elements) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent });
    if (answer.ok) show(await answer.text());
  } finally {
    for (const button of form.elements) button.disabled = false;
    renew();
  }
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  move(event.submitter.value).then(() => event.submitter.focus());
});

document.addEventListener("keydown", (event) => {
  const plain = !(event.altKey || event.ctrlKey || event.metaKey || event.repeat);
  if (form && plain && KEYS[event.key]) {
    event.preventDefault();
    move(KEYS[event.key]).catch(() => {});
  }
});

if (document.fullscreenEnabled) {
  whole.hidden = false;
  whole.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}
