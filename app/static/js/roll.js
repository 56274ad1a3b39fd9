// The figures of the roll follow the marks: the server counts, so that the rule is written once.
const form = document.querySelector("form[data-roll]");
const figures = () => document.getElementById("figures");
let pending;

async function refresh() {
  const sent = new FormData(form);
  try {
    const answer = await fetch(form.dataset.roll, { method: "POST", body: sent });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("figures");
    if (fresh) figures().replaceWith(fresh);
  } catch {
    // Without network the figures stay as they were; the marks are kept in the form.
  }
}

// Marks that came from this machine's memory, or from another comrade.
form?.addEventListener("live:shown", () => {
  clearTimeout(pending);
  pending = setTimeout(refresh, 250);
});

form?.addEventListener("change", (event) => {
  if (!event.target.name?.startsWith("presence_")) return;
  const line = event.target.closest("li");
  const more = line.querySelector("details.who");
  if (event.target.value === "excused") {
    more.open = true;
    more.querySelector("input").focus();
  }
  clearTimeout(pending);
  pending = setTimeout(refresh, 250);
});
