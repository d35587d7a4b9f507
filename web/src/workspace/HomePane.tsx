import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { View } from "../api/types";
import { Blocks } from "../blocks/Blocks";
import { SurfaceContext } from "../blocks/surface";
import { Icon, Spinner } from "../controls/Icon";
import { useText } from "../i18n";
import { useForm } from "../state/form";
import { useSandbox } from "../state/sandbox";
import { Avatar } from "./Avatar";
import { Rejections } from "./Rejections";
import { Violations } from "./Violations";
import { useAttempt } from "../state/attempts";

const PATIENCE = 3000;

/** App Home: each visit tells the bot, which publishes the view anew. */
export function HomePane({ tabs }: { tabs: ReactNode }) {
  const { state, actions } = useSandbox();
  const text = useText();
  const attempt = useAttempt();
  const [isWaiting, setIsWaiting] = useState(true);

  useEffect(() => {
    attempt(actions.openTab("home"));
    const timer = setTimeout(() => setIsWaiting(false), PATIENCE);
    return () => clearTimeout(timer);
  }, [actions, attempt]);

  return (
    <section className="pane" aria-label={`${state.bot.name} – ${text.appHome}`}>
      <header className="pane-header">
        <h2>
          <Avatar user={state.users.find((user) => user.id === state.bot.user_id)} size={24} />
          {state.bot.name} <span className="app-tag">{text.appTag}</span>
        </h2>
        {tabs}
      </header>
      <div className="home" tabIndex={0} role="region" aria-label={text.appHome} data-testid="home">
        {state.home ? (
          <HomeView view={state.home} />
        ) : (
          <p className="home-empty" role="status">
            {isWaiting ? (
              <>
                <Spinner /> {text.homeLoading}
              </>
            ) : (
              text.homeEmpty
            )}
          </p>
        )}
      </div>
      <div className="pane-foot">
        <Rejections channel={null} />
      </div>
    </section>
  );
}

function HomeView({ view }: { view: View }) {
  const container = useMemo(() => ({ type: "view" as const, view_id: view.id }), [view.id]);
  const { surface, fault } = useForm({ kind: "home", blocks: view.blocks, container, conversationId: null, errors: view.errors });
  return (
    <div className="home-content">
      <SurfaceContext value={surface}>
        <Blocks blocks={view.blocks} />
      </SurfaceContext>
      {fault && (
        <p className="message-fault" role="alert">
          <Icon name="alert" size={16} /> {fault}
        </p>
      )}
      <Violations violations={view.violations} />
    </div>
  );
}
