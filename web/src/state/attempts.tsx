import { createContext, type ReactNode, use, useCallback, useState } from "react";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";

type Attempt = (request: Promise<unknown>) => void;

const AttemptContext = createContext<Attempt>((request) => void request);

/** Do something that has no place of its own to fail at: the sentence then appears at the foot of the page. */
export function useAttempt(): Attempt {
  return use(AttemptContext);
}

export function AttemptProvider({ children }: { children: ReactNode }) {
  const text = useText();
  const [fault, setFault] = useState<string | null>(null);
  const attempt = useCallback<Attempt>((request) => {
    request.then(
      () => setFault(null),
      (error: unknown) => setFault(error instanceof Error ? error.message : String(error)),
    );
  }, []);
  return (
    <AttemptContext value={attempt}>
      {children}
      {fault && (
        <p className="toast" role="alert" data-testid="toast">
          <Icon name="alert" size={16} /> {fault}
          <button type="button" className="icon-button" aria-label={text.dismiss} onClick={() => setFault(null)}>
            <Icon name="close" size={14} />
          </button>
        </p>
      )}
    </AttemptContext>
  );
}
