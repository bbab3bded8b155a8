// The keyboard, rows that open, and what is live. Everything on the pages works without it.
"use strict";
(() => {
  const typing = (one) => one instanceof HTMLElement && (one.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(one.tagName));
  const rows = () => [...document.querySelectorAll("table[data-rader] tbody tr")].filter((row) => row.querySelector("a[href]"));

  function move(step) {
    const all = rows();
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
    if (!next) return;
    next.querySelector("a[href]").focus();
    next.scrollIntoView({ block: "nearest" });
  }

  const help = () => document.getElementById("hjelp")?.showModal();
  const keys = {
    "/": () => document.getElementById("sok")?.focus(),
    j: () => move(1),
    k: () => move(-1),
    x: () => document.activeElement?.closest("tr")?.querySelector("input[type=checkbox]")?.click(),
    n: () => document.querySelector(".nytt a, .nytt button")?.click(),
    "?": help,
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(document.activeElement)) document.activeElement.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-hjelp]")) help();
    const row = event.target.closest("table[data-rader] tbody tr");
    if (row && !event.target.closest("a, button, input, label, select, summary") && !String(getSelection())) row.querySelector("a[href]")?.click();
    for (const menu of document.querySelectorAll("details.meg[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  // Tick all rows of a table at once.
  document.addEventListener("change", (event) => {
    const all = event.target;
    if (!(all instanceof HTMLInputElement)) return;
    if (all.matches("[data-velg-alle]")) for (const one of all.closest("table").querySelectorAll("tbody input[type=checkbox]")) one.checked = all.checked;
    if (all.matches("select[data-send], input[data-send]")) all.form.requestSubmit();
  });

  // A form is sent once: the second click of a tired hand does nothing.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post" || event.target.matches("[data-igjen]")) return;
    if (event.target.dataset.sendt) event.preventDefault();
    event.target.dataset.sendt = "1";
  });
  window.addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sendt]")) delete form.dataset.sendt; });

  // The store is away: the piece that was asked for stays as it was, and the band on top says since when.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 503) { event.detail.shouldSwap = true; event.detail.swapOverride = "innerHTML"; }
  });

  const wanted = (document.body.dataset.strom || "").trim();
  if (wanted) listen(wanted);

  function listen(parts) {
    const place = document.getElementById("direkte");
    const say = (text) => { place.hidden = false; place.querySelector("[data-tilstand]").textContent = text; };
    let stream = null;
    const open = () => {
      stream = new EventSource("/strom?deler=" + encodeURIComponent(parts));
      stream.addEventListener("open", () => say("● direkte"));
      stream.addEventListener("error", () => say("○ ikke direkte: last siden på nytt for å se det siste"));
      stream.addEventListener("endret", (event) => {
        for (const part of event.data.split(" ")) document.body.dispatchEvent(new CustomEvent("plo:" + part, { bubbles: true }));
      });
    };
    const close = () => { stream?.close(); stream = null; };
    // A browser has six connections to a host: a page that nobody looks at gives its own to the others.
    document.addEventListener("visibilitychange", () => { if (document.hidden) close(); else if (!stream) open(); });
    window.addEventListener("pagehide", close);
    window.addEventListener("pageshow", (event) => { if (event.persisted && !stream) open(); });
    if (!document.hidden) open();
  }
})();
