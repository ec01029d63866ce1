// A session from a file, which answers in the runner's place.

import { ApiError } from "./api.js";

const FORMAT = "local-runner-session";
const VERSION = 1;

/** Reads a session's file. */
export function readSession(text) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw new ApiError("This file is no JSON. A session is what “Save session” saves.", 400);
  }
  if (file?.format !== FORMAT || !file.map || !Array.isArray(file.events)) {
    throw new ApiError("This JSON is no session. A session is what “Save session” saves.", 400);
  }
  if (file.version !== VERSION) {
    throw new ApiError(`This session has the version ${file.version}; this console reads version ${VERSION}. Open it with the runner that saved it.`, 400);
  }
  return new Session(file);
}

class Session {
  constructor(file) {
    this.file = file;
  }

  get(path) {
    const [name, query = ""] = path.split("?");
    if (name === "map") {
      return this.file.map;
    }
    if (name === "state") {
      return this.file.state ?? {};
    }
    if (name === "events") {
      return this.list(new URLSearchParams(query));
    }
    const id = decodeURIComponent(name.replace(/^events\//, ""));
    const event = this.file.events.find((one) => one.id === id);
    if (!event) {
      throw new ApiError(`The session has no event ${id}.`, 404);
    }
    return event;
  }

  list(filters) {
    const wanted = (filters.get("text") ?? "").toLowerCase();
    const events = this.file.events.filter(
      (event) =>
        (!filters.get("function") || (event.functions ?? []).includes(filters.get("function"))) &&
        (!filters.get("status") || event.status === filters.get("status")) &&
        (!filters.get("kind") || event.kind === filters.get("kind")) &&
        (!wanted || JSON.stringify(event).toLowerCase().includes(wanted)),
    );
    const from = Number(filters.get("before") ?? 0);
    const to = from + Number(filters.get("limit") ?? 100);
    return { events: events.slice(from, to), next: to < events.length ? String(to) : null };
  }
}
