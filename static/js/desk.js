// What the teacher's desk adds to HTMX; every page works without it.

// Classrooms: a sheet that prints itself, and forms that a double click must not send twice, since
// the second reply would take the place of the first one with the passwords.
(() => {
  "use strict";
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
