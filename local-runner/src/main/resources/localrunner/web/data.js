// What is in the application's tables, queues, buckets and parameters. Looking changes nothing.

import { get, isReadOnly, on, send } from "./api.js";
import { compose } from "./act.js";
import { ask, button, bytesText, doing, el, field, jsonView, panel, statusBadge, timeOf, toast } from "./ui.js";

const LONG_TEXT = 120;

/** Shows the view: #/data, #/data/tables/Orders, #/data/queues/…, #/data/buckets/…, #/data/parameters. */
export async function show(container, [kind, id]) {
  // What comes late goes into a part of its own, as the page may show something else by then.
  const view = el("div", { class: "stack" }, el("h2", { class: "visually-hidden" }, "Data"));
  container.append(view);
  if (isReadOnly()) {
    view.append(el("p", { class: "note" }, "A session from a file has events, and no tables, queues or buckets."));
    return undefined;
  }
  const content = el("div", { class: "stack" });
  const overview = await get("data");
  view.append(el("div", { class: "split" }, navigation(overview, kind, id), content));
  const [first] = overview.tables;
  if (kind === "parameters") {
    return showParameters(content);
  }
  if (kind === "queues") {
    return showQueue(content, overview, id);
  }
  if (kind === "buckets") {
    return showBucket(content, id);
  }
  const table = kind === "tables" ? overview.tables.find((known) => known.id === id) : first;
  if (kind === "tables" && !table) {
    content.append(el("p", { class: "note failed" }, `There is no table ${id}.`));
  } else if (table) {
    return showTable(content, table);
  } else {
    content.append(el("p", { class: "empty" }, "Choose something on the left."));
  }
  return undefined;
}

function navigation(overview, kind, id) {
  const chosenKind = kind ?? "tables";
  const chosenId = id ?? (kind ? undefined : overview.tables[0]?.id);
  const link = (of, name, count) =>
    el(
      "li",
      {},
      el(
        "a",
        {
          href: `#/data/${of}${name === undefined ? "" : `/${encodeURIComponent(name)}`}`,
          "aria-current": of === chosenKind && (name === undefined || name === chosenId) ? "page" : null,
        },
        name ?? "All parameters",
        count ? el("span", { class: "muted" }, ` ${count}`) : null,
      ),
    );
  const group = (title, of, entries, count = () => "") =>
    entries.length === 0
      ? []
      : [el("li", { class: "heading" }, title), ...entries.map((entry) => link(of, entry.id, count(entry)))];
  const waiting = (queue) => (queue.gone ? "deleted" : queue.visible + queue.notVisible + queue.delayed || "");
  return el(
    "nav",
    { "aria-label": "Data" },
    el(
      "ul",
      { class: "choices" },
      ...group("Tables", "tables", overview.tables),
      ...group("Queues", "queues", overview.queues, waiting),
      ...group("Buckets", "buckets", overview.buckets),
      el("li", { class: "heading" }, "Parameters"),
      link("parameters"),
    ),
  );
}

/** A text that may be long or have line ends. */
function textCell(text) {
  if (text.length <= LONG_TEXT) {
    return text;
  }
  return el("details", {}, el("summary", {}, `${text.slice(0, LONG_TEXT)}…`), jsonView(text, "Whole value"));
}

// ---- tables

function keyText(key) {
  return key.map((attribute) => `${attribute.name} (${attribute.type})`).join(", ");
}

async function showTable(content, table) {
  const index = el(
    "select",
    { name: "index" },
    el("option", { value: "" }, `Table: ${keyText(table.key)}`),
    ...Object.entries(table.indexes).map(([name, key]) => el("option", { value: name }, `${name}: ${keyText(key)}`)),
  );
  const key = el("input", { name: "key", autocomplete: "off", spellcheck: "false" });
  const sort = el("input", { name: "sort", autocomplete: "off", spellcheck: "false" });
  const filter = el("input", { name: "filter", type: "search", autocomplete: "off", spellcheck: "false" });
  const keyField = field("Partition key", key);
  const sortField = field("Sort key begins with", sort);
  const results = el("div", { class: "stack", "aria-live": "polite" });
  const nameKeys = () => {
    const [partition, sorted] = table.indexes[index.value] ?? table.key;
    keyField.querySelector(".label").textContent = partition.name;
    sortField.hidden = !sorted;
    sort.disabled = !sorted;
    if (sorted) {
      sortField.querySelector(".label").textContent =
        sorted.type === "S" ? `${sorted.name} begins with` : sorted.name;
    }
  };
  index.addEventListener("change", nameKeys);
  nameKeys();

  const load = async (cursor) => {
    const query = new URLSearchParams();
    const given = { index: index.value, key: key.value, sort: sort.disabled ? "" : sort.value, filter: filter.value, cursor };
    for (const [name, value] of Object.entries(given)) {
      if (value) {
        query.set(name, value);
      }
    }
    const page = await get(`data/tables/${encodeURIComponent(table.id)}/items?${query}`);
    results.replaceChildren(...itemsPage(table, page, cursor, load));
  };
  const search = el("button", { class: "button primary" }, "Show");
  const form = el(
    "form",
    {
      class: "stack",
      onsubmit: (event) => {
        event.preventDefault();
        doing(search, () => load());
      },
    },
    el(
      "div",
      { class: "fields" },
      Object.keys(table.indexes).length > 0 ? field("Key of", index) : null,
      keyField,
      sortField,
      field("Any text in the item", filter),
    ),
    el("div", { class: "toolbar" }, search),
  );
  content.append(panel(table.id, [el("span", { class: "muted mono" }, table.name)], form, results));
  await load();
}

