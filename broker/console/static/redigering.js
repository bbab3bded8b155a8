// Line numbers beside a text, and a mark at each line with a problem. The text can be edited without it.
"use strict";
(() => {
  const text = document.querySelector("textarea[data-linjer]");
  if (!text) return;
  const margin = document.querySelector(".marg"), bands = document.querySelector(".merker"), verdict = document.getElementById("dom");
  const high = parseFloat(getComputedStyle(text).lineHeight), pad = parseFloat(getComputedStyle(text).paddingTop);
  let lines = 0, marked = [];
  document.documentElement.classList.add("med-skript");
  // A message on one long line is broken on screen, and then the margin, which counts lines, says nothing.
  const LONG = 500;
  text.closest(".felt-med-linjer").classList.toggle("brutt", text.value.split("\n").some((line) => line.length > LONG));

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

  // The tag that is meant, where its name stands on the line; else the whole line.
  function place(content, name) {
    const wanted = (name || "").replace(/\[\d+\]$/, "");
    const tag = wanted && !wanted.startsWith("@") && content.match(new RegExp("<(?:[\\w.-]+:)?" + wanted.replace(/[.-]/g, "\\$&") + "(?![\\w.-])[^>]*>"));
    return tag ? [tag.index, tag.index + tag[0].length] : [0, content.length];
  }

  function go(line, name) {
    const all = text.value.split("\n"), start = all.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const [from, to] = place(all[line - 1] || "", name);
    text.focus();
    text.setSelectionRange(start + from, start + from);
    text.blur();
    text.focus();  // Chromium brings the caret into view when the field gets the focus
    text.setSelectionRange(start + from, start + to);
    follow();
  }

  text.addEventListener("input", number);
  text.addEventListener("scroll", follow);
  verdict.addEventListener("click", (event) => {
    const one = event.target.closest("[data-linje]");
    if (one) go(Number(one.dataset.linje), one.dataset.navn);
  });
  document.body.addEventListener("htmx:afterSwap", (event) => { if (event.target === verdict) mark(); });
  number();
})();
