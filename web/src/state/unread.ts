import { useEffect, useRef, useState } from "react";
import type { SandboxState } from "../api/types";

/** Channels with a message since one last looked; everything that was there at the start counts as read. */
export function useUnread(state: SandboxState, current: string | null): ReadonlySet<string> {
  const read = useRef(new Map<string, string>());
  const [unread, setUnread] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const found = new Set<string>();
    for (const channel of state.channels) {
      const key = `${state.me}/${channel.id}`;
      const newest = state.messages[channel.id]?.findLast((message) => message.user !== state.me)?.ts ?? "";
      if (channel.id === current || !read.current.has(key)) read.current.set(key, newest);
      else if (newest > (read.current.get(key) ?? "")) found.add(channel.id);
    }
    setUnread((old) => (old.size === found.size && [...found].every((id) => old.has(id)) ? old : found));
  }, [state, current]);
  return unread;
}
