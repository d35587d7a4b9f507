import { createContext, type ReactNode, use, useCallback, useState } from "react";

type SetDraft = (key: string, text: string) => void;

const DraftsContext = createContext<Record<string, string>>({});
// Apart from the drafts, so that who only writes them is not drawn again at every key.
const SetDraftContext = createContext<SetDraft>(() => undefined);

/** What was typed and not sent, by conversation; it waits there while one looks elsewhere. */
export function DraftsProvider({ children }: { children: ReactNode }) {
  const [drafts, setDrafts] = useState<Record<string, string>>({});
  const setDraft = useCallback<SetDraft>((key, text) => setDrafts((all) => ({ ...all, [key]: text })), []);
  return (
    <SetDraftContext value={setDraft}>
      <DraftsContext value={drafts}>{children}</DraftsContext>
    </SetDraftContext>
  );
}

export function useDraft(key: string): [string, (text: string) => void] {
  const drafts = use(DraftsContext);
  const setDraft = use(SetDraftContext);
  const set = useCallback((text: string) => setDraft(key, text), [key, setDraft]);
  return [drafts[key] ?? "", set];
}

export function useSetDraft(): SetDraft {
  return use(SetDraftContext);
}
