const OPEN_DEPTH = 2;

/** JSON with foldable objects and lists. */
export function JsonTree({ value, name, depth }: { value: unknown; name?: string; depth: number }) {
  const label = name === undefined ? null : <span className="json-key">{name}: </span>;
  if (value === null || typeof value !== "object") {
    return (
      <div className="json-leaf">
        {label}
        <span className={`json-${value === null ? "null" : typeof value}`}>{typeof value === "string" ? JSON.stringify(value) : String(value)}</span>
      </div>
    );
  }
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const brackets = isList ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) {
    return (
      <div className="json-leaf">
        {label}
        {brackets.join("")}
      </div>
    );
  }
  return (
    <details className="json-node" open={depth < OPEN_DEPTH}>
      <summary>
        {label}
        <span className="json-count">
          {brackets[0]}
          {entries.length}
          {brackets[1]}
        </span>
      </summary>
      <div className="json-children">
        {entries.map(([key, child]) => (
          <JsonTree key={key} name={isList ? undefined : key} value={child} depth={depth + 1} />
        ))}
      </div>
    </details>
  );
}
