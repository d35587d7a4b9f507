import type { SandboxState } from "../api/types";
import type { Strings } from "../i18n/en";
import { nameOf } from "../state/people";

export interface Token {
  kind: "command" | "mention" | "channel";
  text: string;
  start: number;
}

export interface Completion {
  key: string;
  label: string;
  hint?: string;
  detail?: string;
  userId?: string;
  insert: string;
}

const LONGEST_LIST = 8;

/** The word at the caret, if it is one that can be completed; commands only open a message, and not in threads. */
export function findToken(draft: string, caret: number, isThread: boolean): Token | null {
  const before = draft.slice(0, caret);
  if (!isThread && /^\/\S*$/.test(before)) return { kind: "command", text: before, start: 0 };
  const found = /(?:^|\s)([@#][^\s@#]*)$/.exec(before);
  if (!found?.[1]) return null;
  return { kind: found[1].startsWith("@") ? "mention" : "channel", text: found[1], start: caret - found[1].length };
}

export function builtInCommands(text: Strings) {
  return [
    { command: "/invite", description: text.inviteHint, usage_hint: "@app" },
    { command: "/remove", description: text.removeHint, usage_hint: "@app" },
  ];
}

function starts(name: string, wanted: string): boolean {
  return name.toLowerCase().split(/[\s\u3000]/).concat(name.toLowerCase()).some((part) => part.startsWith(wanted));
}

export function listCompletions(token: Token, state: SandboxState, text: Strings): Completion[] {
  const wanted = token.text.slice(1).toLowerCase();
  if (token.kind === "command") {
    return [...state.commands, ...builtInCommands(text)]
      .filter((one) => one.command.slice(1).toLowerCase().includes(wanted))
      .slice(0, LONGEST_LIST)
      .map((one) => ({ key: one.command, label: one.command, hint: one.usage_hint, detail: one.description, insert: `${one.command} ` }));
  }
  if (token.kind === "channel") {
    return state.channels
      .filter((channel) => channel.kind !== "im" && starts(channel.name, wanted))
      .slice(0, LONGEST_LIST)
      .map((channel) => ({ key: channel.id, label: `#${channel.name}`, detail: channel.purpose, insert: `#${channel.name} ` }));
  }
  return state.users
    .filter((user) => user.id !== "USLACKBOT" && (starts(nameOf(state, user.id), wanted) || starts(user.name, wanted)))
    .slice(0, LONGEST_LIST)
    .map((user) => ({ key: user.id, label: nameOf(state, user.id), detail: user.title, userId: user.id, insert: `@${nameOf(state, user.id)} ` }));
}

/** The draft with the word completed, and where the caret goes. */
export function complete(draft: string, token: Token, completion: Completion): [string, number] {
  const end = token.start + token.text.length;
  const position = token.start + completion.insert.length;
  return [draft.slice(0, token.start) + completion.insert + draft.slice(end).replace(/^ /, ""), position];
}
