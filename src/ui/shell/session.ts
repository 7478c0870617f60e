import { computed, signal } from "@preact/signals";
import type { Problem } from "../api/client.js";
import { get } from "../api/client.js";
import { asProblem } from "../api/load.js";
import type { Session } from "../api/types.js";

/** Who we are to the server; undefined until it answered. */
export const session = signal<Session | undefined>(undefined);
export const sessionProblem = signal<Problem | undefined>(undefined);

/** True when controls that write are shown. The server refuses writes by itself as well. */
export const canWrite = computed(() => session.value?.writable === true && session.value.authenticated);

export async function loadSession(): Promise<void> {
  try {
    session.value = await get<Session>("/session");
  } catch (error) {
    sessionProblem.value = asProblem(error);
  }
}