function itemsPage(table, page, cursor, load) {
  const names = [...new Set(page.items.flatMap((item) => item.attributes.map((attribute) => attribute.name)))];
  const again = el(
    "div",
    { class: "toolbar" },
    el("span", { class: "muted" }, `${page.items.length} items shown, ${page.lookedAt} looked at`),
    cursor ? button("First page", () => load(), { class: "button small" }) : null,
    page.next ? button("Next page", () => load(page.next), { class: "button small" }) : null,
  );
  if (page.items.length === 0) {
    const text = page.next ? "None of the items looked at matches. There are more." : "There is no such item.";
    return [el("p", { class: "empty" }, text), again];
  }
  return [
    el(
      "div",
      { class: "table-scroll", tabindex: "0", role: "region", "aria-label": `Items of ${table.id}` },
      el(
        "table",
        { class: "table" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            ...names.map((name) => el("th", { scope: "col" }, name)),
            el("th", { scope: "col" }, el("span", { class: "visually-hidden" }, "Actions")),
          ),
        ),
        el("tbody", {}, ...page.items.map((item) => itemRow(table, item, names, () => load(cursor)))),
      ),
    ),
    again,
  ];
}

function itemRow(table, item, names, reload) {
  const values = new Map(item.attributes.map((attribute) => [attribute.name, attribute]));
  const key = Object.values(item.key)
    .map((value) => Object.values(value)[0])
    .join(", ");
  return el(
    "tr",
    {},
    ...names.map((name) => {
      const value = values.get(name);
      return el("td", { class: value?.type === "N" ? "number" : null }, value ? textCell(value.text) : "");
    }),
    el(
      "td",
      {},
      button(
        "Delete",
        async () => {
          if (await ask({ title: `Delete the item ${key} of ${table.id}?`, action: "Delete", danger: true })) {
            await send("DELETE", `data/tables/${encodeURIComponent(table.id)}/items`, { key: item.key });
            toast("The item is deleted.");
            await reload();
          }
        },
        { class: "button small danger", "aria-label": `Delete the item ${key}` },
      ),
    ),
  );
}

// ---- queues

async function showQueue(content, overview, id) {
  const path = `data/queues/${encodeURIComponent(id)}`;
  const changed = el("button", { class: "button small", type: "button", hidden: true }, "The queue has changed: show it again");
  const messages = el("div", { class: "stack" });
  const counts = el("dl", { class: "facts" });
  const acts = el("div", { class: "toolbar" });
  let shown = "";

  const load = async (after) => {
    const page = await get(`${path}/messages${after ? `?after=${encodeURIComponent(after)}` : ""}`);
    shown = depth(page);
    changed.hidden = true;
    counts.replaceChildren(...queueFacts(page));
    acts.replaceChildren(...queueActs(path, page, () => load()).filter(Boolean));
    messages.replaceChildren(
      ...page.messages.map((message) => messagePanel(path, message, () => load(after))),
      el(
        "div",
        { class: "toolbar" },
        page.messages.length === 0 ? el("p", { class: "empty" }, "The queue is empty.") : null,
        after ? button("First page", () => load(), { class: "button small" }) : null,
        page.next ? button("Next page", () => load(page.next), { class: "button small" }) : null,
      ),
    );
  };
  changed.addEventListener("click", () => doing(changed, () => load()));
  content.append(
    panel(id, [button("Refresh", () => load(), { class: "button small push" })], counts, acts, changed),
    messages,
  );
  await load();
  return on("facts", async (facts) => {
    if (facts.nodes?.[id] && changed.hidden) {
      const queues = await get("data").then((data) => data.queues, () => []);
      const now = queues.find((queue) => queue.id === id);
      changed.hidden = !now || depth(now) === shown;
    }
  });
}

