// What HTMX alone does not do: keys, the next question, focus, and answers that did not get through.
(() => {
  "use strict";

  const cookie = (name) =>
    document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.split("=")[1] ?? "";

  // The token changes when a visitor becomes a guest or logs in, also in another tab, and forms that
  // come as a part of a page have none: so each form gets it when it is sent.
  document.addEventListener("submit", ({ target: form }) => {
    const token = cookie("csrftoken");
    if (form.method !== "post" || !token) return;
    let field = form.querySelector("[name=csrfmiddlewaretoken]");
    if (!field) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken" });
      form.append(field);
    }
    field.value = token;
  }, true);

  const focusIn = (root) => {
    const field = root.querySelector("[data-focus-first]");
    const target = field ?? root.querySelector("[data-focus]");
    target?.focus({ preventScroll: Boolean(field) });
    if (!field) window.scrollTo(0, 0);
  };

  const retitle = (root) => {
    const result = root.querySelector("[data-title]")?.dataset.title;
    const place = root.querySelector(".where span")?.textContent.trim();
    document.title = [result, place, "KazQuiz"].filter(Boolean).join(" · ");
  };

  document.addEventListener("htmx:afterSettle", (event) => {
    const quiz = event.target.closest?.("[data-quiz]");
    if (!quiz) return;
    focusIn(quiz);
    retitle(quiz);
  });

  // The reply to an answer brings the next question along; showing it asks the server nothing.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-continue]");
    const quiz = link?.closest("[data-quiz]");
    const next = quiz?.querySelector("template[data-next]");
    if (!next || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    quiz.replaceChildren(next.content.cloneNode(true));
    window.history.replaceState(null, "", link.href);
    window.htmx.process(quiz);
    focusIn(quiz);
    retitle(quiz);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const quiz = document.querySelector("[data-quiz]");
    if (!quiz || event.target.matches("input, select, textarea")) return;
    if (/^[1-4]$/.test(event.key)) {
      quiz.querySelectorAll(".option")[Number(event.key) - 1]?.click();
    } else if (event.key === "Enter" && !event.target.closest("a, button")) {
      // Else the same key would press the button of the field that has the focus next.
      event.preventDefault();
      quiz.querySelector("[data-continue], [data-enter]")?.click();
    }
  });

  // An answer may be sent again as often as one likes: the server stores it once.
  const unsent = document.getElementById("unsent");
  let lastPressed = null;
  document.addEventListener("submit", (event) => { lastPressed = event.submitter; }, true);
  const showUnsent = () => { if (unsent) unsent.hidden = false; };
  document.addEventListener("htmx:sendError", showUnsent);
  document.addEventListener("htmx:timeout", showUnsent);
  document.addEventListener("htmx:responseError", (event) => {
    const stale = document.getElementById("stale");
    if (event.detail.xhr.status === 403 && stale) stale.hidden = false;
    else showUnsent();
  });
  document.addEventListener("htmx:beforeSwap", () => { if (unsent) unsent.hidden = true; });
  unsent?.querySelector("[data-retry]").addEventListener("click", () => lastPressed?.click());

  // A first guess at the time zone, which the person may change.
  const zone = document.querySelector("select[data-guess]");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && [...zone.options].some((option) => option.value === here)) zone.value = here;

  const first = document.querySelector("[data-quiz]");
  if (first) focusIn(first);
})();
