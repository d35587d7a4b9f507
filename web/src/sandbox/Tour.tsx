import { useState } from "react";
import { controls } from "../api/client";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";
import { useSandbox } from "../state/sandbox";
import { useAttempt } from "../state/attempts";

interface Props {
  /** Put a command into the message field, for the person to send. */
  onTry(hint: string): void;
}

/** The steps come from the sandbox, which ticks them off as it sees them done. */
export function Tour({ onTry }: Props) {
  const { state } = useSandbox();
  const text = useText();
  const attempt = useAttempt();
  const [looking, setLooking] = useState<number | null>(null);
  const { steps } = state.tour;
  const firstOpen = steps.findIndex((step) => !step.is_done);
  const at = Math.min(looking ?? (firstOpen < 0 ? steps.length - 1 : firstOpen), steps.length - 1);
  const step = steps[at];
  if (!step) return null;
  const isLast = at === steps.length - 1;
  const isOver = firstOpen < 0 && isLast;

  const next = async () => {
    if (isOver) return controls.dismissTour(true);
    if (!step.is_done) await controls.finishTourStep(step.key);
    setLooking(isLast ? null : at + 1);
  };
  return (
    <aside className="tour" aria-label={text.tourTitle} data-testid="tour">
      <header>
        <ol className="tour-dots" aria-hidden="true">
          {steps.map((one, index) => (
            <li key={one.key} className={`${one.is_done ? "is-done" : ""} ${index === at ? "is-current" : ""}`} />
          ))}
        </ol>
        <span className="tour-count">{text.tourStep(at + 1, steps.length)}</span>
        <button type="button" className="icon-button" aria-label={text.tourSkip} title={text.tourSkip} data-testid="tour-skip" onClick={() => attempt(controls.dismissTour(true))}>
          <Icon name="close" size={16} />
        </button>
      </header>
      <div role="status">
        <h2>
          {step.is_done && <Icon name="check" size={18} />} {step.title}
        </h2>
        <p>{step.text}</p>
      </div>
      {step.hint && (
        <button type="button" className="tour-hint" data-testid="tour-try" onClick={() => onTry(step.hint ?? "")}>
          <code>{step.hint}</code>
          <span>{text.tourTry}</span>
        </button>
      )}
      <footer>
        {at > 0 && (
          <button type="button" className="button is-small" onClick={() => setLooking(at - 1)}>
            {text.tourBack}
          </button>
        )}
        <button type="button" className="button is-small is-primary" data-testid="tour-next" onClick={() => attempt(next())}>
          {isOver ? text.tourDone : text.tourNext}
        </button>
      </footer>
    </aside>
  );
}
