import { type ReactNode, useEffect, useRef } from "react";

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
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
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
