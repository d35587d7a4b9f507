import { useRef } from "react";
import { Icon } from "../controls/Icon";
import { MenuButton } from "../controls/Menu";
import { useText } from "../i18n";
import { useSandbox } from "../state/sandbox";

interface Props {
  isDisabled: boolean;
  onAttach(files: File[]): void;
  onFault(fault: string | null): void;
}

/** Beside the message field: attach a file, run one of the app's global shortcuts. */
export function ComposerTools({ isDisabled, onAttach, onFault }: Props) {
  const { state, actions } = useSandbox();
  const text = useText();
  const picker = useRef<HTMLInputElement>(null);
  const run = async (callbackId: string) => {
    onFault(null);
    try {
      const { outcome } = await actions.runShortcut(callbackId);
      if (outcome.status !== "acked") onFault(outcome.message ?? text.actionFailed);
    } catch (error) {
      onFault(error instanceof Error ? error.message : text.actionFailed);
    }
  };
  const items = state.shortcuts
    .filter((shortcut) => shortcut.type === "global")
    .map((shortcut) => ({
      key: shortcut.callback_id,
      label: shortcut.name,
      hint: shortcut.description,
      onSelect: () => void run(shortcut.callback_id),
    }));
  return (
    <div className="composer-tools">
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        data-testid="composer-file"
        onChange={(event) => {
          onAttach([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <button type="button" className="icon-button" aria-label={text.attach} title={text.attach} disabled={isDisabled} onClick={() => picker.current?.click()}>
        <Icon name="clip" />
      </button>
      <MenuButton className="icon-button" title={text.shortcuts} label={text.shortcuts} testId="global-shortcuts" prefer="above" items={items} empty={text.noShortcuts}>
        <Icon name="bolt" />
      </MenuButton>
    </div>
  );
}
