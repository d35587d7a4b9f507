import { Spinner } from "../controls/Icon";
import { useText } from "../i18n";
import { useSandbox } from "../state/sandbox";
import { useAttempt } from "../state/attempts";

/** What the agent is doing right now, with a way to stop it where the app listens for that. */
export function StatusLine({ channel, threadTs }: { channel: string; threadTs?: string }) {
  const { state, actions } = useSandbox();
  const text = useText();
  const attempt = useAttempt();
  const status = state.statuses.find(
    (one) => one.channel === channel && one.status === "processing" && (threadTs === undefined || one.thread_ts === threadTs),
  );
  const isPlain = !status?.text || status.text === "is thinking…";
  return (
    <div className="status-line" role="status" data-testid="agent-status">
      {status && (
        <>
          <Spinner />
          <span>{isPlain ? text.botWorking(state.bot.name) : `${state.bot.name} ${status.text}`}</span>
          {status.can_stop && (
            <button type="button" className="button is-small" data-testid="agent-stop" onClick={() => attempt(actions.stopSession(channel, status.thread_ts))}>
              {text.stop}
            </button>
          )}
        </>
      )}
    </div>
  );
}