function depth(queue) {
  return `${queue.visible} ${queue.notVisible} ${queue.delayed}`;
}

function queueFacts(queue) {
  const rows = [
    ["Waiting", queue.visible],
    ["In flight", queue.notVisible],
    ["Delayed", queue.delayed],
    ["Read by", queue.readers.join(", ") || "no function"],
  ];
  if (queue.deadLettersOf.length > 0) {
    rows.push(["Dead letters of", queue.deadLettersOf.join(", ")]);
  }
  return rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, String(value))]);
}

function queueActs(path, queue, reload) {
  return [
    queue.messages.some((message) => message.replay)
      ? button("Replay all", async () => {
          if (
            await ask({
              title: `Replay all dead letters of ${queue.id}?`,
              text: "Each is done again as its own text says, and taken away then. What can't be done again stays.",
              action: "Replay all",
            })
          ) {
            const result = await send("POST", `act/queues/${encodeURIComponent(queue.id)}/replay`);
            const left = result.left.length === 0 ? "" : `, ${result.left.length} stay: ${result.left[0].reason}`;
            toast(`${result.replayed} replayed${left}`, result.left.length > 0);
            await reload();
          }
        })
      : null,
    queue.deadLettersOf.length > 0
      ? button("Redrive", async () => {
          if (
            await ask({
              title: `Redrive ${queue.id}?`,
              text: `SQS moves all messages back to the queues that they came from (${queue.deadLettersOf.join(", ")}).`,
              action: "Redrive",
            })
          ) {
            await send("POST", `${path}/redrive`);
            toast("SQS moves the messages back.");
            await reload();
          }
        })
      : null,
    button(
      "Purge",
      async () => {
        if (
          await ask({
            title: `Purge ${queue.id}?`,
            text: "All its messages are deleted, also those in flight.",
            action: "Purge",
            danger: true,
          })
        ) {
          await send("POST", `${path}/purge`);
          toast("The queue is empty.");
          await reload();
        }
      },
      { class: "button danger" },
    ),
  ];
}

const STATES = { waiting: "waiting", delayed: "info", "in flight": "running" };

function messagePanel(path, message, reload) {
  const messagePath = `${path}/messages/${encodeURIComponent(message.id)}`;
  const body = el("div", {}, jsonView(message.body, "Body"));
  const acts = [
    message.replay
      ? button(
          "Replay",
          async () => {
            try {
              const sent = await send("POST", messagePath.replace("data/", "act/") + "/replay");
              toast("Replayed.");
              openEvent(sent.eventId);
            } finally {
              await reload();
            }
          },
          { class: "button small primary", title: message.replay },
        )
      : null,
    button(
      "Copy to Send",
      async () => compose(undefined, { body: (await get(messagePath)).body }),
      { class: "button small" },
    ),
    button(
      "Delete",
      async () => {
        if (await ask({ title: "Delete this message?", text: message.why, action: "Delete", danger: true })) {
          try {
            await send("POST", `${messagePath}/delete`);
            toast("The message is deleted.");
          } finally {
            await reload();
          }
        }
      },
      { class: "button small danger" },
    ),
  ];
  return el(
    "article",
    { class: "panel", "aria-label": `Message ${message.id}` },
    el(
      "header",
      {},
      statusBadge(STATES[message.state], message.state),
      el("span", { class: "mono" }, message.id),
      el("span", { class: "muted" }, "sent at ", timeOf(message.sentAt), `, received ${message.received} times`),
    ),
    el(
      "div",
      { class: "body stack" },
      el("p", {}, message.why),
      message.replay ? el("p", { class: "muted" }, `Replay: ${message.replay}`) : null,
      message.visibleAt ? el("p", { class: "muted" }, "It can be received from ", timeOf(message.visibleAt), " on.") : null,
      message.attributes.length > 0
        ? el(
            "dl",
            { class: "facts" },
            ...message.attributes.flatMap((attribute) => [
              el("dt", {}, attribute.name),
              el("dd", {}, attribute.value, el("span", { class: "muted" }, ` ${attribute.type}`)),
            ]),
          )
        : null,
      body,
      message.truncated
        ? button(
            `Show all ${message.characters} characters`,
            async () => body.replaceChildren(jsonView((await get(messagePath)).body, "Body")),
            { class: "button small" },
          )
        : null,
      el("div", { class: "toolbar" }, ...acts),
    ),
  );
}

function openEvent(id) {
  if (id) {
    location.hash = `#/events/${encodeURIComponent(id)}`;
  }
}

