import { useText } from "../i18n";
import { useSandbox } from "../state/sandbox";
import { useAttempt } from "../state/attempts";

interface Props {
  channel: string;
  threadTs: string | null;
  onSent?(ts: string): void;
}

/** The questions the app proposes here: those it set itself, else those of its manifest. */
export function SuggestedPrompts({ channel, threadTs, onSent }: Props) {
  const { state, actions } = useSandbox();
  const text = useText();
  const attempt = useAttempt();
  const own = state.prompts.find((one) => one.channel === channel && one.thread_ts === threadTs);
  const prompts = own?.prompts ?? (threadTs ? [] : (state.bot.agent?.suggested_prompts ?? []));
  if (prompts.length === 0) return null;
  return (
    <section className="prompts" aria-label={text.suggestedPrompts} data-testid="suggested-prompts">
      {own?.title && <h3>{own.title}</h3>}
      <ul>
        {prompts.map((prompt) => (
          <li key={prompt.title}>
            <button
              type="button"
              className="prompt"
              onClick={() => attempt(actions.sendMessage(channel, prompt.message, threadTs ?? undefined).then(({ ts }) => onSent?.(ts)))}
            >
              {prompt.title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
