// One event through all its hops: what caused what, how long each took, what it was given and what it answered.

import { get, isReadOnly, on } from "./api.js";
import { bytesText, durationText, el, jsonView, statusBadge, timeOf, toast } from "./ui.js";

const REFRESH_MILLISECONDS = 500;
const IDLE_SHARE = 0.08;
const IDLE_WIDTH = 0.04;
const TICKS = 5;
const BUSY = new Set(["request", "invocation", "call", "notification", "batch", "schedule"]);
const WAITING = new Set(["message", "dead-letter"]);

/** Shows an event, and shows it again as long as it goes on. */
export async function showEvent(container, id) {
  const open = new Set();
  const path = `events/${encodeURIComponent(id)}`;
  let squeezed = true;
  let timer = null;
  let left = false;

  async function reload() {
    timer = null;
    const event = await get(path);
    if (!left) {
      draw(event);
    }
  }

  function draw(event) {
    const focused = document.activeElement?.closest?.("[data-span]")?.dataset.span;
    container.replaceChildren(page(event));
    if (focused) {
      container.querySelector(`[data-span="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  function page(event) {
    const spans = inOrder(event.spans);
    const time = new Scale(event.spans, squeezed);
    const failed = event.spans.some((span) => span.status === "failed");
    return el(
      "div",
      { class: "stack" },
      el(
        "section",
        { class: "panel" },
        el(
          "header",
          {},
          el("a", { class: "button small", href: "#/events" }, "← Events"),
          el("h2", {}, event.title),
          statusBadge(event.status ?? (failed ? "failed" : "ok")),
          el("span", { class: "muted" }, timeOf(event.at)),
          el("span", { class: "muted" }, durationText(time.whole)),
          time.isIdle &&
            el(
              "button",
              {
                class: "button small",
                type: "button",
                "aria-pressed": String(squeezed),
                title: "Long waits are drawn short",
                onclick: () => {
                  squeezed = !squeezed;
                  draw(event);
                },
              },
              "Shorten waits",
            ),
          isReadOnly() ? null : el("a", { class: "button small primary", href: `#/act/again/${encodeURIComponent(id)}` }, "Send again…"),
        ),
        event.leftOut > 0 &&
          el("p", { class: "note waiting" }, `${event.leftOut} more hops were not kept: the runner keeps so many of one event.`),
        el(
          "div",
          { class: "table-scroll" },
          el(
            "div",
            { class: "waterfall" },
            scaleLine(time),
            el("div", { role: "list", "aria-label": "Hops, in the order of their causes" }, ...spans.map((hop) => row(hop, event, time))),
          ),
        ),
      ),
    );
  }

  function row({ span, depth }, event, time) {
    const from = time.at(startOf(span));
    const share = Math.max(0, time.at(endOf(span)) - from);
    const detail = el("div", { class: "hop-detail", hidden: !open.has(span.id), id: `detail-${span.id}` });
    const button = el(
      "button",
      {
        type: "button",
        class: `hop ${span.kind} ${span.status}`,
        "aria-expanded": String(open.has(span.id)),
        "aria-controls": `detail-${span.id}`,
        "data-span": span.id,
        onclick: () => {
          const opens = !open.has(span.id);
          open[opens ? "add" : "delete"](span.id);
          button.setAttribute("aria-expanded", String(opens));
          detail.hidden = !opens;
          fillDetail(detail, span, event, opens);
        },
      },
      el(
        "span",
        { class: "name" },
        el("span", { class: "who" }, nameOf(span)),
        span.attempt > 1 && el("span", { class: "badge waiting" }, `attempt ${span.attempt}`),
        span.kind === "dead-letter" && el("span", { class: "badge failed" }, "dead letter"),
        span.guess && el("span", { class: "badge", title: "Nothing proves that this belongs here; time and key say so" }, "guessed"),
        span.status === "failed" && el("span", { class: "visually-hidden" }, "failed"),
      ),
      el("span", { class: "track" }, bar(from, share)),
      el("span", { class: "took number" }, span.status === "running" ? (WAITING.has(span.kind) ? "waits" : "runs") : durationText(span.duration)),
    );
    fillDetail(detail, span, event, open.has(span.id));
    return el("div", { role: "listitem" }, setDepth(button, depth), detail);
  }

  const soon = () => {
    timer ??= setTimeout(() => reload().catch((error) => toast(error.message, true)), REFRESH_MILLISECONDS);
  };
  const stops = [
    on("facts", (facts) => (facts.events ?? []).some((event) => event.id === id) && soon()),
    on("again", soon),
  ];
  try {
    await reload();
  } catch (error) {
    container.append(
      el("p", { class: "note failed", role: "alert" }, error.message, " ", el("a", { href: "#/events" }, "All events")),
    );
  }
  return () => {
    left = true;
    stops.forEach((stop) => stop());
    clearTimeout(timer);
  };
}

function nameOf(span) {
  if (span.kind === "invocation") {
    return span.who;
  }
  return span.kind === "message" ? `${span.who}: ${span.title}` : span.title || span.who;
}

function bar(from, share) {
  const shown = el("span", { class: "bar-of" });
  shown.style.setProperty("--from", from);
  shown.style.setProperty("--share", share);
  return shown;
}

function setDepth(element, depth) {
  element.style.setProperty("--depth", depth);
  return element;
}

function startOf(span) {
  return Date.parse(span.start);
}

function endOf(span) {
  return span.end ? Date.parse(span.end) : startOf(span) + (span.duration ?? 0);
}

