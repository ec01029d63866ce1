// The map: the application as the server has laid it out, with what happens in it now.

import { get, isReadOnly, on } from "./api.js";
import { onStore, store } from "./store.js";
import { el, svg } from "./ui.js";

const ICONS = {
  route: "M2.5 8h7M6.8 5l3 3-3 3M13 3v10",
  function: "M4 3h2l5.5 10M7.6 7.2 4 13",
  topic: "M8 7v2M5.6 5.2a4 4 0 0 0 0 5.6M10.4 5.2a4 4 0 0 1 0 5.6M3.4 3.2a7 7 0 0 0 0 9.6M12.6 3.2a7 7 0 0 1 0 9.6",
  queue: "M2.5 4.5v7M6.2 4.5v7M9.8 4.5v7M13.5 4.5v7",
  table: "M2.5 3.5h11v9h-11zM2.5 6.6h11M6.4 6.6v5.9",
  stream: "M2 6c2-2 4 2 6 0s4-2 6 0M2 10.4c2-2 4 2 6 0s4-2 6 0",
  bucket: "M3 4.6l1.2 8.4h7.6L13 4.6M3 4.6c0 1.8 10 1.8 10 0s-10-1.8-10 0",
  schedule: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 5v3.2l2.2 1.3",
};

const KINDS = {
  route: "route",
  function: "function",
  topic: "topic",
  queue: "queue",
  table: "table and its stream",
  bucket: "bucket",
  schedule: "schedule",
};

const LIT_MILLISECONDS = 700;
const SMALLEST = 0.45;
const LARGEST = 2;
const READABLE = 0.64;

const seen = new Set();

