// What the teacher's desk adds to HTMX; every page works without it.

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
})();

// Classrooms: forms that a double click must not send twice, since the second reply would take the
// place of the first one with the passwords.
(() => {
  "use strict";

  let sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-once]")) return;
    if (sent.has(event.target)) event.preventDefault();
    sent.add(event.target);
  });
  window.addEventListener("pageshow", () => { sent = new WeakSet(); });
})();

// The queue: what was decided gives the focus to what waits next, and R and W press the buttons of
// the entry that has the focus.
(() => {
  "use strict";

  document.addEventListener("htmx:afterSettle", (event) => {
    const entry = event.target.closest?.("[data-entry]");
    if (!entry) return;
    let next = entry;
    while (next?.hasAttribute("data-done")) next = next.nextElementSibling;
    const wrong = next?.querySelector("[aria-invalid], .error");
    const target = wrong?.closest("form")?.querySelector("[aria-invalid], input:not([type=hidden])")
      ?? next?.querySelector("[data-focus]") ?? document.getElementById("queue-title");
    target.focus({ preventScroll: true });
    (next ?? entry).scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.matches?.("input:not([type=radio]), textarea, select")) return;
    event.target.closest?.("[data-entry]")?.querySelector(`[data-key=${CSS.escape(event.code)}]`)?.click();
  });
})();
