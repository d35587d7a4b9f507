import type { Channel, SandboxState, User } from "../api/types";

export function findUser(state: SandboxState, id: string): User | undefined {
  return state.users.find((user) => user.id === id);
}

export function nameOf(state: SandboxState, id: string): string {
  const user = findUser(state, id);
  return user?.real_name || user?.name || id;
}

export function roleOf(user: User): "owner" | "admin" | "guest" | "member" {
  if (user.is_owner) return "owner";
  if (user.is_admin) return "admin";
  return user.is_guest ? "guest" : "member";
}

export function channelName(state: SandboxState, channel: Channel): string {
  if (channel.kind !== "im") return `#${channel.name}`;
  return channel.id === state.bot.im_channel ? state.bot.name : nameOf(state, channel.name);
}

/** Turn what was typed into what Slack sends: `@Mia Keller` → `<@U…>`, `#sales` → `<#C…>`. */
export function encodeMentions(text: string, state: SandboxState): string {
  const users = state.users.flatMap((user) => [user.real_name, user.name].filter(Boolean).map((name) => ["@" + name, `<@${user.id}>`] as const));
  const channels = state.channels.filter((one) => one.kind !== "im").map((one) => ["#" + one.name, `<#${one.id}>`] as const);
  // The longest name first, or “@Mia” would eat the start of “@Mia Keller”.
  const names = [...users, ...channels].sort(([a], [b]) => b.length - a.length);
  const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return names.reduce((result, [name, code]) => result.split(name).join(code), escaped);
}
