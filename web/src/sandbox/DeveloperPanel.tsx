import { useEffect, useState } from "react";
import { getLog } from "../api/client";
import type { LogEntry } from "../api/types";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";
import { useSandbox } from "../state/sandbox";
import { LogRow } from "./LogRow";

type Direction = "all" | LogEntry["direction"];

const LIMIT = 100;

/** Every payload to the bot and every call from it, newest first. */
export function DeveloperPanel({ onClose }: { onClose(): void }) {
  const { logRevision } = useSandbox();
  const text = useText();
  const [entries, setEntries] = useState<LogEntry[]>([]);
  const [clearedUpTo, setClearedUpTo] = useState(0);
  const [direction, setDirection] = useState<Direction>("all");
  const [filter, setFilter] = useState("");
  const [isPaused, setIsPaused] = useState(false);

  useEffect(() => {
    if (isPaused) return;
    let isOver = false;
    void getLog(LIMIT)
      .then((read) => !isOver && setEntries(read))
      .catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [logRevision, isPaused]);

  const wanted = filter.toLowerCase();
  const shown = entries.filter(
    (entry) =>
      entry.id > clearedUpTo &&
      (direction === "all" || entry.direction === direction) &&
      (wanted === "" || `${entry.name} ${entry.kind} ${entry.error ?? ""}`.toLowerCase().includes(wanted)),
  );
  const directions: [Direction, string][] = [
    ["all", text.all],
    ["to_bot", text.toBot],
    ["from_bot", text.fromBot],
  ];
  return (
    <aside className="developer" aria-label={text.developerPanel} data-testid="developer-panel">
      <header className="pane-header">
        <h2>{text.developer}</h2>
        <button type="button" className="icon-button" aria-label={text.closePanel} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="developer-tools">
        <div className="segments" role="group" aria-label={text.filterLog}>
          {directions.map(([key, label]) => (
            <button key={key} type="button" aria-pressed={direction === key} onClick={() => setDirection(key)}>
              {label}
            </button>
          ))}
        </div>
        <input className="field" type="search" placeholder={text.filterLog} aria-label={text.filterLog} value={filter} onChange={(event) => setFilter(event.target.value)} />
        <button type="button" className="button is-small" aria-pressed={isPaused} onClick={() => setIsPaused(!isPaused)}>
          {isPaused ? text.resumeLog : text.pauseLog}
        </button>
        <button type="button" className="button is-small" onClick={() => setClearedUpTo(entries[0]?.id ?? 0)}>
          {text.clearLog}
        </button>
      </div>
      <div className="developer-log" tabIndex={0} role="region" aria-label={text.developerPanel}>
        {shown.length === 0 && <p className="home-empty">{text.logEmpty}</p>}
        {shown.map((entry) => (
          <LogRow key={entry.id} entry={entry} />
        ))}
      </div>
    </aside>
  );
}