// ---- buckets

async function showBucket(content, id) {
  const path = `data/buckets/${encodeURIComponent(id)}/objects`;
  const prefix = el("input", { name: "prefix", autocomplete: "off", spellcheck: "false" });
  const list = el("div", { class: "stack" });
  const object = el("div", {});
  const load = async (after) => {
    const query = new URLSearchParams({ prefix: prefix.value, after: after ?? "" });
    const page = await get(`${path}?${query}`);
    list.replaceChildren(...objectsPage(id, page, after, load, (key) => open(key)));
  };
  const open = async (key) => {
    const found = await get(`${path}/${key.split("/").map(encodeURIComponent).join("/")}`);
    object.replaceChildren(objectPanel(found));
    object.firstElementChild.querySelector("h2").focus();
  };
  const search = el("button", { class: "button primary" }, "Show");
  content.append(
    panel(
      id,
      [],
      el(
        "form",
        {
          class: "stack",
          onsubmit: (event) => {
            event.preventDefault();
            doing(search, () => load());
          },
        },
        el("div", { class: "fields" }, field("Keys that begin with", prefix)),
        el("div", { class: "toolbar" }, search),
      ),
      list,
    ),
    object,
  );
  await load();
}

function objectsPage(bucket, page, after, load, open) {
  if (page.objects.length === 0) {
    return [el("p", { class: "empty" }, "There is no such object.")];
  }
  return [
    el(
      "div",
      { class: "table-scroll", tabindex: "0", role: "region", "aria-label": `Objects of ${bucket}` },
      el(
        "table",
        { class: "table" },
        el("thead", {}, el("tr", {}, ...["Key", "Size", "Modified", "Type", "Versions"].map((name) => el("th", { scope: "col" }, name)))),
        el(
          "tbody",
          {},
          ...page.objects.map((entry) =>
            el(
              "tr",
              {},
              el("td", {}, button(entry.key, () => open(entry.key), { class: "button quiet small mono" })),
              el("td", { class: "number" }, bytesText(entry.bytes)),
              el("td", {}, timeOf(entry.lastModified)),
              el("td", {}, entry.contentType ?? ""),
              el("td", { class: "number" }, String(entry.versions)),
            ),
          ),
        ),
      ),
    ),
    el(
      "div",
      { class: "toolbar" },
      after ? button("First page", () => load(), { class: "button small" }) : null,
      page.next ? button("Next page", () => load(page.next), { class: "button small" }) : null,
    ),
  ];
}

function objectPanel(found) {
  const facts = [
    ["Size", bytesText(found.bytes)],
    ["Type", found.contentType ?? "not said"],
    ["Version", found.versionId],
    ...Object.entries(found.metadata),
  ];
  return el(
    "section",
    { class: "panel", "aria-label": `Object ${found.key}` },
    el("header", {}, el("h2", { tabindex: "-1" }, found.key)),
    el(
      "div",
      { class: "body stack" },
      el("dl", { class: "facts" }, ...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
      found.truncated ? el("p", { class: "note" }, "This is the beginning only.") : null,
      found.text === undefined
        ? el("details", {}, el("summary", {}, "It is no text; shown in base64"), el("pre", { class: "json" }, found.base64))
        : jsonView(found.text, "Content"),
    ),
  );
}

// ---- parameters

async function showParameters(content) {
  const { parameters } = await get("data/parameters");
  if (parameters.length === 0) {
    content.append(el("p", { class: "empty" }, "There are no parameters."));
    return;
  }
  const rows = parameters.map((parameter) => {
    const value = el("td", { class: "mono" });
    if (parameter.hidden) {
      value.append(
        button(
          "Show",
          async () => {
            const shown = await send("POST", "data/parameters/reveal", { name: parameter.name });
            value.replaceChildren(shown.value);
          },
          { class: "button small", "aria-label": `Show the value of ${parameter.name}` },
        ),
      );
    } else {
      value.append(textCell(parameter.value ?? ""));
    }
    return el(
      "tr",
      {},
      el("th", { scope: "row", class: "mono" }, parameter.name),
      el("td", {}, parameter.type),
      value,
      el("td", { class: "number" }, String(parameter.version)),
    );
  });
  content.append(
    panel(
      "Parameters",
      [],
      el(
        "div",
        { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Parameters" },
        el(
          "table",
          { class: "table" },
          el("thead", {}, el("tr", {}, ...["Name", "Type", "Value", "Version"].map((name) => el("th", { scope: "col" }, name)))),
          el("tbody", {}, ...rows),
        ),
      ),
    ),
  );
}
