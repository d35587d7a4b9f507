import type { ElementAction, StateValues } from "../blocks/types";
import type { Container, LogEntry, OptionsAnswer, Outcome, SandboxState, SlackFile } from "./types";

/** The sandbox refused; `errors` by block where a form is at fault. */
export class SandboxError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly errors: Record<string, string> = {},
  ) {
    super(message);
  }
}

async function read<T>(response: Response): Promise<T> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok || body.ok === false) {
    const code = String(body.error ?? response.status);
    throw new SandboxError(code, String(body.message ?? code), response.status, body.errors as Record<string, string> | undefined);
  }
  return body as T;
}

async function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  return read<T>(await fetch(`/sandbox/${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

export async function getState(user: string | null, signal?: AbortSignal): Promise<SandboxState> {
  const query = user ? `?user=${encodeURIComponent(user)}` : "";
  return read<SandboxState>(await fetch(`/sandbox/state${query}`, { signal }));
}

export async function getLog(limit: number): Promise<LogEntry[]> {
  return (await read<{ entries: LogEntry[] }>(await fetch(`/sandbox/log?limit=${limit}`))).entries;
}

interface Answered {
  outcome: Outcome;
}

/** What one user does; each call names the user, since two tabs may be two people. */
export function actionsOf(user: string) {
  return {
    sendMessage: (channel: string, text: string, threadTs?: string, files: string[] = []) =>
      post<{ ts: string }>("messages", { user, channel, text, ...(threadTs ? { thread_ts: threadTs } : {}), ...(files.length ? { files } : {}) }),
    runCommand: (channel: string, text: string) => post<Answered>("commands", { user, channel, text }),
    act: (container: Container, action: ElementAction, values: StateValues) =>
      post<Answered>("actions", { user, container, action, state: { values } }),
    loadOptions: (container: Container, blockId: string, actionId: string, value: string) =>
      post<OptionsAnswer>("options", { user, container, block_id: blockId, action_id: actionId, value }),
    submitView: (viewId: string, values: StateValues) => post<Answered>("views/submit", { user, view_id: viewId, state: { values } }),
    closeView: (viewId: string, isCleared = false) => post("views/close", { user, view_id: viewId, is_cleared: isCleared }),
    openTab: (tab: "home" | "messages") => post("home", { user, tab }),
    runShortcut: (callbackId: string, message?: { channel: string; message_ts: string }) =>
      post<Answered>("shortcuts", { user, callback_id: callbackId, ...message }),
    stopSession: (channel: string, threadTs: string) => post("sessions/stop", { user, channel, thread_ts: threadTs }),
    changeMembers: (channel: string, change: "invite_bot" | "remove_bot" | "join" | "leave") =>
      post("channels/members", { user, channel, change }),
    upload: async (file: File) => {
      const query = `user=${encodeURIComponent(user)}&filename=${encodeURIComponent(file.name)}`;
      const headers = { "Content-Type": file.type || "application/octet-stream" };
      const response = await fetch(`/sandbox/files?${query}`, { method: "POST", headers, body: file });
      return (await read<{ file: SlackFile }>(response)).file;
    },
  };
}

export type Actions = ReturnType<typeof actionsOf>;

/** The sandbox's own switches, which no Slack user has. */
export const controls = {
  moveTime: (weeks: number) => post<{ now: string }>("time", { weeks }),
  changePeople: (name: string, change: number) => post("people", { function: name, change }),
  breakSource: (isBroken: boolean, error?: string) => post("source", { is_broken: isBroken, ...(error ? { error } : {}) }),
  setLimits: (isOn: boolean) => post("limits", { is_on: isOn }),
  uninstall: () => post("app", { change: "uninstall" }),
  reinstall: (optionalScopes: string[]) => post("app", { change: "reinstall", optional_scopes: optionalScopes }),
  finishTourStep: (step: string) => post("tour", { step, is_done: true }),
  dismissTour: (isDismissed: boolean) => post("tour", { is_dismissed: isDismissed }),
};
