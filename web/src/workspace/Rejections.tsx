import { useState } from "react";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";
import { useSandbox } from "../state/sandbox";
import { Violations } from "./Violations";

// For this tab: what was dismissed in one channel does not come back in another.
let dismissedUpTo = 0;

/** What the bot wanted to show here and Slack would have refused; nothing else would tell of it. */
export function Rejections({ channel }: { channel: string | null }) {
  const { state } = useSandbox();
  const text = useText();
  const [seen, setSeen] = useState(dismissedUpTo);
  const rejection = state.rejections.find(
    (one) => one.id > seen && (one.channel === channel || one.channel === null) && (!one.user || one.user === state.me),
  );
  if (!rejection) return null;
  const dismiss = (id: number) => {
    dismissedUpTo = id;
    setSeen(id);
  };
  return (
    <div className="rejection" role="alert" data-testid="rejection">
      <p>
        <Icon name="alert" size={16} /> <b>{text.refused(rejection.method, rejection.error)}</b>
        <button type="button" className="icon-button" aria-label={text.dismiss} onClick={() => dismiss(rejection.id)}>
          <Icon name="close" size={14} />
        </button>
      </p>
      <Violations violations={rejection.violations} />
    </div>
  );
}
