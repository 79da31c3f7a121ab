// What HTMX alone does not do: keys, the next question, focus, moving what is put in order, and
// answers that did not get through.
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

  document.addEventListener("kazquiz:shown", ({ detail: quiz }) => {
    makeMovable(quiz);
    focusIn(quiz);
    retitle(quiz);
  });

  // Without this script each part has a field for its place; with it the parts are moved, and the
  // fields, which stay in the order that the server knows, follow.
  const placesOf = (list) => [...list.closest("form").querySelectorAll("[data-places] select")];

  const settle = (list) => {
    const places = placesOf(list);
    [...list.children].forEach((row, index, rows) => {
      places[row.dataset.part].value = String(index + 1);
      row.querySelector("[data-move=up]").setAttribute("aria-disabled", index === 0);
      row.querySelector("[data-move=down]").setAttribute("aria-disabled", index === rows.length - 1);
    });
  };

  const makeMovable = (root) => {
    const list = root.querySelector("[data-ordering]");
    if (!list) return;
    const given = placesOf(list).map((field) => Number(field.value));
    if (new Set(given).size === given.length && !given.includes(0)) {
      list.append(...[...list.children].sort((a, b) => given[a.dataset.part] - given[b.dataset.part]));
    }
    settle(list);
    list.closest("form").querySelector("[data-places]").hidden = true;
    list.hidden = false;
  };

  const move = (row, isUp) => {
    const other = isUp ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    // The neighbour goes round the row: what is taken out of the page loses the focus.
    if (isUp) row.after(other); else row.before(other);
    const list = row.parentElement;
    settle(list);
    const rows = [...list.children];
    list.closest("form").querySelector("[data-said]").textContent = list.dataset.told
      .replace("{place}", rows.indexOf(row) + 1)
      .replace("{total}", rows.length)
      .replace("{part}", () => row.querySelector(".what").textContent);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) move(button.closest("li"), button.dataset.move === "up");
  });

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("[data-ordering] li");
    if (!row || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    move(row, event.key === "ArrowUp");
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const quiz = event.target.closest?.("[data-quiz]");
    if (!quiz) return;
    const report = event.target.closest("[data-flag]");
    if (report) {
      (report.querySelector("[aria-invalid]") ?? report.querySelector("select") ?? report).focus();
      return;
    }
    makeMovable(quiz);
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
    makeMovable(quiz);
    focusIn(quiz);
    retitle(quiz);
  });

  const showKeys = () => document.getElementById("keys")?.showModal();
  const hint = document.querySelector(".keys-hint");
  if (hint) {
    hint.classList.add("ready");
    hint.querySelector("[data-keys]").addEventListener("click", showKeys);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const quiz = document.querySelector("[data-quiz]");
    if (!quiz || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "?") {
      showKeys();
    } else if (document.querySelector("dialog[open]")) {
      // Its own buttons have the keys.
    } else if (/^[1-7]$/.test(event.key)) {
      const option = quiz.querySelectorAll(".option")[Number(event.key) - 1];
      const box = option?.querySelector("input");
      box?.focus();
      (box ?? option)?.click();
    } else if (event.target.matches("input")) {
      // A checkbox sends its form by itself.
    } else if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
      // Else the same key would press the button of the field that has the focus next.
      event.preventDefault();
      quiz.querySelector("[data-continue], [data-enter]")?.click();
    }
  });

  // An answer may be sent again as often as one likes: the server stores it once.
  const unsent = document.getElementById("unsent");
  let lastPressed = null;
  document.addEventListener("submit", (event) => { lastPressed = event.submitter; }, true);
  const showUnsent = () => {
    if (!unsent) return;
    unsent.hidden = false;
    document.querySelectorAll(".picked").forEach((one) => one.classList.remove("picked"));
    lastPressed?.classList.add("picked");
  };
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

  // What was refused is where to go on.
  if (!document.querySelector("[data-quiz]")) document.querySelector("main [aria-invalid=true]")?.focus();

  const first = document.querySelector("[data-quiz]");
  if (first) {
    makeMovable(first);
    focusIn(first);
  }
})();
