import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useText } from "../i18n";
import { Floating } from "./Floating";
import { Icon } from "./Icon";

export interface Choice {
  value: string;
  label: string;
  description?: string;
  group?: string;
}

interface Props {
  choices: Choice[];
  selected: string[];
  isMulti?: boolean;
  max?: number;
  id?: string;
  label?: string;
  describedBy?: string;
  isInvalid?: boolean;
  isRequired?: boolean;
  isClearable?: boolean;
  placeholder: string;
  autoFocus?: boolean;
  testId?: string;
  /** What was found for the query by somebody else; without it the labels are searched here. */
  found?: string[];
  onChange(selected: string[]): void;
  onQuery?(query: string): void;
}

/** One field for every kind of select: typing filters, arrows move, Enter chooses, Escape closes. */
export function Combobox(props: Props) {
  const { choices, selected, found, isMulti = false, max, placeholder, onChange, onQuery } = props;
  const text = useText();
  const ownId = useId();
  const id = props.id ?? ownId;
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);

  const chosen = selected.map((value) => choices.find((choice) => choice.value === value) ?? { value, label: value });
  const matches = useMemo(() => {
    if (found) return choices.filter((choice) => found.includes(choice.value));
    const wanted = query.normalize("NFKC").toLowerCase();
    return choices.filter((choice) => choice.label.normalize("NFKC").toLowerCase().includes(wanted));
  }, [choices, found, query]);
  const at = Math.min(active, matches.length - 1);

  const open = () => {
    if (isOpen) return;
    const first = matches.findIndex((choice) => selected.includes(choice.value));
    setActive(Math.max(0, first));
    setIsOpen(true);
    onQuery?.("");
  };
  const close = () => {
    setIsOpen(false);
    setQuery("");
  };
  const choose = (value: string) => {
    if (!isMulti) {
      close();
      onChange([value]);
      return;
    }
    const isChosen = selected.includes(value);
    if (!isChosen && max !== undefined && selected.length >= max) return;
    setQuery("");
    onChange(isChosen ? selected.filter((other) => other !== value) : [...selected, value]);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      if (isOpen) setActive((at + move + matches.length) % Math.max(1, matches.length));
      else open();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const choice = matches[at];
      if (isOpen && choice) choose(choice.value);
      else open();
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && query === "" && isMulti && selected.length > 0) {
      onChange(selected.slice(0, -1));
    } else if (event.key === "Tab") {
      close();
    }
  };

  useEffect(() => {
    if (isOpen) document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [id, at, isOpen]);

  const single = isMulti ? undefined : chosen[0];
  return (
    <div ref={box} className={`combobox ${isOpen ? "is-open" : ""} ${props.isInvalid ? "is-invalid" : ""}`} data-testid={props.testId}>
      {isMulti &&
        chosen.map((choice) => (
          <span key={choice.value} className="chip">
            {choice.label}
            <button type="button" aria-label={text.remove(choice.label)} onClick={() => choose(choice.value)}>
              <Icon name="close" size={12} />
            </button>
          </span>
        ))}
      <input
        ref={input}
        id={id}
        role="combobox"
        type="text"
        autoComplete="off"
        data-focus={props.autoFocus || undefined}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-activedescendant={isOpen && matches[at] ? `${id}-${at}` : undefined}
        aria-label={props.label}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid || undefined}
        aria-required={props.isRequired || undefined}
        placeholder={isMulti && chosen.length > 0 ? "" : (single?.label ?? placeholder)}
        className={single ? "has-value" : ""}
        value={isOpen ? query : (single?.label ?? "")}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
          setIsOpen(true);
          onQuery?.(event.target.value);
        }}
        onClick={open}
        onKeyDown={onKeyDown}
        onBlur={(event) => {
          if (!box.current?.parentElement?.contains(event.relatedTarget)) close();
        }}
      />
      {single && props.isClearable && (
        <button type="button" className="icon-button" aria-label={`${text.clear}: ${single.label}`} onClick={() => onChange([])}>
          <Icon name="close" size={12} />
        </button>
      )}
      <Icon name="chevron" size={16} />
      {isOpen && (
        <Floating anchor={box} onClose={close} matchWidth className="listbox-panel">
          <ul id={`${id}-list`} role="listbox" aria-label={props.label ?? placeholder} aria-multiselectable={isMulti || undefined}>
            {matches.map((choice, index) => (
              <ChoiceRow
                key={choice.value}
                id={`${id}-${index}`}
                choice={choice}
                heading={choice.group !== matches[index - 1]?.group ? choice.group : undefined}
                isActive={index === at}
                isChosen={selected.includes(choice.value)}
                onChoose={() => choose(choice.value)}
              />
            ))}
          </ul>
          {matches.length === 0 && <p className="menu-empty">{text.noMatches}</p>}
        </Floating>
      )}
    </div>
  );
}

interface RowProps {
  id: string;
  choice: Choice;
  heading?: string;
  isActive: boolean;
  isChosen: boolean;
  onChoose(): void;
}

function ChoiceRow({ id, choice, heading, isActive, isChosen, onChoose }: RowProps) {
  return (
    <>
      {heading && (
        <li role="presentation" className="listbox-heading">
          {heading}
        </li>
      )}
      <li
        id={id}
        role="option"
        aria-selected={isChosen}
        className={`listbox-option ${isActive ? "is-active" : ""}`}
        // The input keeps the focus; a lost focus would close the list before the click lands.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onChoose}
      >
        <span>
          {choice.label}
          {choice.description && <small>{choice.description}</small>}
        </span>
        {isChosen && <Icon name="check" size={16} />}
      </li>
    </>
  );
}
