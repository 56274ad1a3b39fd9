// Ask before leaving a form whose typed text would be lost; where live.js keeps it, it is not.
const written = (form) =>
  JSON.stringify(
    [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]),
  );

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  // A form shown again with errors holds text that was never stored.
  const stored = document.querySelector(".error-summary") ? "" : written(form);
  let leaving = false;

  form.addEventListener("submit", () => {
    leaving = true;
  });
  // Back from the page the form led to: guard it again.
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && !("liveKept" in form.dataset) && written(form) !== stored) event.preventDefault();
  });
}
