import { useEffect, useRef } from "react";
import { forgetDraft } from "../state/form";
import { useSandbox } from "../state/sandbox";
import { ModalView } from "./ModalView";

/** The view on top of the stack; those below keep what was typed into them. */
export function ModalStack({ conversationId }: { conversationId: string | null }) {
  const { state } = useSandbox();
  const known = useRef<string[]>([]);
  const opener = useRef<Element | null>(null);
  const isOpen = state.views.length > 0;
  // While drawing, before the dialog takes the focus: afterwards nobody knows who had it.
  if (!isOpen) opener.current = null;
  else opener.current ??= document.activeElement;

  useEffect(() => {
    if (!isOpen) return;
    const asked = opener.current;
    return () => {
      const back = asked instanceof HTMLElement && asked !== document.body && asked.isConnected ? asked : null;
      (back ?? document.querySelector<HTMLElement>("[data-testid=composer-input]"))?.focus();
    };
  }, [isOpen]);
  useEffect(() => {
    const open = state.views.map((view) => view.id);
    for (const id of known.current) if (!open.includes(id)) forgetDraft(id);
    known.current = open;
  }, [state.views]);

  const top = state.views.at(-1);
  return top ? <ModalView key={top.id} view={top} depth={state.views.length} conversationId={conversationId} /> : null;
}
