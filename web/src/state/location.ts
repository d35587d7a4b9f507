import { useEffect, useMemo, useState } from "react";

/** What the middle of the page shows, kept in the address so that Back works and a link can be sent. */
export type Place =
  | { kind: "channel"; channel: string; thread: string | null }
  | { kind: "home" }
  | { kind: "agent"; thread: string | null };

export function parsePlace(hash: string): Place | null {
  const [kind, first, second] = hash.replace(/^#\/?/, "").split("/");
  if (kind === "home") return { kind: "home" };
  if (kind === "agent") return { kind: "agent", thread: first ?? null };
  if (kind === "channel" && first) return { kind: "channel", channel: first, thread: second ?? null };
  return null;
}

export function formatPlace(place: Place): string {
  if (place.kind === "home") return "#/home";
  if (place.kind === "agent") return place.thread ? `#/agent/${place.thread}` : "#/agent";
  return place.thread ? `#/channel/${place.channel}/${place.thread}` : `#/channel/${place.channel}`;
}

export function usePlace(fallback: Place): [Place, (place: Place) => void] {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const onChange = () => setHash(location.hash);
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  const place = useMemo(() => parsePlace(hash), [hash]);
  return [
    place ?? fallback,
    (next) => {
      location.hash = formatPlace(next);
    },
  ];
}

const USER = "user";

/** The user of this tab: in the address, so that two tabs can be two people and a reload keeps them. */
export function chosenUser(): string | null {
  return new URLSearchParams(location.search).get(USER);
}

export function rememberUser(user: string): void {
  const url = new URL(location.href);
  url.searchParams.set(USER, user);
  history.replaceState(null, "", url);
}

/** Links to messages (`/archives/C…/p…`) open the page too; from there on the place is in the hash. */
export function adoptPermalink(): void {
  const found = /^\/archives\/([A-Z0-9]+)/.exec(location.pathname);
  if (!found?.[1]) return;
  const search = new URLSearchParams(location.search);
  const thread = search.get("thread_ts");
  search.delete("thread_ts");
  search.delete("cid");
  const query = search.size > 0 ? `?${search}` : "";
  history.replaceState(null, "", `/${query}${formatPlace({ kind: "channel", channel: found[1], thread })}`);
}
