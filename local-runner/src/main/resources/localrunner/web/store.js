// What all views know: the figures of each node, the faults that are on, and how fast time passes.

import { get, on } from "./api.js";

const changed = new Set();

export const store = { nodes: new Map(), faults: [], timeScale: 1 };

/** Calls back after each change. Gives a way to stop. */
export function onStore(listener) {
  changed.add(listener);
  return () => changed.delete(listener);
}

/** Asks for everything once; the live feed brings what changes. */
export async function loadStore() {
  take(await get("state"));
}

function take(state) {
  for (const [id, figures] of Object.entries(state.nodes ?? {})) {
    store.nodes.set(id, { ...store.nodes.get(id), ...figures });
  }
  store.faults = state.faults ?? store.faults;
  store.timeScale = state.timeScale ?? store.timeScale;
  changed.forEach((listener) => listener());
}

on("facts", (facts) => Object.keys(facts.nodes ?? {}).length > 0 && take({ nodes: facts.nodes }));
on("state", take);
on("again", () => loadStore().catch(() => undefined)); // the bar says that the runner does not answer
