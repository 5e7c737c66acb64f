// Makes the start page live: tabs, copy buttons, the state of the server, a first call. The page reads without it.
"use strict";

function copyButtons() {
  if (!navigator.clipboard) return; // Browsers offer it on https and on localhost only.
  for (const box of document.querySelectorAll(".sample .box")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(box.querySelector("code").textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    box.prepend(button);
  }
}

function tabs() {
  const list = document.querySelector(".tabs");
  if (!list) return;
  const samples = [...document.querySelectorAll("#samples .sample")];
  const show = (at, focus) => {
    samples.forEach((sample, index) => { sample.hidden = index !== at; });
    [...list.children].forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === at));
      tab.tabIndex = index === at ? 0 : -1;
      if (index === at && focus) tab.focus();
    });
    try { localStorage.setItem("omni-sample", samples[at].id); } catch { /* storage is switched off */ }
  };
  samples.forEach((sample, at) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `tab-${sample.id}`;
    tab.textContent = sample.querySelector("h3").textContent;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", sample.id);
    sample.setAttribute("role", "tabpanel");
    sample.setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", () => show(at, false));
    list.append(tab);
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = [...list.children].indexOf(document.activeElement);
    show((at + step + samples.length) % samples.length, true);
    event.preventDefault();
  });
  list.hidden = false;
  document.querySelector("#samples").classList.add("tabbed");
  let remembered = null;
  try { remembered = localStorage.getItem("omni-sample"); } catch { /* storage is switched off */ }
  show(Math.max(0, samples.findIndex((sample) => sample.id === remembered)), false);
}

async function health() {
  const line = document.querySelector("#status");
  if (!line) return;
  try {
    const answer = await fetch("/api/health");
    const state = await answer.json();
    line.textContent = `${state.status}, version ${state.version}`;
    line.classList.add(state.status === "ok" ? "good" : "bad");
  } catch {
    line.textContent = "does not answer /api/health";
    line.classList.add("bad");
  }
}

function firstCall() {
  const form = document.querySelector("#try");
  if (!form) return;
  form.hidden = false;
  const output = form.querySelector("output pre");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    output.hidden = false;
    output.textContent = "…";
    try {
      const answer = await fetch(form.dataset.path, {
        method: form.dataset.verb,
        headers: { "content-type": "application/json", "x-api-key": form.elements.key.value.trim() },
        body: form.elements.request.value,
      });
      const text = await answer.text();
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: shown as it is */ }
      output.textContent = `HTTP ${answer.status}\n${shown}`;
    } catch (error) {
      output.textContent = String(error);
    }
  });
}

tabs();
copyButtons();
firstCall();
health();
