// What the teacher's desk adds to HTMX; every page works without it.

// Classrooms: a sheet that prints itself, and forms that a double click must not send twice, since
// the second reply would take the place of the first one with the passwords.
(() => {
  "use strict";
// Decks: moving the question in focus by Alt and an arrow, and printing a sheet.
(() => {
  "use strict";

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("[data-entries] li");
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const button = row.querySelector(`[data-move=${event.key === "ArrowUp" ? "up" : "down"}]`);
    if (button.getAttribute("aria-disabled") === "true") return;
    // The button comes back with the same id, so the focus stays with the question.
    button.focus();
    button.click();
  });

  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  let sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-once]")) return;
    if (sent.has(event.target)) event.preventDefault();
    sent.add(event.target);
  });
  window.addEventListener("pageshow", () => { sent = new WeakSet(); });
})();
