// What the teacher's desk adds to HTMX; every page works without it.

// Decks: moving the question in focus by Alt and an arrow, and printing a sheet.
(() => {
  "use strict";

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("[data-entries] li");
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const button = row.querySelector(`[data-shift=${event.key === "ArrowUp" ? "up" : "down"}]`);
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

// Authoring: keys of the question editor, its look-ups, and what gets the focus after each step.
// The server does the work in every case, so each key only presses the button that is there anyway.
(() => {
  "use strict";

  const page = document.querySelector("[data-authoring]");
  if (!page) return;
  const changed = new WeakSet();
  let focusNext = null;

  const editorOf = (element) => element.closest?.("[data-editor]");
  const press = (root, selector) => root.querySelector(selector)?.click();

  const mayClose = (editor) =>
    !(changed.has(editor) || editor.hasAttribute("data-changed")) ||
    window.confirm(editor.querySelector("[data-cancel]").dataset.confirm);

  // Leaves a new question without a trace, and gives the focus back to where it came from.
  const close = (event, editor) => {
    const link = editor.querySelector("[data-cancel]");
    if (!mayClose(editor)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (editor.localName === "li" && !link.hasAttribute("hx-get")) {
      event.preventDefault();
      const back = editor.previousElementSibling?.querySelector(".acts a") ?? document.getElementById("add-question");
      editor.remove();
      back?.focus();
    } else {
      changed.delete(editor);
      focusNext = `#${editor.id} .acts a`;
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-cancel], [data-new]");
    if (link?.matches("[data-cancel]")) close(event, editorOf(link));
    const open = link?.matches("[data-new]") && document.getElementById(link.dataset.new);
    if (open) { // not twice in one place
      event.preventDefault();
      event.stopImmediatePropagation();
      open.querySelector("textarea").focus();
    }
  }, true);

  document.addEventListener("input", (event) => {
    const editor = editorOf(event.target);
    if (editor) changed.add(editor);
    focusNext = null; // whoever writes has chosen where
  });

  window.addEventListener("beforeunload", (event) => {
    const open = [...document.querySelectorAll("li[data-editor]")];
    if (open.some((editor) => changed.has(editor) || editor.hasAttribute("data-changed"))) event.preventDefault();
  });

  const lastTextOf = (rows) => [...rows.querySelectorAll(".option-row input[name$=-text]")].at(-1);

  document.addEventListener("keydown", (event) => {
    const editor = editorOf(event.target);
    if (!editor || event.defaultPrevented || event.isComposing) return;
    const row = event.target.closest(".option-row");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      press(editor, ".bottom-row [name=save]");
    } else if (event.key === "Escape") {
      event.preventDefault();
      press(editor, "[data-cancel]");
    } else if (event.altKey && row && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      press(row, `.moves button:${event.key === "ArrowUp" ? "first" : "last"}-child:not([aria-disabled])`);
    } else if (event.key === "Enter" && event.target.matches("input:not([type=radio], [type=checkbox])")) {
      // Else it would save what is not finished.
      event.preventDefault();
      const rows = event.target.closest("[data-rows]");
      if (rows && event.target === lastTextOf(rows)) press(rows, "[data-add]");
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest(".moves [aria-disabled]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  // The pattern “editable combobox with list autocomplete”: the focus stays in the field.
  const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
  const optionsOf = (field) => [...listOf(field).querySelectorAll("[role=option]:not([aria-disabled])")];

  const show = (field, isShown) => {
    listOf(field).hidden = !isShown;
    field.setAttribute("aria-expanded", String(isShown));
    if (!isShown) field.removeAttribute("aria-activedescendant");
  };

  const select = (field, option) => {
    optionsOf(field).forEach((one) => one.setAttribute("aria-selected", String(one === option)));
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const pick = (field, option) => {
    const box = field.closest("[data-combobox]");
    const hidden = box.querySelector("[data-picked]");
    if (!hidden) return;
    hidden.value = option.dataset.value;
    show(field, false);
    const editor = editorOf(field);
    focusNext = `#${CSS.escape(`${field.id.replace(/_query$/, "")}-drop`)}`;
    window.htmx.ajax("POST", editor.querySelector("form").getAttribute("hx-post"), {
      source: editor.querySelector("form"), target: editor, swap: "outerHTML", values: { again: "1" },
    });
  };

  const moveIn = (field, step) => {
    const options = optionsOf(field);
    if (!options.length) return;
    const at = options.findIndex((one) => one.id === field.getAttribute("aria-activedescendant"));
    show(field, true);
    select(field, options[(at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length]);
  };

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches?.("[role=combobox]")) return;
    const isOpen = field.getAttribute("aria-expanded") === "true";
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      moveIn(field, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const chosen = document.getElementById(field.getAttribute("aria-activedescendant") ?? "");
      if (isOpen && chosen) pick(field, chosen);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      show(field, false);
    }
  }, true);

  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]:not([aria-disabled])");
    const field = option?.closest("[data-combobox]")?.querySelector("[role=combobox]");
    if (!field) return;
    event.preventDefault();
    pick(field, option);
  });

  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[role=combobox]")) show(event.target, false);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.getAttribute("role") !== "listbox") return;
    const field = document.querySelector(`[aria-controls="${event.target.id}"]`);
    if (field === document.activeElement) show(field, field.value.trim() !== "");
  });

  // Told anew only where it differs: nothing flickers, and nothing is read out twice.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    const fresh = fragment.innerHTML ?? fragment.firstElementChild?.innerHTML;
    if (fresh === target.innerHTML) event.detail.shouldSwap = false;
  });

  const dialog = document.getElementById("preview-dialog");
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "preview" || !dialog) return;
    // An ordering as it is with this script: its parts to be moved, not its fields.
    for (const list of dialog.querySelectorAll("[data-ordering]")) {
      list.hidden = false;
      dialog.querySelector("[data-places]").hidden = true;
    }
    if (!dialog.open) dialog.showModal();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const root = event.target;
    if (!page.contains(root) && root !== page) return;
    const wanted = focusNext ? document.querySelector(focusNext) : null;
    const marked = document.querySelector("[data-authoring] [data-focus]");
    // What is told while writing may arrive before the part that is to have the focus.
    if (wanted) focusNext = null;
    (wanted ?? marked)?.focus();
    marked?.removeAttribute("data-focus");
  });

  document.querySelector("[data-authoring] [data-focus]")?.focus();
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
