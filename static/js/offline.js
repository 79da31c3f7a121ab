// Installing, and answering without a connection: up to five questions are held in the page, without
// their keys. Responses are kept on the device, shown as unsent, and sent once there is a connection;
// the server dates them when they arrive, and stores each once however often it is sent.
(() => {
  "use strict";

  const KEPT = "kazquiz-unsent";
  const LONGEST = 30 * 24 * 3600 * 1000;  // after this long nobody comes back for them
  const cookie = (name) =>
    document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.split("=")[1] ?? "";
  const body = document.body.dataset;

  if ("serviceWorker" in navigator && body.worker) {
    window.addEventListener("load", () => { navigator.serviceWorker.register(body.worker); });
  }

  // On the offline page: the way back to the quiz that is held.
  const held = document.querySelector("[data-held]");
  if (held && "caches" in window) {
    caches.open("kazquiz-held").then((cache) => cache.keys()).then(([first]) => {
      if (!first) return;
      held.querySelector("a").href = first.url;
      held.hidden = false;
    });
  }

  const quiz = document.querySelector("[data-quiz]");
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(KEPT)) ?? [];
    } catch {
      return [];
    }
  };
  const mine = () => read().filter((one) => one.learner === body.learner);
  const write = (list) => {
    try {
      localStorage.setItem(KEPT, JSON.stringify(list));
      return true;
    } catch {
      return false;  // no room, or storage is switched off: nothing may be promised then
    }
  };
  const drop = (item) => write(read().filter((one) => one.item !== item));
  const isOld = (one) => Date.now() - (one.kept ?? Date.now()) > LONGEST;
  if (read().some(isOld)) write(read().filter((one) => !isOld(one)));
  // Whoever erases themselves leaves nothing on the device.
  document.querySelector("form[data-erase]")?.addEventListener("submit", () => {
    write(read().filter((one) => one.learner !== body.learner));
  });

  const bar = document.getElementById("kept");
  const show = () => {
    if (!bar) return;
    const count = mine().length;
    bar.hidden = count === 0;
    bar.querySelector("[data-count]").textContent = count;
  };

  // Held questions, in their order; what was answered or shown since is passed over.
  // The page that the worker holds is the one that was opened, so what was answered in it is noted.
  const ANSWERED = "kazquiz-answered";
  const answered = () => {
    try {
      return (sessionStorage.getItem(ANSWERED) ?? "").split(" ");
    } catch {
      return [];
    }
  };
  const isKept = (token) => mine().some((one) => one.item === token);
  const done = new Set([...mine().map((one) => one.item), ...answered()]);
  const note = (token) => {
    done.add(token);
    try {
      sessionStorage.setItem(ANSWERED, [...answered(), token].slice(-50).join(" "));
    } catch { /* without room the first question stands there again */ }
  };
  const tokenIn = (root) => root.querySelector("input[name=item]")?.value;
  const nextHeld = () => [...document.querySelectorAll("template[data-ahead]")]
    .find((one) => !done.has(tokenIn(one.content)) && tokenIn(one.content) !== tokenIn(quiz));

  const showHeld = () => {
    const next = nextHeld();
    const source = next ?? document.querySelector("template[data-none-ahead]");
    if (!source) return;
    quiz.replaceChildren(source.content.cloneNode(true));
    window.htmx.process(quiz);
    document.dispatchEvent(new CustomEvent("kazquiz:shown", { detail: quiz }));
  };

  const keep = (form, submitter) => {
    const data = new FormData(form, submitter);
    data.delete("csrfmiddlewaretoken");
    const item = data.get("item");
    const stem = form.closest("section")?.querySelector(".stem");
    const entry = {
      item,
      kept: Date.now(),
      learner: body.learner,
      url: form.getAttribute("action"),
      body: new URLSearchParams(data).toString(),
      stem: stem?.textContent ?? "",
      lang: stem?.lang ?? "",
    };
    if (!write([...read().filter((one) => one.item !== item), entry])) return false;
    done.add(item);
    show();
    showHeld();
    return true;
  };

  const unsent = document.getElementById("unsent");
  const keeper = unsent?.querySelector("[data-keep]");
  let pressed = null;
  let isAway = false;  // the person chose to go on without a connection
  document.addEventListener("submit", (event) => {
    pressed = { form: event.target, submitter: event.submitter };
  }, true);
  const isResponse = () => pressed?.form.closest("[data-quiz]")
    && pressed.form.getAttribute("action")?.endsWith("/answer/");
  const refused = () => {
    if (!keeper || !body.learner || !isResponse()) return;
    if (isAway && !navigator.onLine && keep(pressed.form, pressed.submitter)) {
      unsent.hidden = true;
      return;
    }
    keeper.hidden = false;
  };
  document.addEventListener("htmx:sendError", refused);
  document.addEventListener("htmx:timeout", refused);
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (keeper) keeper.hidden = true;
    const token = quiz && tokenIn(quiz);
    if (!token || !(event.detail.xhr?.status < 400)) return;
    if (event.detail.requestConfig?.path?.endsWith("/answer/")) note(token);
    done.add(token);
  });
  keeper?.addEventListener("click", () => {
    if (!isResponse() || !keep(pressed.form, pressed.submitter)) return;
    isAway = true;
    keeper.hidden = true;
    unsent.hidden = true;
  });

  // What has arrived, with its feedback.
  const arrived = document.getElementById("arrived");
  const tell = (entry, html) => {
    if (!arrived) return;
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const feedback = parsed.querySelector("#feedback, section");
    const row = document.createElement("details");
    const summary = document.createElement("summary");
    const result = parsed.querySelector(".result, h1")?.textContent.trim() ?? "";
    const stem = Object.assign(document.createElement("span"), { textContent: entry.stem, lang: entry.lang });
    summary.append(`${result} · `, stem);
    row.append(summary);
    if (feedback) {
      feedback.querySelectorAll("[data-continue], form, details, template").forEach((one) => one.remove());
      feedback.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"));
      feedback.removeAttribute("id");
      row.append(...feedback.childNodes);
    }
    arrived.querySelector("[data-list]").append(row);
    arrived.hidden = false;
  };

  arrived?.querySelector("[data-close]").addEventListener("click", () => {
    arrived.hidden = true;
    arrived.querySelector("[data-list]").replaceChildren();
    (quiz?.querySelector("[data-focus]") ?? document.getElementById("main"))?.focus();
  });

  const sendOne = async (entry) => {
    const response = await fetch(entry.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        "HX-Request": "true",
        "X-CSRFToken": cookie("csrftoken"),
        "X-Learner": entry.learner,
      },
      body: entry.body,
      redirect: "manual",
    });
    // 403: another token, which the next page brings, or somebody else is logged in by now. From 500
    // on the server is the one to wait for.
    if (response.status === 403 || response.status >= 500) return false;
    drop(entry.item);
    if (response.type !== "opaqueredirect" && response.status !== 404) tell(entry, await response.text());
    return true;
  };

  let isSending = false;
  const send = async () => {
    // Where there is no place to tell what came of them, as at the desk, they wait.
    if (!arrived || isSending || !navigator.onLine || !body.learner || !mine().length) return;
    isSending = true;
    let sent = 0;
    try {
      for (const entry of mine()) {
        if (!await sendOne(entry)) break;
        sent += 1;
      }
    } catch {
      // Still no connection: tried again below.
    }
    isSending = false;
    isAway = false;
    show();
    if (sent) document.dispatchEvent(new CustomEvent("kazquiz:sent"));
  };
  window.addEventListener("online", send);
  window.setInterval(send, 15000);
  show();
  send();
  // A held page that is opened again may show what was answered already.
  const first = quiz && tokenIn(quiz);
  if (first && (isKept(first) || (!navigator.onLine && done.has(first)))) showHeld();
})();
