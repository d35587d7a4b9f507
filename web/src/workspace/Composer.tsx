import { type ClipboardEvent, type FormEvent, type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import type { SlackFile } from "../api/types";
import { Icon, Spinner } from "../controls/Icon";
import { useText } from "../i18n";
import { useDraft } from "../state/drafts";
import { useSandbox } from "../state/sandbox";
import { CompletionList } from "./CompletionList";
import { ComposerTools } from "./ComposerTools";
import { complete, type Completion, findToken, listCompletions } from "./completion";
import { useSending } from "./useSending";

interface Props {
  channel: string;
  threadTs?: string;
  placeholder: string;
  isDisabled?: boolean;
  autoFocus?: boolean;
  onSent?(ts: string): void;
}

export function Composer({ channel, threadTs, placeholder, isDisabled = false, autoFocus, onSent }: Props) {
  const { state } = useSandbox();
  const text = useText();
  const id = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useDraft(`${channel}/${threadTs ?? ""}`);
  const [files, setFiles] = useState<SlackFile[]>([]);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const sending = useSending({ channel, threadTs, onSent });

  const token = findToken(draft, caret, threadTs !== undefined);
  const completions = token ? listCompletions(token, state, text) : [];
  const isOpen = completions.length > 0 && closedFor !== draft && document.activeElement === input.current;
  const at = Math.min(active, completions.length - 1);
  const command = state.commands.find((one) => draft === `${one.command} `);

  useLayoutEffect(() => {
    const element = input.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, 240)}px`;
  }, [draft]);
  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus, channel, threadTs]);

  const choose = (completion: Completion) => {
    if (!token) return;
    const [next, position] = complete(draft, token, completion);
    setDraft(next);
    setCaret(position);
    setActive(0);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(position, position);
    });
  };
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (isDisabled || (draft.trim() === "" && files.length === 0)) return;
    const typed = draft;
    setDraft("");
    setFiles([]);
    // What could not be sent comes back, as in Slack.
    if (!(await sending.send(typed, files))) {
      setDraft(typed);
      setFiles(files);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const chosen = completions[at];
    if (isOpen && chosen) {
      const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
      const move = moves[event.key];
      if (move) {
        event.preventDefault();
        setActive((at + move + completions.length) % completions.length);
        return;
      }
      if (event.key === "Tab" || (event.key === "Enter" && chosen.insert.trimEnd() !== token?.text)) {
        event.preventDefault();
        choose(chosen);
        return;
      }
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        setClosedFor(draft);
        return;
      }
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void submit();
    }
  };
  const attach = async (chosen: File[]) => setFiles([...files, ...(await sending.upload(chosen))]);
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length > 0) void attach(pasted);
  };
  const onCaret = () => setCaret(input.current?.selectionStart ?? 0);

  return (
    <form className="composer" onSubmit={(event) => void submit(event)} data-testid={threadTs ? "thread-composer" : "composer"}>
      {isOpen && <CompletionList id={`${id}-list`} completions={completions} active={at} kind={token?.kind ?? "command"} onChoose={choose} />}
      <div className={`composer-box ${isDisabled ? "is-disabled" : ""}`}>
        {files.length > 0 && (
          <div className="composer-files">
            {files.map((file) => (
              <span key={file.id} className="chip">
                <Icon name="file" size={14} /> {file.name}
                <button type="button" aria-label={text.removeFile(file.name)} onClick={() => setFiles(files.filter((other) => other.id !== file.id))}>
                  <Icon name="close" size={12} />
                </button>
              </span>
            ))}
          </div>
        )}
        <textarea
          ref={input}
          rows={1}
          value={draft}
          disabled={isDisabled}
          placeholder={placeholder}
          aria-label={placeholder}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={isOpen ? `${id}-list` : undefined}
          aria-activedescendant={isOpen ? `${id}-list-${at}` : undefined}
          data-testid={threadTs ? "thread-input" : "composer-input"}
          onChange={(event) => {
            setDraft(event.target.value);
            setCaret(event.target.selectionStart);
            setActive(0);
          }}
          onSelect={onCaret}
          onBlur={() => setClosedFor(draft)}
          onFocus={() => setClosedFor(null)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        {command?.usage_hint && (
          <span className="composer-hint" aria-hidden="true">
            <span>{draft}</span>
            {command.usage_hint}
          </span>
        )}
        <div className="composer-bar">
          <ComposerTools isDisabled={isDisabled} onAttach={(chosen) => void attach(chosen)} onFault={sending.setFault} />
          <button type="submit" className="composer-send" aria-label={text.send} data-testid="send" disabled={isDisabled || (draft.trim() === "" && files.length === 0)}>
            <Icon name="send" />
          </button>
        </div>
      </div>
      <p className="composer-status" role="status">
        {sending.running && (
          <>
            <Spinner /> {text.commandRunning(sending.running)}
          </>
        )}
      </p>
      {sending.fault && (
        <p className="composer-fault" role="alert" data-testid="composer-fault">
          <Icon name="alert" size={16} /> {sending.fault}
        </p>
      )}
    </form>
  );
}
