// A button that copies the text beside it. Without script the text can be selected by hand.
for (const area of document.querySelectorAll("[data-copy]")) {
  const button = area.querySelector("[data-copy-button]");
  const said = area.querySelector("[data-copy-said]");
  const text = area.querySelector("[data-copy-text]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = "Đã sao chép.";
    } catch {
      // No permission, or not over HTTPS: select it, so that Ctrl+C copies all of it.
      getSelection().selectAllChildren(text);
      said.textContent = "Đã chọn toàn bộ nội dung; bấm Ctrl+C để sao chép.";
    }
  });
}