/** The spans with their depth: each below what caused it, in the order of time. */
function inOrder(spans) {
  const ids = new Set(spans.map((span) => span.id));
  const children = new Map();
  for (const span of spans) {
    const parent = ids.has(span.parent) ? span.parent : "";
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const ordered = [];
  const visit = (parent, depth) => {
    const below = (children.get(parent) ?? []).sort((one, other) => startOf(one) - startOf(other));
    for (const span of below) {
      ordered.push({ span, depth });
      visit(span.id, depth + 1);
    }
  };
  visit("", 0);
  return ordered;
}

/** Where a time lies between 0 and 1. Squeezed, stretches in which nothing but waiting goes on are short. */
class Scale {
  constructor(spans, squeezed) {
    this.first = Math.min(...spans.map(startOf));
    this.last = Math.max(...spans.map(endOf), this.first + 1);
    this.whole = this.last - this.first;
    const idle = this.idleStretches(spans);
    this.isIdle = idle.length > 0;
    this.pieces = squeezed ? this.pieced(idle) : [{ from: this.first, to: this.last, at: 0, width: 1 }];
  }

  idleStretches(spans) {
    const busy = spans
      .filter((span) => BUSY.has(span.kind))
      .map((span) => [startOf(span), endOf(span)])
      .sort((one, other) => one[0] - other[0]);
    const idle = [];
    let until = this.first;
    for (const [from, to] of busy) {
      if (from - until > this.whole * IDLE_SHARE) {
        idle.push([until, from]);
      }
      until = Math.max(until, to);
    }
    return idle;
  }

  pieced(idle) {
    const busy = this.whole - idle.reduce((sum, [from, to]) => sum + (to - from), 0);
    const room = 1 - idle.length * IDLE_WIDTH;
    const pieces = [];
    let from = this.first;
    let at = 0;
    const add = (to, width) => {
      pieces.push({ from, to, at, width });
      from = to;
      at += width;
    };
    for (const [begin, end] of idle) {
      add(begin, busy > 0 ? ((begin - from) / busy) * room : 0);
      add(end, IDLE_WIDTH);
    }
    add(this.last, 1 - at);
    return pieces;
  }

  at(time) {
    const piece = this.pieces.find((one) => time <= one.to) ?? this.pieces[this.pieces.length - 1];
    const share = piece.to > piece.from ? (time - piece.from) / (piece.to - piece.from) : 0;
    return Math.min(1, Math.max(0, piece.at + share * piece.width));
  }

  timeAt(position) {
    const piece = this.pieces.find((one) => position <= one.at + one.width) ?? this.pieces[this.pieces.length - 1];
    const share = piece.width > 0 ? (position - piece.at) / piece.width : 0;
    return piece.from + share * (piece.to - piece.from);
  }
}

function scaleLine(time) {
  const line = el("div", { class: "scale", "aria-hidden": "true" });
  for (let tick = 0; tick < TICKS; tick++) {
    const at = tick / TICKS;
    const mark = el("span", {}, tick === 0 ? "0" : durationText(time.timeAt(at) - time.first));
    mark.style.setProperty("--at", at);
    line.append(mark);
  }
  return line;
}

const NAMES = {
  operation: "operation",
  httpStatus: "HTTP status",
  error: "error",
  permission: "permission",
};

function fillDetail(detail, span, event, opens) {
  if (!opens || detail.childElementCount > 0) {
    return;
  }
  const linked = (span.links ?? []).map((id) => event.spans.find((other) => other.id === id)).filter(Boolean);
  const facts = [
    ["what", [span.who, span.title].filter(Boolean).join(": ")],
    ["began", timeOf(span.start)],
    span.requestId && ["request id", el("span", { class: "mono" }, span.requestId)],
    span.attempt > 1 && ["attempt", String(span.attempt)],
    ...Object.entries(span.detail ?? {})
      .filter(([, value]) => value !== null && value !== "")
      .map(([key, value]) => [NAMES[key] ?? key, typeof value === "object" ? JSON.stringify(value) : String(value)]),
    linked.length > 0 && ["also caused by", linked.map((other) => `${other.who}: ${other.title}`).join("; ")],
  ].filter(Boolean);
  detail.append(
    el("dl", { class: "facts" }, ...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    el("div", { class: "payloads" }, payload("Request", span.request), payload("Response", span.response)),
  );
  if ((span.lines ?? []).length > 0) {
    detail.append(
      el(
        "section",
        { class: "stack" },
        el("h3", {}, "Log"),
        el(
          "pre",
          { class: "lines", tabindex: "0", role: "region", "aria-label": `Log of ${span.who}` },
          ...span.lines.flatMap((line) => [el("time", { datetime: line.at }, clock(line.at)), ` ${line.text}\n`]),
        ),
      ),
    );
  }
}

function clock(at) {
  return at ? new Date(at).toISOString().slice(11, 23) : "";
}

function payload(title, content) {
  if (!content) {
    return null;
  }
  const copy = el(
    "button",
    {
      class: "button quiet small",
      type: "button",
      onclick: () =>
        navigator.clipboard.writeText(content.text).then(
          () => toast("Copied."),
          () => toast("The browser does not let the page copy.", true),
        ),
    },
    "Copy",
  );
  return el(
    "section",
    {},
    el(
      "div",
      { class: "toolbar" },
      el("h3", {}, title),
      el("span", { class: "muted" }, [content.type, content.bytes === undefined ? "" : bytesText(content.bytes)].filter(Boolean).join(", ")),
      el("span", { class: "push" }, copy),
    ),
    content.truncated && el("p", { class: "note waiting" }, "Only the beginning was kept."),
    jsonView(content.text ?? "", title),
  );
}
