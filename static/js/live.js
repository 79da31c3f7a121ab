// Live rounds, on the phone and on the projector: what stands in the element
//   <div id="live" data-live="/address/of/the/state/" data-etag='"7-1"'>
// is asked for every two seconds by its ETag, and put there anew where something changed.
// In it, one element says by data-state where the round is ("asking-3"): the focus moves, to
// [data-focus-first] or [data-focus], only where that differs, and what was being typed stays where
// it does not. [data-final] stands where nothing more will come. Outside of it #offline is shown
// while the server cannot be reached. A form marked data-step is the projector's next step.
(() => {
  "use strict";

  const live = document.querySelector("[data-live]");
  if (!live) return;
  const PAUSE = 2000;
  const PATIENCE = 10_000;
  // A second click, or a tap, that was meant for what stood there before.
  const DOUBLE = 600;
  const TAP = 300;
  const offline = document.getElementById("offline");
  let etag = live.dataset.etag ?? "";
  let timer = 0;
  let asking = null; // stops the request that is under way
  let sending = 0;
  let changedAt = -DOUBLE;

  const stateOf = () => live.querySelector("[data-state]")?.dataset.state ?? "";
  const isOver = () => live.querySelector("[data-final]") !== null;
  const showOffline = (isShown) => { if (offline) offline.hidden = !isShown; };

  const focusNew = () => {
    const field = live.querySelector("[data-focus-first]");
    const target = field ?? live.querySelector("[data-focus]");
    target?.focus({ preventScroll: Boolean(field) });
    if (!field) window.scrollTo(0, 0);
  };

  // What the person has written or ticked, and where they were, by what stays the same.
  const nameOf = (field) => `${field.name} ${field.type} ${/^(checkbox|radio)$/.test(field.type) ? field.value : ""}`;
  const fields = () => [...live.querySelectorAll("input:not([type=hidden]), textarea, select")];

  const kept = () => {
    const active = live.contains(document.activeElement) ? document.activeElement : null;
    return {
      values: new Map(fields().map((field) => [nameOf(field), [field.value, field.checked]])),
      id: active?.id,
      selection: active?.matches("input[type=text], textarea") ? [active.selectionStart, active.selectionEnd] : null,
    };
  };

  const giveBack = ({ values, id, selection }) => {
    for (const field of fields()) {
      const [value, isChecked] = values.get(nameOf(field)) ?? [field.value, field.checked];
      if (isChecked === undefined) field.value = value;
      else if (/^(checkbox|radio)$/.test(field.type)) field.checked = isChecked;
      else field.value = value;
    }
    const active = id ? document.getElementById(id) : null;
    if (!active || !live.contains(active)) return;
    active.focus({ preventScroll: true });
    if (selection) active.setSelectionRange(...selection);
  };

  const changed = (before) => {
    if (before !== stateOf()) {
      changedAt = performance.now();
      focusNew();
    }
  };

  const put = (page) => {
    const before = stateOf();
    const now = kept();
    const template = document.createElement("template");
    template.innerHTML = page;
    live.replaceChildren(template.content);
    window.htmx?.process(live);
    if (before === stateOf()) giveBack(now);
    changed(before);
  };

  const look = async () => {
    window.clearTimeout(timer);
    if (document.hidden || sending || asking || isOver()) return;
    const stop = asking = new AbortController();
    const late = window.setTimeout(() => stop.abort(), PATIENCE);
    try {
      const reply = await fetch(live.dataset.live, {
        headers: etag ? { "If-None-Match": etag } : {},
        redirect: "manual",
        cache: "no-store",
        signal: stop.signal,
      });
      if (reply.status === 200) {
        const page = await reply.text();
        if (asking === stop) {
          etag = reply.headers.get("ETag") ?? "";
          put(page);
        }
      } else if (reply.type === "opaqueredirect" || [403, 404, 410].includes(reply.status)) {
        window.location.reload(); // logged out, or not in the class any more: the page says so
        return;
      } else if (reply.status !== 304) {
        throw new Error(reply.status);
      }
      showOffline(false);
    } catch {
      if (asking === stop) showOffline(true);
    } finally {
      window.clearTimeout(late);
      if (asking === stop) asking = null;
    }
    later();
  };

  const later = () => {
    window.clearTimeout(timer);
    if (!document.hidden && !isOver()) timer = window.setTimeout(look, PAUSE);
  };

  // What a form brings is newer than a reply that is still under way.
  live.addEventListener("htmx:beforeRequest", () => {
    sending += 1;
    window.clearTimeout(timer);
    const stop = asking;
    asking = null;
    stop?.abort();
  });
  let sentAt = "";
  live.addEventListener("htmx:beforeSwap", () => { sentAt = stateOf(); });
  live.addEventListener("htmx:afterSettle", () => {
    if (sentAt === stateOf() && live.querySelector("#error")) focusNew();
    else changed(sentAt);
  });
  live.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => {
    sending = 0;
    // A refusal has a tag too, so that what it says stays until something changes.
    const tag = xhr.getResponseHeader("ETag");
    if (tag) {
      etag = tag;
      showOffline(false);
    }
    later();
  });

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) window.clearTimeout(timer);
    else look();
  });
  window.addEventListener("online", look);
  window.addEventListener("pageshow", (event) => { if (event.persisted) look(); });

  // The projector: one step at a time, also by the keys that a presenter's remote sends.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-step], [data-ask]")) return;
    if (performance.now() - changedAt < (event.target.matches("[data-ask]") ? TAP : DOUBLE)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat) return;
    if (!["Enter", " ", "ArrowRight", "PageDown"].includes(event.key)) return;
    const button = live.querySelector("[data-step] button");
    if (!button) return;
    // On a button or a link these two keys press what has the focus.
    const isPress = event.key === "Enter" || event.key === " ";
    if (isPress && event.target.closest?.("a, button, summary, input, select, textarea")) return;
    event.preventDefault();
    button.click();
  });

  // The phone: the numbers that stand before the options.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !/^[1-7]$/.test(event.key)) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    const option = live.querySelectorAll(".option")[Number(event.key) - 1];
    const box = option?.querySelector("input");
    box?.focus();
    (box ?? option)?.click();
  });

  focusNew();
  later();
})();
