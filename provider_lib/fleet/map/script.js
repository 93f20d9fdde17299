"use strict";
// Finds and opens what the page holds already. It makes no markup, and fetches and keeps nothing.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const search = document.getElementById("search");
  const buttons = all(".search button");
  const told = document.querySelector(".search [role=status]");
  const places = all(".place").map((it) => ({ it, things: all(".thing", it), wasOpen: it.open }));
  const boxes = all("svg a").map((it) => ({ it, to: document.getElementById(it.getAttribute("href").slice(1)) }));
  const texts = new Map();

  const textOf = (thing) => {
    if (!texts.has(thing)) texts.set(thing, thing.textContent.toLowerCase());
    return texts.get(thing);
  };

  const wanted = () => ({
    words: search.value.toLowerCase().split(/\s+/).filter(Boolean),
    healths: buttons.filter((it) => it.getAttribute("aria-pressed") === "true").map((it) => it.value),
  });

  const find = () => {
    const { words, healths } = wanted();
    const isNarrow = words.length + healths.length > 0;
    let shown = 0;
    let whole = 0;
    for (const { it, things, wasOpen } of places) {
      let inside = 0;
      for (const thing of things) {
        const fits = healths.length === 0 || healths.includes(thing.dataset.health);
        thing.hidden = isNarrow && !(fits && words.every((word) => textOf(thing).includes(word)));
        inside += thing.hidden ? 0 : 1;
      }
      it.hidden = isNarrow && inside === 0;
      it.open = isNarrow ? inside > 0 : wasOpen;
      shown += inside;
      whole += things.length;
    }
    for (const { it, to } of boxes) it.classList.toggle("dim", to !== null && to.hidden);
    if (boxes.length > 0) boxes[0].it.ownerSVGElement.classList.toggle("narrow", isNarrow);
    told.textContent = isNarrow ? `${shown.toLocaleString("en")} of ${whole.toLocaleString("en")} shown` : "";
  };

  const everything = () => {
    search.value = "";
    for (const it of buttons) it.setAttribute("aria-pressed", "false");
    find();
  };

  const open = (to) => {
    if (!to) return;
    if (to.hidden || to.closest("[hidden]")) everything();
    for (let it = to; it; it = it.parentElement) if (it.tagName === "DETAILS") it.open = true;
    to.scrollIntoView({ block: "start" });
    to.querySelector("summary").focus({ preventScroll: true });
  };

  const target = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));

  search.disabled = false;
  for (const it of buttons) {
    it.disabled = false;
    it.addEventListener("click", () => {
      it.setAttribute("aria-pressed", String(it.getAttribute("aria-pressed") !== "true"));
      find();
    });
  }
  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") everything();
    if (event.key === "Enter") {
      event.preventDefault(); // or the summary that gets the focus is closed by the same key
      open(document.querySelector(".thing:not([hidden])"));
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target === search) return;
    event.preventDefault();
    search.focus();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", link.getAttribute("href"));
    open(target());
  });
  window.addEventListener("popstate", () => open(target()));
  if (location.hash) open(target());
})();