/** Draws the map. parts[0] is the node that is looked at. */
export async function show(container, parts) {
  const map = await load();
  const picture = new Picture(map, (id) => inspect(id));
  const inspector = el("aside", { class: "inspector", "aria-label": "The chosen part", hidden: true });
  const scroll = el("div", { class: "map-scroll", tabindex: "-1" }, picture.element);
  const zooms = el(
    "div",
    { class: "map-tools", role: "group", "aria-label": "Size of the map" },
    tool("−", "Smaller", () => zoom(picture.scale / 1.25, false)),
    tool("Fit", "As wide as the window", () => zoom(fitting(), true)),
    tool("+", "Larger", () => zoom(picture.scale * 1.25, false)),
  );
  container.append(
    el("h2", { class: "visually-hidden" }, "Map"),
    el("div", { class: "map" }, el("div", { class: "map-canvas" }, scroll, zooms), inspector),
    legend(map),
  );

  function fitting() {
    const width = scroll.clientWidth / map.width;
    const height = scroll.clientHeight / map.height;
    return Math.min(1.2, Math.max(READABLE, Math.min(width, height)));
  }

  let fits = true;

  function zoom(scale, fitted) {
    fits = fitted;
    picture.zoom(Math.min(LARGEST, Math.max(SMALLEST, scale)));
  }

  function inspect(id) {
    picture.choose(id);
    inspector.hidden = id === null;
    history.replaceState(null, "", id === null ? "#/map" : `#/map/${encodeURIComponent(id)}`);
    if (id !== null) {
      drawInspector(inspector, picture, id, inspect);
      picture.shapes.get(id).shape.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  picture.fitLabels();
  zoom(fitting(), true);
  const stops = [
    onStore(() => picture.drawFigures()),
    on("facts", (facts) => {
      picture.light(facts.edges ?? {});
      const unknown = Object.keys(facts.edges ?? {}).filter((pair) => !picture.knows(pair) && !seen.has(pair));
      if (unknown.length > 0) {
        unknown.forEach((pair) => seen.add(pair));
        load().then((again) => picture.drawEdges(again.edges));
      }
    }),
  ];
  if (parts[0] && picture.nodes.has(parts[0])) {
    inspect(parts[0]);
  }
  const resized = new ResizeObserver(() => fits && zoom(fitting(), true));
  resized.observe(scroll);
  return () => {
    stops.forEach((stop) => stop());
    resized.disconnect();
  };
}

/** The map, with the edges that were seen and that the template does not tell. */
function load() {
  const also = isReadOnly() ? [] : [...seen].map((pair) => `also=${encodeURIComponent(pair)}`);
  return get(also.length > 0 ? `map?${also.join("&")}` : "map");
}

function tool(text, label, action) {
  return el("button", { class: "button quiet small", type: "button", "aria-label": label, title: label, onclick: action }, text);
}

function legend(map) {
  const there = new Set(map.nodes.map((node) => node.type));
  const line = (kind) =>
    svg("svg", { width: 28, height: 8, "aria-hidden": "true" }, svg("path", { class: `edge ${kind}`, d: "M0 4h28" }));
  return el(
    "div",
    { class: "legend" },
    ...Object.entries(KINDS)
      .filter(([type]) => there.has(type))
      .map(([type, text]) => el("span", {}, icon(type, "key"), text)),
    el("span", {}, line("deliver"), "hands on"),
    el("span", {}, line("use"), "calls"),
    el("span", {}, line("failure"), "takes what has failed for good"),
  );
}

function icon(type, css) {
  return svg(
    "svg",
    { width: 16, height: 16, viewBox: "0 0 16 16", class: `node ${css} kind-${type}`, "aria-hidden": "true" },
    svg("path", { class: "icon", d: ICONS[type] }),
  );
}

class Picture {
  constructor(map, chosen) {
    this.map = map;
    this.nodes = new Map(map.nodes.map((node) => [node.id, node]));
    this.shapes = new Map();
    this.lines = new Map();
    this.timers = new Map();
    this.scale = 1;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.edgeLayer = svg("g", {});
    this.dotLayer = svg("g", { "aria-hidden": "true" });
    this.nodeLayer = svg("g", {});
    this.element = svg(
      "svg",
      { viewBox: `0 0 ${map.width} ${map.height}`, role: "group", "aria-label": "Map of the application. Arrow keys go from part to part." },
      svg("defs", {}, tip("tip"), tip("tip failure")),
      this.edgeLayer,
      this.dotLayer,
      this.nodeLayer,
    );
    this.drawEdges(map.edges);
    map.nodes.forEach((node, index) => this.drawNode(node, index === 0, chosen));
    this.drawFigures();
    this.element.addEventListener("keydown", (event) => this.move(event, chosen));
  }

  zoom(scale) {
    this.scale = scale;
    this.element.setAttribute("width", Math.round(this.map.width * scale));
    this.element.setAttribute("height", Math.round(this.map.height * scale));
  }

  knows(pair) {
    return this.lines.has(pair) || !pair.split("->").every((id) => this.nodes.has(id));
  }

  drawEdges(edges) {
    this.edges = edges;
    this.edgeLayer.replaceChildren();
    this.lines.clear();
    for (const edge of edges) {
      const line = svg("path", {
        class: `edge ${edge.kind}`,
        d: pathOf(edge.path),
        "marker-end": edge.kind === "failure" ? "url(#tip-failure)" : "url(#tip)",
        "aria-hidden": "true",
      });
      line.append(svg("title", {}, `${this.name(edge.from)} → ${this.name(edge.to)}`));
      this.edgeLayer.append(line);
      this.lines.set(`${edge.from}->${edge.to}`, { edge, line });
    }
  }

  name(id) {
    return this.nodes.get(id)?.label ?? id;
  }

  drawNode(node, first, chosen) {
    const tall = node.height > 40;
    const figures = svg("text", {
      class: "figures",
      x: tall ? 38 : node.width - 10,
      y: tall ? 36 : node.height / 2 + 4,
      "text-anchor": tall ? "start" : "end",
    });
    const shape = svg(
      "g",
      {
        class: `node kind-${node.type}`,
        transform: `translate(${node.x} ${node.y})`,
        role: "button",
        tabindex: first ? "0" : "-1",
        "data-node": node.id,
        onclick: () => chosen(node.id),
        onfocus: () => this.look(node.id),
        onblur: () => this.look(null),
        onmouseenter: () => this.look(node.id),
        onmouseleave: () => this.look(null),
      },
      svg("title", {}, node.detail ? `${node.id}: ${node.detail}` : node.id),
      svg("rect", { class: "box", width: node.width, height: node.height, rx: 7 }),
      svg("rect", { class: "stripe", x: 0.5, y: 7, width: 3, height: node.height - 14, rx: 1.5 }),
      svg("path", { class: "icon", d: ICONS[node.type] ?? "", transform: `translate(13 ${node.height / 2 - 8})` }),
      svg("text", { class: "label", x: 38, y: node.height / 2 + 4.5 }, node.label),
      figures,
    );
    this.nodeLayer.append(shape);
    this.shapes.set(node.id, { node, shape, figures });
  }

  /** Cuts labels that the reader's font makes wider than their box. Only what is on the page can be measured. */
  fitLabels() {
    for (const { node, shape } of this.shapes.values()) {
      const label = shape.querySelector(".label");
      for (let length = node.label.length; length > 3 && label.getComputedTextLength() > node.width - 44; length--) {
        label.textContent = `${node.label.slice(0, length - 1)}…`;
      }
    }
  }

  drawFigures() {
    const faulty = new Set(store.faults.map((fault) => fault.target));
    for (const { node, shape, figures } of this.shapes.values()) {
      const values = store.nodes.get(node.id) ?? {};
      const words = figureWords(node, values);
      const text = words.map((word) => word.text).join(" · ");
      if (figures.dataset.text !== text) {
        figures.dataset.text = text;
        const alone = text === "" || node.height <= 40;
        shape.querySelector(".label").setAttribute("y", alone ? node.height / 2 + 4.5 : 20);
        figures.replaceChildren(
          ...words.flatMap((word, index) => [
            index > 0 ? svg("tspan", {}, " · ") : "",
            svg("tspan", { class: word.css ?? "" }, word.text),
          ]),
        );
      }
      shape.classList.toggle("failing", (values.errors ?? 0) > 0);
      shape.classList.toggle("faulty", faulty.has(node.id));
      const label = [`${node.label}, ${KINDS[node.type] ?? node.type}`, text, faulty.has(node.id) ? "a fault is on" : ""]
        .filter(Boolean)
        .join("; ");
      if (shape.getAttribute("aria-label") !== label) {
        shape.setAttribute("aria-label", label);
      }
    }
  }

  /** Shows what is connected with a node, and pales the rest. */
  look(id) {
    const near = id ?? this.chosen ?? null;
    this.element.classList.toggle("focused", near !== null);
    const nodes = new Set([near]);
    for (const { edge, line } of this.lines.values()) {
      const touches = edge.from === near || edge.to === near;
      line.classList.toggle("near", touches);
      if (touches) {
        nodes.add(edge.from).add(edge.to);
      }
    }
    for (const [other, { shape }] of this.shapes) {
      shape.classList.toggle("near", nodes.has(other));
    }
  }

  choose(id) {
    this.shapes.get(this.chosen)?.shape.classList.remove("chosen");
    this.chosen = id;
    this.shapes.get(id)?.shape.classList.add("chosen");
    if (id !== null) {
      this.rove(id);
    }
    this.look(id);
  }

  rove(id) {
    this.shapes.forEach(({ shape }, other) => shape.setAttribute("tabindex", other === id ? "0" : "-1"));
  }

  /** Lights up the edges that something has just passed. */
  light(counts) {
    for (const pair of Object.keys(counts)) {
      const found = this.lines.get(pair);
      if (found) {
        this.flash(pair, found.line);
        this.send(found.edge);
      }
      pair.split("->").forEach((id) => this.shapes.has(id) && this.flash(id, this.shapes.get(id).shape));
    }
  }

  flash(key, element) {
    element.classList.add("lit");
    clearTimeout(this.timers.get(key));
    this.timers.set(key, setTimeout(() => element.classList.remove("lit"), LIT_MILLISECONDS));
  }

  send(edge) {
    if (this.calm || this.dotLayer.childElementCount > 60 || document.hidden) {
      return;
    }
    const dot = svg("circle", { class: `dot ${edge.kind}`, r: 4 });
    dot.style.setProperty("offset-path", `path("${pathOf(edge.path)}")`);
    this.dotLayer.append(dot);
    dot
      .animate([{ offsetDistance: "0%" }, { offsetDistance: "100%" }], { duration: LIT_MILLISECONDS, easing: "ease-in-out" })
      .finished.then(() => dot.remove(), () => dot.remove());
  }

  move(event, chosen) {
    const id = event.target.closest?.("[data-node]")?.dataset.node;
    if (!id) {
      return;
    }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      chosen(id);
    } else if (event.key === "Escape") {
      chosen(null);
    } else if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      const next = this.nearest(this.nodes.get(id), event.key);
      if (next) {
        this.rove(next.id);
        this.shapes.get(next.id).shape.focus();
      }
    }
  }

  /** The next node in a direction: near, and rather straight ahead than aside. */
  nearest(from, key) {
    const sideways = key === "ArrowLeft" || key === "ArrowRight";
    const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
    const middle = (node) => ({ x: node.x + node.width / 2, y: node.y + node.height / 2 });
    const here = middle(from);
    let best = null;
    let least = Infinity;
    for (const node of this.nodes.values()) {
      const there = middle(node);
      const ahead = sign * (sideways ? there.x - here.x : there.y - here.y);
      const aside = Math.abs(sideways ? there.y - here.y : there.x - here.x);
      const distance = ahead + aside * 2.5;
      if (ahead > 8 && distance < least) {
        best = node;
        least = distance;
      }
    }
    return best;
  }
}

