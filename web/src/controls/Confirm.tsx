import { createContext, type ReactNode, use, useCallback, useId, useState } from "react";
import type { ConfirmObject } from "../blocks/types";
import { Mrkdwn } from "../blocks/Markup";
import { Dialog } from "./Dialog";

type Ask = (confirm: ConfirmObject | undefined) => Promise<boolean>;

const ConfirmContext = createContext<Ask>(() => Promise.resolve(true));

/** Ask first where the element carries a `confirm` object; without one the answer is yes. */
export function useConfirm(): Ask {
  return use(ConfirmContext);
}

interface Question {
  confirm: ConfirmObject;
  answer(isConfirmed: boolean): void;
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = useCallback<Ask>((confirm) => {
    if (!confirm) return Promise.resolve(true);
    return new Promise((resolve) => {
      setQuestion({
        confirm,
        answer: (isConfirmed) => {
          setQuestion(null);
          resolve(isConfirmed);
        },
      });
    });
  }, []);
  return (
    <ConfirmContext value={ask}>
      {children}
      {question && <ConfirmDialog {...question} />}
    </ConfirmContext>
  );
}

function ConfirmDialog({ confirm, answer }: Question) {
  const id = useId();
  return (
    <Dialog className="confirm" labelledBy={`${id}-title`} describedBy={`${id}-text`} testId="confirm-dialog" onCancel={() => answer(false)}>
      <h2 id={`${id}-title`}>{confirm.title.text}</h2>
      <div id={`${id}-text`} className="confirm-text">
        {confirm.text.type === "mrkdwn" ? <Mrkdwn text={confirm.text.text} /> : confirm.text.text}
      </div>
      <div className="dialog-buttons">
        <button type="button" className="button" data-testid="confirm-deny" onClick={() => answer(false)}>
          {confirm.deny.text}
        </button>
        <button
          type="button"
          className={`button ${confirm.style === "danger" ? "is-danger-solid" : "is-primary"}`}
          data-testid="confirm-accept"
          onClick={() => answer(true)}
        >
          {confirm.confirm.text}
        </button>
      </div>
    </Dialog>
  );
}
