// Line numbers beside a text, and a mark at each line with a problem. The text can be edited without it.
"use strict";
(() => {
  const text = document.querySelector("textarea[data-linjer]");
  if (!text) return;
  const margin = document.querySelector(".marg"), bands = document.querySelector(".merker"), verdict = document.getElementById("dom");
  const high = parseFloat(getComputedStyle(text).lineHeight), pad = parseFloat(getComputedStyle(text).paddingTop);
  let lines = 0, marked = [];
  document.documentElement.classList.add("med-skript");

  function number() {
    const now = text.value.split("\n").length;
    if (now === lines) return;
    lines = now;
    margin.textContent = Array.from({ length: lines }, (_, at) => at + 1).join("\n");
  }

  function follow() {
    margin.scrollTop = text.scrollTop;
    for (const one of marked) one.band.style.top = (pad + (one.line - 1) * high - text.scrollTop) + "px";
  }

  function mark() {
    bands.replaceChildren();
    const found = new Set([...verdict.querySelectorAll("[data-linje]")].map((one) => Number(one.dataset.linje)));
    marked = [...found].map((line) => {
      const band = document.createElement("span");
      band.textContent = "✕";
      band.style.height = high + "px";
      bands.append(band);
      return { line, band };
    });
    follow();
  }

  function go(line) {
    const all = text.value.split("\n"), start = all.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    text.focus();
    text.setSelectionRange(start, start + (all[line - 1] || "").length);
    text.scrollTop = Math.max(0, (line - 6) * high);
    text.scrollLeft = 0;
    follow();
  }

  text.addEventListener("input", number);
  text.addEventListener("scroll", follow);
  verdict.addEventListener("click", (event) => {
    const one = event.target.closest("[data-linje]");
    if (one) go(Number(one.dataset.linje));
  });
  document.body.addEventListener("htmx:afterSwap", (event) => { if (event.target === verdict) mark(); });
  number();
})();
