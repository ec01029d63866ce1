// What a person can do to the application: send events, fire schedules, switch faults, let time pass faster.

import { get, isReadOnly, on, send } from "./api.js";
import { button, doing, el, field, jsonView, panel, statusBadge, toast } from "./ui.js";

/** What another view wants to be sent; the form shows it once. */
let draft = null;

/** Opens the form with something to send. Without a target, the person chooses one. */
export function compose(target, request) {
  draft = request;
  location.hash = target === undefined ? "#/act/send" : `#/act/send/${encodeURIComponent(target)}`;
}

const PARTS = [
  ["send", "Send an event"],
  ["schedules", "Fire a schedule"],
  ["faults", "Faults"],
  ["time", "Time"],
];

/** Shows the view: #/act/send/TARGET, #/act/again/EVENT, #/act/schedules, #/act/faults/TARGET, #/act/time. */
export async function show(container, [part = "send", id]) {
  // What comes late goes into a part of its own, as the page may show something else by then.
  const view = el("div", { class: "stack" }, el("h2", { class: "visually-hidden" }, "Act"));
  container.append(view);
  if (isReadOnly()) {
    view.append(el("p", { class: "note" }, "This is a session from a file. Nothing can be done in it."));
    return undefined;
  }
  const content = el("div", { class: "stack" });
  view.append(
    el(
      "div",
      { class: "split" },
      el(
        "nav",
        { "aria-label": "Act" },
        el(
          "ul",
          { class: "choices" },
          ...PARTS.map(([name, title]) =>
            el("li", {}, el("a", { href: `#/act/${name}`, "aria-current": name === part ? "page" : null }, title)),
          ),
        ),
      ),
      content,
    ),
  );
  switch (part) {
    case "again":
      return showAgain(content, id);
    case "schedules":
      return showSchedules(content);
    case "faults":
      return showFaults(content, id);
    case "time":
      return showTime(content);
    default:
      return showSend(content, id);
  }
}

/** The heads of a table's columns, and of one with buttons. */
function columns(...names) {
  return [
    ...names.map((name) => el("th", { scope: "col" }, name)),
    el("th", { scope: "col" }, el("span", { class: "visually-hidden" }, "Actions")),
  ];
}

// ---- send

const TYPES = [
  ["route", "Routes"],
  ["function", "Functions"],
  ["topic", "Topics"],
  ["queue", "Queues"],
];

async function showSend(content, id) {
  const known = await get("act/samples");
  if (known.targets.length === 0) {
    content.append(el("p", { class: "empty" }, "The template has nothing that an event can be sent to."));
    return;
  }
  const chosen = known.targets.find((target) => target.id === id) ?? known.targets[0];
  const target = el(
    "select",
    {},
    ...TYPES.map(([type, title]) => {
      const targets = known.targets.filter((each) => each.type === type);
      return targets.length === 0
        ? null
        : el(
            "optgroup",
            { label: title },
            ...targets.map((each) =>
              el("option", { value: each.id, selected: each.id === chosen.id }, each.id.replace(/^route:/, "")),
            ),
          );
    }),
  );
  const form = el("div", {});
  const given = draft;
  draft = null;
  const showForm = (request) => {
    const to = known.targets.find((each) => each.id === target.value);
    const samples = known.samples.filter((sample) => sample.target === to.id);
    form.replaceChildren(sendForm(to, samples, request));
  };
  target.addEventListener("change", () => showForm(given ?? undefined));
  content.append(panel("Send an event", [], el("div", { class: "fields" }, field("To", target)), form));
  showForm(given ?? undefined);
}

function sendForm(target, samples, given) {
  const result = el("div", { class: "stack", "aria-live": "polite" });
  const sample = el(
    "select",
    {},
    given ? el("option", { value: "" }, "what you brought along") : null,
    ...samples.map((each, index) =>
      el("option", { value: index }, each.origin === "generated" ? `${each.name} (generated)` : each.origin),
    ),
  );
  const inputs = formInputs(target);
  const fillIn = () => inputs.fill(given && sample.value === "" ? given : (samples[Number(sample.value)]?.request ?? {}));
  sample.addEventListener("change", fillIn);
  fillIn();
  const submit = el("button", { class: "button primary" }, "Send");
  return el(
    "form",
    {
      class: "stack",
      onsubmit: (event) => {
        event.preventDefault();
        doing(submit, async () => {
          result.replaceChildren();
          const sent = await send("POST", "act/send", { target: target.id, ...inputs.read() });
          result.replaceChildren(...outcome(sent));
        });
      },
    },
    el("div", { class: "fields" }, samples.length > 0 ? field("Sample", sample) : null, ...inputs.fields),
    el("div", { class: "toolbar" }, submit),
    result,
  );
}

