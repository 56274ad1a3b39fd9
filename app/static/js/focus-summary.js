// A refused form: bring reader and screen reader to what must be mended.
const summary = document.querySelector(".error-summary");

if (summary) {
  document.title = `Cần sửa: ${document.title}`;
  summary.focus();
  summary.scrollIntoView({ block: "start" });
}
