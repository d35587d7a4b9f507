import { memo, useState } from "react";
import type { LogEntry } from "../api/types";
import { useLanguage, useText } from "../i18n";
import { JsonTree } from "./JsonTree";

export const LogRow = memo(function LogRow({ entry }: { entry: LogEntry }) {
  const text = useText();
  const language = useLanguage();
  const [isOpen, setIsOpen] = useState(false);
  const isToBot = entry.direction === "to_bot";
  const time = new Date(entry.at).toLocaleTimeString(language === "ja" ? "ja-JP" : "en-GB");
  const isBad = entry.error !== null || (entry.status !== null && entry.status >= 400);
  return (
    <details className={`log-row ${isBad ? "is-bad" : ""}`} data-testid="log-entry" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        <span className={`log-direction ${isToBot ? "is-to" : "is-from"}`} title={isToBot ? text.toBot : text.fromBot}>
          <span aria-hidden="true">{isToBot ? "→" : "←"}</span>
          <span className="visually-hidden">{isToBot ? text.toBot : text.fromBot}</span>
        </span>
        <span className="log-name">
          <b>{entry.name}</b>
          {entry.kind !== entry.name && entry.kind !== "api" && <small>{entry.kind}</small>}
        </span>
        <span className="log-result">{entry.error ?? entry.status ?? "…"}</span>
        <span className="log-time">
          {entry.duration_ms !== null && text.milliseconds(entry.duration_ms < 10 ? entry.duration_ms.toFixed(1) : String(Math.round(entry.duration_ms)))}
          <time>{time}</time>
        </span>
      </summary>
      {isOpen && (
        <div className="log-body">
          <JsonPart title={text.payload} value={entry.request} />
          {entry.response !== null && <JsonPart title={text.answer} value={entry.response} />}
        </div>
      )}
    </details>
  );
});

function JsonPart({ title, value }: { title: string; value: unknown }) {
  const text = useText();
  const [isCopied, setIsCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(JSON.stringify(value, null, 2)).then(() => {
      setIsCopied(true);
      setTimeout(() => setIsCopied(false), 1500);
    });
  return (
    <section>
      <h3>
        {title}
        <button type="button" className="link-button" onClick={copy}>
          {isCopied ? text.copied : text.copy}
        </button>
      </h3>
      <div className="json">
        <JsonTree value={value} depth={0} />
      </div>
    </section>
  );
}
