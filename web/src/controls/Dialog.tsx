import { type ReactNode, useLayoutEffect, useRef } from "react";

/** In this order: what the view asks for (`focus_on_load`), the first field, the first thing to press, the way on. */
const FIRST = ["[data-focus]", ".block-input :is(input, textarea)", ".modal-body :is(button, a)", ".dialog-buttons .is-primary"];

interface Props {
  label?: string;
  labelledBy?: string;
  describedBy?: string;
  className?: string;
  testId?: string;
  onCancel(): void;
  children: ReactNode;
}

/** A native modal dialog: the browser traps the focus, makes the rest inert and gives the focus back. */
export function Dialog({ label, labelledBy, describedBy, className = "", testId, onCancel, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Not useEffect: its clean-up runs once the dialog is out of the page, too late to give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    // Left alone the browser would choose the × in the corner; Slack puts the cursor into the first field.
    element.showModal();
    const first = FIRST.map((selector) => element.querySelector<HTMLElement>(selector)).find((found) => found !== null);
    first?.focus({ preventScroll: true });
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={label}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        if (event.target === event.currentTarget) onCancel();
      }}
      onKeyDown={(event) => {
        // Chromium closes a dialog at the second Escape whatever `cancel` says.
        if (event.key === "Escape" && !event.defaultPrevented) {
          event.preventDefault();
          onCancel();
        }
        event.stopPropagation();
      }}
    >
      {children}
    </dialog>
  );
}