/** The inputs that a target needs, with ways to fill them and to read them. */
function formInputs(target) {
  const text = () => el("input", { autocomplete: "off", spellcheck: "false" });
  const area = (rows) => el("textarea", { rows, spellcheck: "false", class: "mono" });
  const body = area(12);
  const inputs = { body };
  const fields = [];
  if (target.type === "route") {
    inputs.path = text();
    inputs.headers = area(3);
    fields.push(
      field("Path", inputs.path, `of ${target.method} ${target.path}, with its parameters filled in`, true),
      field(
        "Headers",
        inputs.headers,
        target.apiKeyRequired ? "One on each line; without an x-api-key the runner adds one" : "One on each line",
        true,
      ),
    );
  }
  if (target.type === "function") {
    inputs.wait = el("input", { type: "checkbox" });
    fields.push(
      field(
        "Wait for the answer",
        inputs.wait,
        "Otherwise the event goes to Lambda's queue, and is tried again when it fails",
      ),
    );
  }
  if (target.type === "topic") {
    inputs.subject = text();
    fields.push(field("Subject", inputs.subject));
  }
  if (target.type === "topic" || target.type === "queue") {
    inputs.attributes = area(2);
    fields.push(field("Attributes", inputs.attributes, "One on each line: name: value", true));
  }
  fields.push(field(target.type === "function" ? "Event" : "Body", body, "", true));
  return {
    fields,
    fill(request) {
      body.value = pretty(request.body ?? "");
      if (inputs.path) {
        inputs.path.value = request.path ?? target.path;
        inputs.headers.value = lines(request.headers ?? {});
      }
      if (inputs.subject) {
        inputs.subject.value = request.subject ?? "";
      }
      if (inputs.attributes) {
        const values = Object.entries(request.attributes ?? {}).map(([name, attribute]) => [name, attribute.value]);
        inputs.attributes.value = lines(Object.fromEntries(values));
      }
    },
    read() {
      const request = { body: body.value };
      if (inputs.path) {
        request.path = inputs.path.value;
        request.headers = parsed(inputs.headers.value);
      }
      if (inputs.wait) {
        request.wait = inputs.wait.checked;
      }
      if (inputs.subject?.value) {
        request.subject = inputs.subject.value;
      }
      if (inputs.attributes?.value.trim()) {
        request.attributes = Object.fromEntries(
          Object.entries(parsed(inputs.attributes.value)).map(([name, value]) => [name, { type: "String", value }]),
        );
      }
      return request;
    },
  };
}