function tip(css) {
  return svg(
    "marker",
    { id: css.replace(" ", "-"), viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" },
    svg("path", { class: css, d: "M0 .8 7.5 4 0 7.2z" }),
  );
}

/** Curves that begin and end horizontally; a line of straight pieces has round corners. */
function pathOf(points) {
  const [first, ...rest] = points;
  const straight = points.length > 2 && rest.every(([x, y], index) => x === points[index][0] || y === points[index][1]);
  if (straight) {
    return rounded(points);
  }
  let path = `M${first[0]} ${first[1]}`;
  let [x, y] = first;
  for (const [nextX, nextY] of rest) {
    const middle = (x + nextX) / 2;
    path += y === nextY ? `L${nextX} ${nextY}` : `C${middle} ${y} ${middle} ${nextY} ${nextX} ${nextY}`;
    [x, y] = [nextX, nextY];
  }
  return path;
}

function rounded(points) {
  let path = `M${points[0][0]} ${points[0][1]}`;
  for (let index = 1; index < points.length - 1; index++) {
    const [before, corner, after] = [points[index - 1], points[index], points[index + 1]];
    const radius = Math.min(8, distance(before, corner) / 2, distance(corner, after) / 2);
    const [inX, inY] = towards(corner, before, radius);
    const [outX, outY] = towards(corner, after, radius);
    path += `L${inX} ${inY}Q${corner[0]} ${corner[1]} ${outX} ${outY}`;
  }
  const last = points[points.length - 1];
  return `${path}L${last[0]} ${last[1]}`;
}

function distance(one, other) {
  return Math.abs(one[0] - other[0]) + Math.abs(one[1] - other[1]);
}

function towards(from, to, length) {
  const whole = distance(from, to) || 1;
  return [from[0] + ((to[0] - from[0]) * length) / whole, from[1] + ((to[1] - from[1]) * length) / whole];
}

/** What a node's second line says: the most important first, and no more than it has room for. */
function figureWords(node, figures) {
  const words = [];
  let room = (node.height > 40 ? node.width - 46 : node.width - 56 - node.label.length * 7) / 6.6;
  const say = (value, text, css) => {
    const word = value > 0 ? text(value) : "";
    if (word && (room >= word.length || words.length === 0)) {
      words.push({ text: word, css });
      room -= word.length + 3;
    }
  };
  say(figures.rate, (rate) => `${rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate)}/s`);
  say(figures.errors, (errors) => `${errors} failed`, "bad");
  say(figures.waiting, (waiting) => `${waiting} waiting`, "late");
  say(figures.starting, (starting) => `${starting} starting`, "late");
  if (node.type === "function") {
    say(figures.busy, (busy) => `${busy} busy`);
    say(figures.idle, (idle) => `${idle} idle`);
  } else {
    say(figures.inFlight, (inFlight) => `${inFlight} in flight`);
  }
  return words;
}

const FIGURES = {
  rate: "a second",
  errors: "failed, last minute",
  waiting: "waiting",
  inFlight: "in flight",
  cold: "cold starts",
  starting: "processes that start",
  busy: "busy processes",
  idle: "idle processes",
};

function drawInspector(panel, picture, id, inspect) {
  const node = picture.nodes.get(id);
  const figures = store.nodes.get(id) ?? {};
  const to = picture.edges.filter((edge) => edge.from === id);
  const from = picture.edges.filter((edge) => edge.to === id);
  const close = () => {
    inspect(null);
    picture.shapes.get(id).shape.focus();
  };
  panel.replaceChildren(
    el(
      "div",
      { class: "stack" },
      el(
        "header",
        {},
        el("h2", {}, node.id.replace(/^(route|stream):/, "")),
        el("button", { class: "button quiet small", type: "button", "aria-label": "Close", onclick: close }, "✕"),
      ),
      el("p", { class: "muted" }, [KINDS[node.type] ?? node.type, node.detail].filter(Boolean).join(": ")),
      el(
        "dl",
        { class: "facts" },
        ...Object.entries(FIGURES)
          .filter(([key]) => figures[key] !== undefined)
          .flatMap(([key, text]) => [el("dt", {}, text), el("dd", {}, String(Math.round(figures[key] * 10) / 10))]),
      ),
      el("div", { class: "toolbar" }, ...actions(node)),
      ...neighbours("Comes from", from.map((edge) => [edge, edge.from]), picture, inspect),
      ...neighbours("Goes to", to.map((edge) => [edge, edge.to]), picture, inspect),
    ),
  );
}

function neighbours(title, edges, picture, inspect) {
  if (edges.length === 0) {
    return [];
  }
  return [
    el("h3", {}, title),
    el(
      "ul",
      { class: "choices" },
      ...edges.map(([edge, other]) =>
        el(
          "li",
          {},
          el(
            "button",
            { type: "button", onclick: () => inspect(other) },
            picture.name(other),
            el("span", { class: edge.kind === "failure" ? "badge failed" : "badge" }, edge.kind),
          ),
        ),
      ),
    ),
  ];
}

function actions(node) {
  const id = encodeURIComponent(node.id);
  const to = (href, text) => el("a", { class: "button small", href }, text);
  const links = [];
  if (node.type === "function") {
    links.push(to(`#/events/?function=${id}`, "Its events"));
  }
  if (!isReadOnly()) {
    const folder = { table: "tables", queue: "queues", bucket: "buckets" }[node.type];
    if (folder) {
      links.push(to(`#/data/${folder}/${id}`, "Its data"));
    }
    if (["function", "route", "topic", "queue"].includes(node.type)) {
      links.push(to(`#/act/send/${id}`, "Send an event"));
    }
    if (node.type === "schedule") {
      links.push(to("#/act/schedules", "Fire it"));
    }
    if (["function", "table", "topic", "queue"].includes(node.type)) {
      links.push(to(`#/act/faults/${id}`, "Faults"));
    }
  }
  return links;
}
