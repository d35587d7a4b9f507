import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from "react";
import { type Actions, actionsOf, getState, SandboxError } from "../api/client";
import { share } from "../api/share";
import type { SandboxState } from "../api/types";
import { chosenUser, rememberUser } from "./location";

export type Connection = "connecting" | "live" | "lost";

export interface Live {
  state: SandboxState | null;
  connection: Connection;
  /** Grows with every change of the log, so that an open panel knows to read it again. */
  logRevision: number;
  switchUser(user: string): void;
}

const RETRY_AFTER = 1000;

/** Follow the sandbox: the stream says that something changed, the state says what. */
export function useLiveState(): Live {
  const [user, setUser] = useState(chosenUser);
  const [state, setState] = useState<SandboxState | null>(null);
  const [connection, setConnection] = useState<Connection>("connecting");
  const [logRevision, setLogRevision] = useState(0);
  const myName = useRef<string | null>(null);

  useEffect(() => {
    let isOver = false;
    let isReading = false;
    let isStale = false;
    let retry = 0;
    let stream: EventSource | null = null;
    const abort = new AbortController();

    const refresh = async () => {
      // One request at a time: what changes meanwhile is read once, afterwards.
      if (isReading) {
        isStale = true;
        return;
      }
      isReading = true;
      try {
        do {
          isStale = false;
          const next = await getState(user, abort.signal);
          if (isOver) return;
          const lost = user ? undefined : next.users.find((one) => one.may_act && one.name === myName.current);
          if (lost && lost.id !== next.me) {
            rememberUser(lost.id);
            setUser(lost.id);
            return;
          }
          myName.current = next.users.find((one) => one.id === next.me)?.name ?? null;
          setState((previous) => share(previous, next));
          setConnection("live");
        } while (isStale);
      } catch (error) {
        if (isOver) return;
        // A restarted sandbox gives everybody new ids: start with whoever comes first, then find the same person.
        if (error instanceof SandboxError && error.status === 404 && user) setUser(null);
        else setConnection("lost");
      } finally {
        isReading = false;
      }
    };

    const connect = () => {
      stream = new EventSource("/sandbox/live");
      stream.addEventListener("change", (event) => {
        const { changed } = JSON.parse((event as MessageEvent<string>).data) as { changed: string[] };
        if (changed.includes("log")) setLogRevision((revision) => revision + 1);
        if (changed.some((part) => part !== "log") || changed.length === 0) void refresh();
      });
      stream.onerror = () => {
        if (isOver) return;
        setConnection("lost");
        stream?.close();
        retry = window.setTimeout(connect, RETRY_AFTER);
      };
    };

    void refresh();
    connect();
    return () => {
      isOver = true;
      abort.abort();
      stream?.close();
      clearTimeout(retry);
    };
  }, [user]);

  return {
    state,
    connection,
    logRevision,
    switchUser: (next) => {
      rememberUser(next);
      setUser(next);
    },
  };
}

interface Sandbox extends Live {
  state: SandboxState;
  actions: Actions;
}

const SandboxContext = createContext<Sandbox | null>(null);

export function SandboxProvider({ live, state, children }: { live: Live; state: SandboxState; children: ReactNode }) {
  const actions = useMemo(() => actionsOf(state.me), [state.me]);
  const switchUser = useRef(live.switchUser);
  switchUser.current = live.switchUser;
  const { connection, logRevision } = live;
  const value = useMemo<Sandbox>(
    () => ({ state, connection, logRevision, actions, switchUser: (user) => switchUser.current(user) }),
    [state, connection, logRevision, actions],
  );
  return <SandboxContext value={value}>{children}</SandboxContext>;
}

export function useSandbox(): Sandbox {
  const sandbox = use(SandboxContext);
  if (!sandbox) throw new Error("useSandbox needs a SandboxProvider around it");
  return sandbox;
}