function lines(values) {
  return Object.entries(values)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

function parsed(text) {
  const values = {};
  for (const line of text.split("\n").filter((each) => each.trim())) {
    const colon = line.indexOf(":");
    if (colon < 1) {
      throw new Error(`"${line}" should be a name, a colon and a value.`);
    }
    values[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return values;
}

/** JSON with indentation, if that loses nothing: a number may have more digits than JavaScript knows. */
function pretty(text) {
  try {
    const value = JSON.parse(text);
    return JSON.stringify(value) === text ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}

function outcome(sent) {
  const link = sent.eventId
    ? el("a", { href: `#/events/${encodeURIComponent(sent.eventId)}` }, "Follow the event")
    : "The answer names no request, so the event can't be shown.";
  if (!sent.answer) {
    return [el("p", { class: "note" }, "Sent. ", link)];
  }
  const { status, failed, text } = sent.answer;
  return [
    el("p", { class: failed ? "note failed" : "note" }, statusBadge(failed ? "failed" : "ok", status ? String(status) : failed ? "failed" : "ok"), " ", link),
    jsonView(text, "Answer"),
  ];
}

// ---- a past event again

async function showAgain(content, eventId) {
  const past = await get(`act/again/${encodeURIComponent(eventId)}`);
  const path = el("input", { value: past.path ?? "", autocomplete: "off", spellcheck: "false" });
  const original = past.body ?? "";
  const shown = pretty(original);
  const body = el("textarea", { rows: 16, spellcheck: "false", class: "mono" });
  body.value = shown;
  const result = el("div", { class: "stack", "aria-live": "polite" });
  const submit = el("button", { class: "button primary" }, "Send again");
  content.append(
    panel(
      `Again: ${past.target.replace(/^route:/, "")}`,
      [el("a", { class: "push", href: `#/events/${encodeURIComponent(eventId)}` }, "The event before")],
      el(
        "form",
        {
          class: "stack",
          onsubmit: (event) => {
            event.preventDefault();
            doing(submit, async () => {
              result.replaceChildren();
              const changes = {};
              if (body.value !== shown) {
                changes.body = body.value;
              }
              if (past.path !== undefined && path.value !== past.path) {
                changes.path = path.value;
              }
              const sent = await send("POST", `act/again/${encodeURIComponent(eventId)}`, changes);
              result.replaceChildren(...outcome(sent));
            });
          },
        },
        el(
          "div",
          { class: "fields" },
          past.path === undefined ? null : field("Path", path, "Headers are sent as they were", true),
          field("Body", body, "", true),
        ),
        el("div", { class: "toolbar" }, submit),
        result,
      ),
    ),
  );
}

// ---- schedules

async function showSchedules(content) {
  const { schedules } = await get("act/samples");
  if (schedules.length === 0) {
    content.append(el("p", { class: "empty" }, "The template has no schedule."));
    return;
  }
  const result = el("div", { class: "stack", "aria-live": "polite" });
  content.append(
    panel(
      "Fire a schedule",
      [],
      el(
        "div",
        { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Schedules" },
        el(
          "table",
          { class: "table" },
          el("thead", {}, el("tr", {}, ...columns("Schedule", "When"))),
          el(
            "tbody",
            {},
            ...schedules.map((schedule) =>
              el(
                "tr",
                {},
                el("th", { scope: "row" }, schedule.id),
                el("td", { class: "mono" }, schedule.expression + (schedule.enabled ? "" : " (disabled)")),
                el(
                  "td",
                  {},
                  button(
                    "Fire now",
                    async () => {
                      const sent = await send("POST", `act/schedules/${encodeURIComponent(schedule.id)}/fire`);
                      result.replaceChildren(...outcome(sent));
                    },
                    { class: "button small primary", "aria-label": `Fire ${schedule.id} now` },
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
      result,
    ),
  );
}

// ---- faults

const FAULTS = {
  delay: "Delay: each call is held up first",
  error: "Error: each call fails",
  kill: "Kill: the process dies in the middle",
  throttle: "Throttle: each call is refused as one too many",
};

async function showFaults(content, target) {
  const list = el("div", { class: "stack", "aria-live": "polite" });
  let targets = [];
  const load = async () => {
    const known = await get("faults");
    targets = known.targets;
    list.replaceChildren(...faultsOn(known.faults, load));
  };
  const begin = (chosen) => faultDialog(targets, chosen, load);
  content.append(
    panel("Faults", [button("New fault …", () => begin(), { class: "button primary push" })], list),
  );
  await load();
  if (target !== undefined) {
    begin(target);
  }
  return on("state", () => load().catch(() => {}));
}

function faultsOn(faults, load) {
  if (faults.length === 0) {
    return [el("p", { class: "empty" }, "No fault is on. All goes as it does without.")];
  }
  return [
    el(
      "div",
      { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Faults that are on" },
      el(
        "table",
        { class: "table" },
        el(
          "thead",
          {},
          el("tr", {}, ...columns("Of", "Fault", "Of its calls", "Has struck")),
        ),
        el(
          "tbody",
          {},
          ...faults.map((fault) =>
            el(
              "tr",
              {},
              el("th", { scope: "row" }, fault.target),
              el("td", {}, statusBadge("failed", faultText(fault))),
              el("td", { class: "number" }, `${fault.percentage} %`),
              el("td", { class: "number" }, `${fault.struck} of ${fault.calls}`),
              el(
                "td",
                {},
                button(
                  "Switch off",
                  async () => {
                    await send(
                      "DELETE",
                      `faults/${encodeURIComponent(fault.target)}/${encodeURIComponent(fault.fault)}`,
                    );
                    await load();
                  },
                  { class: "button small", "aria-label": `Switch off: ${fault.fault} of ${fault.target}` },
                ),
              ),
            ),
          ),
        ),
      ),
    ),
    el(
      "div",
      { class: "toolbar" },
      button("Switch all off", async () => {
        await send("DELETE", "faults");
        toast("No fault is on any more.");
        await load();
      }),
    ),
  ];
}

/** A fault that is on, in a few words. */
function faultText(fault) {
  switch (fault.fault) {
    case "delay":
      return `delay of ${fault.delayMilliseconds} ms`;
    case "error":
      return fault.preventExecution ? "error instead of the call" : "error after the call";
    default:
      return fault.fault;
  }
}

function faultDialog(targets, chosen, load) {
  const target = el(
    "select",
    { autofocus: true },
    ...["function", "table", "topic", "queue"].map((type) => {
      const names = targets.filter((each) => each.type === type);
      return names.length === 0
        ? null
        : el(
            "optgroup",
            { label: `${type[0].toUpperCase()}${type.slice(1)}s` },
            ...names.map((each) => el("option", { value: each.target, selected: each.target === chosen }, each.target)),
          );
    }),
  );
  const kind = el("select", {});
  const percentage = el("input", { type: "number", min: 1, max: 100, step: 1, value: 100, required: true });
  const delay = el("input", { type: "number", min: 1, max: 900_000, step: 1, value: 1000, required: true });
  const prevent = el("input", { type: "checkbox", checked: true });
  const delayField = field("Milliseconds", delay);
  const preventField = field("Nothing is done", prevent, "Otherwise all is done, and only the answer is an error");
  const showKind = () => {
    delayField.hidden = kind.value !== "delay";
    delay.disabled = delayField.hidden;
    preventField.hidden = kind.value !== "error";
  };
  const showKinds = () => {
    const names = targets.find((each) => each.target === target.value)?.faults ?? [];
    const before = kind.value;
    kind.replaceChildren(
      ...names.map((name) => el("option", { value: name, selected: name === before }, FAULTS[name] ?? name)),
    );
    showKind();
  };
  target.addEventListener("change", showKinds);
  kind.addEventListener("change", showKind);
  showKinds();
  const problem = el("p", { class: "note failed", role: "alert", hidden: true });
  const submit = el("button", { class: "button danger" }, "Switch on");
  const dialog = el(
    "dialog",
    { class: "dialog", "aria-labelledby": "new-fault" },
    el(
      "form",
      {
        class: "stack",
        onsubmit: async (event) => {
          event.preventDefault();
          submit.disabled = true;
          try {
            const settings = { percentage: Number(percentage.value) };
            if (kind.value === "delay") {
              settings.delayMilliseconds = Number(delay.value);
            }
            if (kind.value === "error") {
              settings.preventExecution = prevent.checked;
            }
            await send("PUT", `faults/${encodeURIComponent(target.value)}/${encodeURIComponent(kind.value)}`, settings);
            dialog.close();
            await load();
          } catch (error) {
            problem.textContent = error.message;
            problem.hidden = false;
          } finally {
            submit.disabled = false;
          }
        },
      },
      el("h2", { id: "new-fault" }, "New fault"),
      field("Of", target),
      field("Fault", kind),
      field("Percent of its calls", percentage),
      delayField,
      preventField,
      problem,
      el("menu", {}, el("button", { class: "button", type: "button", onclick: () => dialog.close() }, "Cancel"), submit),
    ),
  );
  const opener = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (opener?.isConnected) {
      opener.focus();
    }
  });
  document.body.append(dialog);
  dialog.showModal();
}

// ---- time

const SCALES = [1, 10, 60, 600, 3600];

async function showTime(content) {
  const buttons = el("div", { class: "toolbar", role: "group", "aria-label": "Time scale" });
  const now = el("p", { "aria-live": "polite" });
  const other = el("input", { type: "number", min: 1, max: 3600, step: "any", required: true });
  const set = async (scale) => {
    await send("PUT", "act/time", { scale });
    showScale(scale);
  };
  const showScale = (scale) => {
    now.textContent =
      scale === 1
        ? "Time passes as on the clock."
        : `Delays, retries, schedules and age limits pass ${scale} times faster than on the clock.`;
    other.value = scale;
    buttons.replaceChildren(
      ...SCALES.map((each) =>
        button(each === 1 ? "Real time" : `${each} times`, () => set(each), { "aria-pressed": String(each === scale) }),
      ),
    );
  };
  const submit = el("button", { class: "button" }, "Set");
  content.append(
    panel(
      "Time",
      [],
      now,
      buttons,
      el(
        "form",
        {
          class: "toolbar",
          onsubmit: (event) => {
            event.preventDefault();
            doing(submit, () => set(Number(other.value)));
          },
        },
        field("Times faster", other, "1 to 3600"),
        submit,
      ),
      el(
        "p",
        { class: "muted" },
        "What waits follows at once. Real stay: how long code takes, its timeouts, and the queues' visibility timeouts and delays.",
      ),
    ),
  );
  showScale((await get("state")).timeScale ?? 1);
  return on("state", (state) => {
    if (state.timeScale !== undefined && state.timeScale !== Number(other.value) && document.activeElement !== other) {
      showScale(state.timeScale);
    }
  });
}
