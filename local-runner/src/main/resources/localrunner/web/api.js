// What the page asks the runner. A session that was opened from a file answers in its place, and then nothing can be changed.

/** What the runner refused, or why it could not be reached; the message is for people. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

let session = null;

/** Whether a session's file is shown. */
export function isReadOnly() {
  return session !== null;
}

/** Shows a session in the runner's place. */
export function openSession(source) {
  session = source;
}

/** Asks for JSON: get("events?limit=100"). */
export async function get(path) {
  if (session) {
    return session.get(path);
  }
  return request(path, { headers: { Accept: "application/json" } });
}

/** Changes something: send("POST", "act/send", {...}). Gives the answer's JSON. */
export async function send(method, path, body = {}) {
  if (session) {
    throw new ApiError("This is a session from a file. Nothing can be changed in it.", 405);
  }
  return request(path, {
    method,
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-Console": "1" },
    body: JSON.stringify(body),
  });
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(`api/${path}`, options);
  } catch {
    throw new ApiError("The runner does not answer. Does ./run-local still run?", 0);
  }
  const text = await response.text();
  let answer = {};
  try {
    answer = text ? JSON.parse(text) : {};
  } catch {
    throw new ApiError(`The runner's answer is no JSON: ${text.slice(0, 200)}`, response.status);
  }
  if (!response.ok) {
    throw new ApiError(answer.message ?? `The runner answered with ${response.status}.`, response.status);
  }
  return answer;
}

const listeners = new Map();

/** Calls back at each message of the live feed: "facts", "state", "link" when the feed is lost or back, "again" after a pause. Gives a way to stop. */
export function on(event, listener) {
  const heard = listeners.get(event) ?? new Set();
  listeners.set(event, heard);
  heard.add(listener);
  return () => heard.delete(listener);
}

function tell(event, data) {
  for (const listener of listeners.get(event) ?? []) {
    listener(data);
  }
}

let feed = null;
let isWanted = false;

/**
 * Begins to listen to the runner. The browser itself connects again when the feed is lost. A hidden page does not listen: a
 * browser has six connections to an address, for all its tabs together. When it is seen again, "again" is told.
 */
export function listen() {
  isWanted = true;
  connect();
}

/** Listens no longer. */
export function stopListening() {
  isWanted = false;
  disconnect();
}

function connect() {
  if (feed !== null || !isWanted || document.hidden) {
    return;
  }
  feed = new EventSource("api/stream");
  feed.addEventListener("open", () => tell("link", true));
  feed.addEventListener("error", () => tell("link", false));
  feed.addEventListener("facts", (message) => tell("facts", JSON.parse(message.data)));
  feed.addEventListener("state", (message) => tell("state", JSON.parse(message.data)));
}

function disconnect() {
  feed?.close();
  feed = null;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    disconnect();
  } else if (isWanted && feed === null) {
    connect();
    tell("again");
  }
});
addEventListener("pagehide", disconnect);
addEventListener("pageshow", connect);
