// A folded list of ticks says what is ticked in it, also when another writer's ticks come in.
function tell(box) {
  const chosen = [...box.querySelectorAll("input:checked")].map((tick) => tick.labels[0].textContent.trim());
  box.querySelector("summary > span").textContent = chosen.length
    ? `Đã chọn ${chosen.length}: ${chosen.join(", ")}`
    : "Chưa chọn";
}

for (const box of document.querySelectorAll(".picks")) {
  box.addEventListener("change", () => tell(box));
  box.closest("form")?.addEventListener("live:shown", () => tell(box));
  tell(box); // a page that comes back keeps its ticks
}
