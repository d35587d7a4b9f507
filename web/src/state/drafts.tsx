import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";

interface Drafts {
  drafts: Record<string, string>;
  setDraft(key: string, text: string): void;
}

const DraftsContext = createContext<Drafts>({ drafts: {}, setDraft: () => undefined });

/** What was typed and not sent, by conversation; it waits there while one looks elsewhere. */
export function DraftsProvider({ children }: { children: ReactNode }) {
  const [drafts, setDrafts] = useState<Record<string, string>>({});
  const setDraft = useCallback((key: string, text: string) => setDrafts((all) => ({ ...all, [key]: text })), []);
  const value = useMemo(() => ({ drafts, setDraft }), [drafts, setDraft]);
  return <DraftsContext value={value}>{children}</DraftsContext>;
}

export function useDraft(key: string): [string, (text: string) => void] {
  const { drafts, setDraft } = use(DraftsContext);
  const set = useCallback((text: string) => setDraft(key, text), [key, setDraft]);
  return [drafts[key] ?? "", set];
}

export function useSetDraft(): (key: string, text: string) => void {
  return use(DraftsContext).setDraft;
}
