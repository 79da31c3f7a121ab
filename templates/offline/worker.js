{% load i18n %}{% autoescape off %}// Serves the shell without a connection, and the quiz page that was opened last. Responses are
// kept and sent by offline.js; nothing that changes anything goes through here.
"use strict";

const SHELL = "kazquiz-shell-{{ version }}";
const HELD = "kazquiz-held";
const OFFLINE = "{{ offline }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}", {% endfor %}OFFLINE];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(
    names.filter((name) => name.startsWith("kazquiz-") && name !== SHELL && name !== HELD)
      .map((name) => caches.delete(name)),
  );
  event.waitUntil(caches.keys().then(drop).then(() => self.clients.claim()));
});

const isQuiz = (url) => /^\/quiz\/[0-9a-f]{32}\/$/.test(url.pathname);

// One quiz page is held at a time: that of whoever is signed in, which goes when they log out.
const hold = async (request, response) => {
  const cache = await caches.open(HELD);
  for (const old of await cache.keys()) await cache.delete(old);
  await cache.put(request.url, response);
};
const LEAVING = ["/account/", "/settings/", "{% url "admin:logout" %}"];

const page = async (request, url) => {
  try {
    const response = await fetch(request);
    if (isQuiz(url) && response.ok && !response.redirected) {
      // A device without room holds nothing, and shows the page all the same.
      await hold(request, response.clone()).catch(() => {});
    }
    return response;
  } catch {
    const held = await caches.open(HELD).then((cache) => cache.match(request.url));
    return held ?? caches.match(OFFLINE);
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method !== "GET") {
    if (LEAVING.some((path) => url.pathname.startsWith(path))) {
      event.waitUntil(caches.delete(HELD));
    }
    // A form that is sent as a page of its own ends on the offline page rather than the browser's.
    if (request.mode === "navigate") {
      event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
    }
    return;
  }
  if (FILES.includes(url.pathname) && url.pathname !== OFFLINE) {
    // The browser's own cache is quick enough, and never older than the server.
    event.respondWith(fetch(request).catch(() => caches.match(url.pathname)));
  } else if (request.mode === "navigate") {
    event.respondWith(page(request, url));
  }
});
{% endautoescape %}
