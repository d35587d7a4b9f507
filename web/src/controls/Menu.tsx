import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useRef, useState } from "react";
import { Floating } from "./Floating";

export interface MenuItem {
  key: string;
  label: ReactNode;
  hint?: ReactNode;
  isChecked?: boolean;
  isDanger?: boolean;
  onSelect(): void;
}

interface MenuProps {
  anchor: RefObject<HTMLElement | null>;
  label: string;
  items: MenuItem[];
  empty?: string;
  align?: "start" | "end";
  prefer?: "below" | "above";
  onClose(): void;
}

export function Menu({ anchor, label, items, empty, align, prefer, onClose }: MenuProps) {
  const list = useRef<HTMLDivElement>(null);
  const close = () => {
    onClose();
    anchor.current?.focus();
  };

  useEffect(() => {
    const checked = list.current?.querySelector<HTMLElement>("[aria-checked=true]");
    (checked ?? list.current?.querySelector<HTMLElement>("[role^=menuitem]") ?? list.current)?.focus();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const entries = [...(list.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const step: Record<string, number> = {
      ArrowDown: (at + 1) % entries.length,
      ArrowUp: (at - 1 + entries.length) % entries.length,
      Home: 0,
      End: entries.length - 1,
    };
    if (event.key in step) {
      event.preventDefault();
      entries[step[event.key] ?? 0]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };

  return (
    <Floating anchor={anchor} onClose={onClose} align={align} prefer={prefer} className="menu">
      <div ref={list} role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
        {items.length === 0 && empty && <p className="menu-empty">{empty}</p>}
        {items.map((item) => (
          <button
            key={item.key}
            type="button"
            role={item.isChecked === undefined ? "menuitem" : "menuitemradio"}
            aria-checked={item.isChecked}
            tabIndex={-1}
            className={`menu-item ${item.isDanger ? "is-danger" : ""}`}
            onClick={() => {
              close();
              item.onSelect();
            }}
          >
            <span className="menu-label">{item.label}</span>
            {item.hint && <span className="menu-hint">{item.hint}</span>}
          </button>
        ))}
      </div>
    </Floating>
  );
}

interface MenuButtonProps extends Omit<MenuProps, "anchor" | "onClose"> {
  className?: string;
  testId?: string;
  title?: string;
  children: ReactNode;
}

/** A button that opens a menu and gets the focus back when it closes. */
export function MenuButton({ className = "", testId, title, children, ...menu }: MenuButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  return (
    <>
      <button
        ref={button}
        id={id}
        type="button"
        className={className}
        data-testid={testId}
        title={title}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={title}
        onClick={() => setIsOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") {
            event.preventDefault();
            setIsOpen(true);
          }
        }}
      >
        {children}
      </button>
      {isOpen && <Menu anchor={button} onClose={() => setIsOpen(false)} {...menu} />}
    </>
  );
}
