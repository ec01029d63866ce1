// Parts of the page that all views use. Data reaches the page as text only: nothing here reads HTML.

/**
 * Makes an element: el("button", {class: "button", type: "button", onclick: save}, "Save").
 * A function is a listener, true sets a bare attribute; false, null and undefined leave it out.
 */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name.replace(/^on/, ""), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Shows a text, JSON with colours and indentation, anything else as it is. */
export function jsonView(text, label = "Content") {
  const view = el("pre", { class: "json", tabindex: "0", role: "region", "aria-label": label });
  const parsed = parse(text);
  if (parsed === undefined) {
    view.append(text);
    return view;
  }
  const shown = JSON.stringify(parsed, null, 2);
  if (shown.length > 100_000) {
    view.append(shown); // a span for each word would be slow
    return view;
  }
  const words = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  let end = 0;
  for (const match of shown.matchAll(words)) {
    view.append(shown.slice(end, match.index));
    const kind = match[1] === undefined ? (/[a-z]/.test(match[0][0]) ? "word" : "num") : match[2] ? "key" : "string";
    view.append(el("span", { class: kind }, match[1] ?? match[0]), match[2] ?? "");
    end = match.index + match[0].length;
  }
  view.append(shown.slice(end));
  return view;
}

function parse(text) {
  if (!/^\s*[[{]/.test(text)) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Asks before something is done: true once it is confirmed.
 * With danger the button that does it is red, and the other one has the focus.
 */
export function ask({ title, text = "", action = "Go on", danger = false }) {
  const dialog = el(
    "dialog",
    { class: "dialog", "aria-labelledby": "question" },
    el(
      "form",
      { method: "dialog" },
      el("h2", { id: "question" }, title),
      text && el("p", {}, text),
      el(
        "menu",
        {},
        el("button", { class: "button", value: "no", autofocus: danger }, "Cancel"),
        el("button", { class: danger ? "button danger" : "button primary", value: "yes", autofocus: !danger }, action),
      ),
    ),
  );
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

/** Tells in the corner what was done; what failed stays longer. Screen readers read it, too. */
export function toast(text, failed = false) {
  const shown = el("div", { class: failed ? "toast failed" : "toast" }, text);
  document.getElementById("toasts").append(shown);
  setTimeout(() => shown.remove(), failed ? 10_000 : 4_000);
}

/** Runs what a button does; a failure is told, and the button waits meanwhile. */
export async function doing(button, action) {
  button.disabled = true;
  try {
    await action();
  } catch (error) {
    toast(error.message, true);
  } finally {
    button.disabled = false;
  }
}

/** A time of day with milliseconds, with the whole time as its title. */
export function timeOf(iso) {
  const date = new Date(iso);
  const text =
    date.toLocaleTimeString("en-GB", { hour12: false }) + "." + String(date.getMilliseconds()).padStart(3, "0");
  return el("time", { datetime: iso, title: date.toString(), class: "mono" }, text);
}

/** Milliseconds as a person would say them: 3.2 ms, 140 ms, 2.4 s, 3 min 20 s. */
export function durationText(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) {
    return "";
  }
  if (milliseconds < 10) {
    return `${milliseconds.toFixed(1)} ms`;
  }
  if (milliseconds < 1000) {
    return `${Math.round(milliseconds)} ms`;
  }
  if (milliseconds < 60_000) {
    return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
  }
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Bytes as a person would say them. */
export function bytesText(bytes) {
  if (bytes < 1000) {
    return `${bytes} B`;
  }
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A coloured word for a status: ok, failed, waiting, running. */
export function statusBadge(status, text = status) {
  return el("span", { class: `badge ${status}` }, text);
}

/** A part of a view with a heading, and buttons beside it. */
export function panel(title, actions, ...body) {
  return el(
    "section",
    { class: "panel", "aria-label": title },
    el("header", {}, el("h2", {}, title), ...actions),
    el("div", { class: "body stack" }, ...body),
  );
}

/** A button that can't be pressed again while its action is under way. */
export function button(text, action, attributes = {}) {
  const made = el("button", { class: "button", type: "button", ...attributes }, text);
  made.addEventListener("click", () => doing(made, action));
  return made;
}

/** An input with its label, and what has to be known to fill it in. */
export function field(label, input, hint = "", wide = false) {
  return el(
    "label",
    { class: wide ? "field wide" : "field" },
    el("span", { class: "label" }, label),
    input,
    hint ? el("span", { class: "hint" }, hint) : null,
  );
}
