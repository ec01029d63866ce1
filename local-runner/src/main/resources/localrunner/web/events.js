// The events that came in, newest first and live, and the way to one of them.

import { get, isReadOnly, on } from "./api.js";
import { showEvent } from "./waterfall.js";
import { doing, durationText, el, statusBadge, timeOf } from "./ui.js";

const PAGE = 100;
const MOST_ROWS = 300;
const REFRESH_MILLISECONDS = 1000;
const KINDS = { api: "API", schedule: "schedule", s3: "S3", sqs: "SQS", sns: "SNS", invoke: "invoke", dynamodb: "DynamoDB" };
const STATUSES = { ok: "ok", failed: "failed", waiting: "waiting" };

let kept = { text: "", function: "", status: "", kind: "" };

/** Shows the list, or the event that parts[0] names. A part "?function=NAME" sets the list's filters. */
export async function show(container, parts) {
  if (parts.length > 0 && !parts[0].startsWith("?")) {
    return showEvent(container, parts[0]);
  }
  if (parts.length > 0) {
    kept = { text: "", function: "", status: "", kind: "", ...Object.fromEntries(new URLSearchParams(parts[0])) };
  }
  return showList(container);
}

async function showList(container) {
  const rows = new Map();
  const waiting = new Map();
  let paused = false;
  let next = null;
  let timer = null;
  let missed = 0;
  let asked = 0;

  const map = await get("map");
  const functions = map.nodes.filter((node) => node.type === "function").map((node) => node.id).sort();
  const body = el("tbody", {});
  const empty = el("p", { class: "empty", hidden: true });
  const older = el("button", { class: "button", type: "button", onclick: () => doing(older, more) }, "Older");
  const count = el("span", { class: "muted", role: "status" });
  const note = el("p", { class: "muted" });
  const pause = el("button", { class: "button", type: "button", "aria-pressed": "false", onclick: togglePause, hidden: isReadOnly() }, "Pause");

  const text = el("input", { type: "search", class: "search", placeholder: "Text, id or path", "aria-label": "Text", value: kept.text });
  text.addEventListener("input", () => filter("text", text.value, 250));
  const tools = el(
    "div",
    { class: "toolbar" },
    text,
    choice("function", "Function", "All functions", Object.fromEntries(functions.map((name) => [name, name]))),
    choice("status", "Status", "Any status", STATUSES),
    choice("kind", "Kind", "Any kind", KINDS),
    pause,
  );
  container.append(
    el(
      "section",
      { class: "panel events" },
      el("header", {}, el("h2", {}, "Events"), tools),
      el(
        "div",
        { class: "table-scroll" },
        el(
          "table",
          { class: "table" },
          el("caption", { class: "visually-hidden" }, "Events, newest first"),
          el(
            "thead",
            {},
            el(
              "tr",
              {},
              el("th", { scope: "col" }, "Time"),
              el("th", { scope: "col", class: "kind" }, "Kind"),
              el("th", { scope: "col" }, "What came in"),
              el("th", { scope: "col" }, "Status"),
              el("th", { scope: "col", class: "number" }, "Took"),
              el("th", { scope: "col", class: "number hops" }, "Hops"),
            ),
          ),
          body,
        ),
        empty,
      ),
      el("div", { class: "foot" }, older, count, note),
    ),
  );

  function choice(name, label, all, options) {
    const select = el(
      "select",
      { "aria-label": label, onchange: () => filter(name, select.value, 0) },
      el("option", { value: "" }, all),
      ...Object.entries(options).map(([value, title]) => el("option", { value, selected: kept[name] === value }, title)),
    );
    return select;
  }

  function filter(name, value, delay) {
    kept[name] = value;
    clearTimeout(timer);
    timer = setTimeout(() => reload().catch(tell), delay);
  }

  function tell(error) {
    empty.hidden = false;
    empty.textContent = error.message;
  }

  function query(before) {
    const parameters = new URLSearchParams({ limit: PAGE });
    Object.entries(kept).forEach(([name, value]) => value && parameters.set(name, value));
    if (before) {
      parameters.set("before", before);
    }
    return `events?${parameters}`;
  }

  async function reload() {
    const mine = ++asked;
    const answer = await get(query(null));
    if (mine !== asked) {
      return;
    }
    timer = null;
    rows.clear();
    body.replaceChildren();
    answer.events.forEach((event) => add(event, false));
    next = answer.next ?? null;
    drawFoot();
  }

  async function more() {
    const answer = await get(query(next));
    answer.events.forEach((event) => !rows.has(event.id) && add(event, false));
    next = answer.next ?? null;
    drawFoot();
  }

  function isFiltered() {
    return Object.values(kept).some(Boolean);
  }

  function drawFoot() {
    older.hidden = !next;
    count.textContent = rows.size === 0 ? "" : `${rows.size} shown`;
    note.textContent = missed > 0 ? `${missed} came too fast to be listed one by one; each is in the counts, and “Older” finds it.` : "";
    empty.hidden = rows.size > 0;
    empty.textContent = isFiltered()
      ? "No event is like that."
      : "Nothing has come in yet. Send something to the application, or go to Act.";
  }

  function add(event, onTop) {
    const row = draw(event);
    rows.set(event.id, row);
    body[onTop ? "prepend" : "append"](row);
    return row;
  }

  /** Puts what has changed in its place, and what is new on top. */
  function take(events) {
    for (const event of events) {
      const known = rows.get(event.id);
      if (known) {
        const row = draw(event);
        const focused = known.contains(document.activeElement);
        known.replaceWith(row);
        rows.set(event.id, row);
        if (focused) {
          row.querySelector("a").focus();
        }
      } else {
        add(event, true).classList.add("fresh");
      }
    }
    while (rows.size > MOST_ROWS && body.lastElementChild) {
      rows.delete(body.lastElementChild.dataset.event);
      body.lastElementChild.remove();
    }
    drawFoot();
  }

  function togglePause() {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    pause.textContent = paused ? "Go on" : "Pause";
    if (!paused) {
      waiting.clear();
      reload().catch(tell);
    }
  }

  const stop = on("facts", (facts) => {
    const events = facts.events ?? [];
    if (events.length === 0) {
      return;
    }
    missed += facts.skipped ?? 0;
    if (paused) {
      events.forEach((event) => waiting.set(event.id, event));
      pause.textContent = `Go on (${waiting.size}${waiting.size >= MOST_ROWS ? " or more" : ""} new)`;
      if (waiting.size > MOST_ROWS) {
        waiting.delete(waiting.keys().next().value);
      }
    } else if (isFiltered()) {
      timer ??= setTimeout(() => reload().catch(tell), REFRESH_MILLISECONDS);
    } else {
      take([...events].sort((one, other) => (one.at < other.at ? -1 : 1)));
    }
  });

  const stopAgain = on("again", () => paused || reload().catch(tell));

  try {
    await reload();
  } catch (error) {
    tell(error);
  }
  return () => {
    stop();
    stopAgain();
    clearTimeout(timer);
  };
}

function draw(event) {
  const to = `#/events/${encodeURIComponent(event.id)}`;
  return el(
    "tr",
    { "data-event": event.id, onclick: (click) => click.target.closest("a") || (location.hash = to) },
    el("td", {}, timeOf(event.at)),
    el("td", { class: "muted kind" }, KINDS[event.kind] ?? event.kind),
    el(
      "td",
      { class: "title" },
      el("a", { href: to }, event.title),
      el("span", { class: "functions" }, (event.functions ?? []).join(", ")),
    ),
    el("td", {}, statusBadge(event.status, event.httpStatus ? `${event.status} ${event.httpStatus}` : event.status)),
    el("td", { class: "number" }, durationText(event.duration)),
    el("td", { class: "number hops" }, String(event.hops ?? "")),
  );
}
