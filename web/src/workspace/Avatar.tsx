import type { User } from "../api/types";

/** Dark enough for white letters, and told apart at a glance; the colour Slack sends is nearly the same for all. */
const COLORS = ["#2f5d8a", "#8a4b2b", "#7a3e74", "#4a6b2a", "#9b3b4e", "#3f4f9b", "#7d6211", "#276d6d"];

function colorOf(name: string): string {
  const sum = [...name].reduce((total, character) => (total * 31 + (character.codePointAt(0) ?? 0)) % 997, 7);
  return COLORS[sum % COLORS.length] ?? "";
}

function initials(name: string): string {
  const [first = "", second = ""] = name.split(/[\s\u3000]+/);
  // Two Japanese characters would be as wide as the square.
  return first > "\u2e80" ? first.slice(0, 1) : (first.slice(0, 1) + second.slice(0, 1)).toUpperCase();
}

/** A square with initials; the bot and Slackbot get a sign of their own. Decorative: the name stands beside it. */
export function Avatar({ user, size = 36 }: { user: User | undefined; size?: number }) {
  const style = { width: size, height: size, fontSize: size * 0.42 };
  if (!user || user.id === "USLACKBOT") {
    return (
      <span className="avatar is-slackbot" style={style} aria-hidden="true">
        <i />
      </span>
    );
  }
  if (user.is_bot) {
    return (
      <span className="avatar is-bot" style={style} aria-hidden="true">
        <svg viewBox="0 0 32 32" width="70%" height="70%">
          <path d="M6 21l7-8 5 5 8-11" fill="none" stroke="currentColor" strokeWidth="3.4" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </span>
    );
  }
  return (
    <span className="avatar" style={{ ...style, background: colorOf(user.name) }} aria-hidden="true">
      {initials(user.real_name || user.name)}
    </span>
  );
}
