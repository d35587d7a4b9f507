import { useEffect } from "react";
import { useText } from "../i18n";
import { findUser } from "../state/people";
import { useSandbox } from "../state/sandbox";
import { Avatar } from "./Avatar";
import type { Completion, Token } from "./completion";

interface Props {
  id: string;
  completions: Completion[];
  active: number;
  kind: Token["kind"];
  onChoose(completion: Completion): void;
}

export function CompletionList({ id, completions, active, kind, onChoose }: Props) {
  const { state } = useSandbox();
  const text = useText();
  const heading = { command: text.commands, mention: text.mentions, channel: text.channels }[kind];
  useEffect(() => {
    // Braces: newer browsers return a promise here, which React would take for a clean-up.
    void document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);
  return (
    <div className="completion" data-testid="completion">
      <p className="completion-heading" aria-hidden="true">
        {heading}
      </p>
      <ul id={id} role="listbox" aria-label={heading}>
        {completions.map((completion, index) => (
          <li
            key={completion.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={index === active ? "is-active" : ""}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(completion)}
          >
            {completion.userId && <Avatar user={findUser(state, completion.userId)} size={22} />}
            <b>{completion.label}</b>
            {completion.hint && <span className="completion-hint">{completion.hint}</span>}
            {completion.detail && <span className="completion-detail">{completion.detail}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
