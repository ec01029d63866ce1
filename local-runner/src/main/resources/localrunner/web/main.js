// The page's frame: which view is shown, what stands in the bar, and dark or light.

import { get, isReadOnly, listen, on, openSession, stopListening } from "./api.js";
import { readSession } from "./session.js";
import { loadStore, onStore, store } from "./store.js";
import { el, toast } from "./ui.js";

const VIEWS = [
  { name: "map", title: "Map", load: () => import("./map.js") },
  { name: "events", title: "Events", load: () => import("./events.js") },
  { name: "data", title: "Data", load: () => import("./data.js"), live: true },
  { name: "act", title: "Act", load: () => import("./act.js"), live: true },
];

const view = document.getElementById("view");
let leave = null;
let shown = "";
let turn = 0;

/** The view that the address names, and the rest of it. */
function address() {
  const parts = location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decoded);
  const found = VIEWS.find((one) => one.name === parts[0]) ?? VIEWS[0];
  return { found, parts: parts.slice(1) };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function show() {
  const { found, parts } = address();
  const mine = ++turn;
  leave?.();
  leave = null;
  drawViews(found.name);
  document.title = `${found.title} · ${document.getElementById("application").textContent}`;
  try {
    const module = await found.load();
    if (mine !== turn) {
      return;
    }
    view.replaceChildren();
    view.className = found.name === "map" ? "fills" : "";
    if (found.live && isReadOnly()) {
      view.append(el("p", { class: "empty" }, "A session from a file shows the map and the events only."));
    } else {
      const left = await module.show(view, parts);
      if (mine === turn) {
        leave = typeof left === "function" ? left : null;
      } else if (typeof left === "function") {
        left();
      }
    }
  } catch (error) {
    if (mine === turn) {
      view.replaceChildren(el("p", { class: "note failed", role: "alert" }, error.message));
    }
  }
  if (shown !== "" && shown !== found.name) {
    view.focus({ preventScroll: true });
  }
  shown = found.name;
}

function drawViews(current) {
  document.getElementById("views").replaceChildren(
    ...VIEWS.filter((one) => !(one.live && isReadOnly())).map((one) =>
      el("a", { href: `#/${one.name}`, "aria-current": one.name === current ? "page" : null }, one.title),
    ),
  );
}

const link = el("span", { class: "link-state muted", role: "status" }, "live");
const faults = el("a", { class: "badge failed", href: "#/act/faults", hidden: true });
const time = el("a", { class: "badge info", href: "#/act/time", hidden: true });
const save = el("a", { class: "button small", href: "api/session", download: true }, "Save session");
const file = el("input", { type: "file", accept: ".json,application/json", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true", id: "session-file", onchange: chosenFile });
const open = el("button", { class: "button small", type: "button", onclick: () => file.click() }, "Open session…");
const back = el("button", { class: "button small", type: "button", hidden: true, onclick: () => location.reload() }, "Back to the runner");
const theme = el("button", { class: "button small", type: "button", onclick: switchTheme });

function drawStatus() {
  faults.hidden = store.faults.length === 0;
  faults.textContent = store.faults.length === 1 ? "1 fault is on" : `${store.faults.length} faults are on`;
  time.hidden = store.timeScale === 1;
  time.textContent = `time × ${store.timeScale}`;
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function drawTheme() {
  theme.textContent = isDark() ? "Light" : "Dark";
  theme.setAttribute("aria-label", isDark() ? "Switch to light colours" : "Switch to dark colours");
}

function switchTheme() {
  const chosen = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = chosen;
  try {
    localStorage.setItem("theme", chosen);
  } catch {
    // it is kept as long as the page
  }
  drawTheme();
}

async function chosenFile() {
  const chosen = file.files[0];
  file.value = "";
  if (!chosen) {
    return;
  }
  try {
    openSession(readSession(await chosen.text()));
  } catch (error) {
    toast(error.message, true);
    return;
  }
  stopListening();
  store.nodes.clear();
  store.faults = [];
  store.timeScale = 1;
  link.className = "link-state file muted";
  link.textContent = `${chosen.name}, read-only`;
  save.hidden = true;
  back.hidden = false;
  await begin();
  location.hash = "#/map";
  await show();
}

async function begin() {
  const map = await get("map");
  document.getElementById("application").textContent = map.application;
  await loadStore();
}

document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address names the view
  view.focus();
});
document.getElementById("status").append(link, faults, time, save, open, back, theme, file);
addEventListener("hashchange", show);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawTheme);
onStore(drawStatus);
on("link", (there) => {
  link.className = there ? "link-state muted" : "link-state lost muted";
  link.textContent = there ? "live" : "The runner does not answer";
});
drawTheme();
begin()
  .then(listen)
  .catch((error) => toast(error.message, true))
  .then(show);
