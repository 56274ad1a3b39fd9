// Large text and high contrast, remembered on this machine only.
// Loaded in the head and not as a module, so that the page is painted right the first time.
(() => {
  const root = document.documentElement;
  const choices = { text: "large", contrast: "high" };

  // A browser may forbid storage altogether; the switch then lasts for this page.
  const recall = (name) => {
    try {
      return localStorage.getItem(`nenep:${name}`);
    } catch {
      return null;
    }
  };
  const remember = (name, value) => {
    try {
      localStorage.setItem(`nenep:${name}`, value);
    } catch {
      return;
    }
  };

  for (const [name, value] of Object.entries(choices)) {
    if (recall(name) === value) root.dataset[name] = value;
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-comfort]")) {
      const name = button.dataset.comfort;
      const show = () => button.setAttribute("aria-pressed", String(name in root.dataset));
      show();
      button.hidden = false;
      button.addEventListener("click", () => {
        if (name in root.dataset) delete root.dataset[name];
        else root.dataset[name] = choices[name];
        remember(name, root.dataset[name] ?? "");
        show();
      });
    }
  });
})();
