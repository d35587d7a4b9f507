import type { User } from "../api/types";

function isLight(hex: string): boolean {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  const linear = [red, green, blue].map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0) > 0.18;
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
  const color = /^[0-9a-f]{6}$/i.test(user.color) ? user.color : "5b6b7b";
  return (
    <span className={`avatar ${isLight(color) ? "is-light" : ""}`} style={{ ...style, background: `#${color}` }} aria-hidden="true">
      {initials(user.real_name || user.name)}
    </span>
  );
}
