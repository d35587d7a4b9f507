import type { Violation } from "../api/types";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";

/** What Slack would refuse (red) or a person would suffer from (amber), beside what the bot sent. */
export function Violations({ violations, title }: { violations: Violation[]; title?: string }) {
  const text = useText();
  if (violations.length === 0) return null;
  const errors = violations.filter((one) => one.severity === "error");
  const isError = errors.length > 0;
  const heading = title ?? (isError ? text.violations(errors.length) : text.warnings(violations.length));
  return (
    <details className={`violations ${isError ? "is-error" : "is-warning"}`} open={isError} data-testid="violations">
      <summary>
        <Icon name="alert" size={16} /> {heading}
      </summary>
      <ul>
        {violations.map((one, index) => (
          <li key={index} className={`is-${one.severity}`}>
            <code>{one.path || "/"}</code> {one.message} <small>{one.rule}</small>
          </li>
        ))}
      </ul>
    </details>
  );
}
