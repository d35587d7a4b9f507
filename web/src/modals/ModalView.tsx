import { type FormEvent, useEffect, useId, useState } from "react";
import { SandboxError } from "../api/client";
import type { View } from "../api/types";
import { Blocks } from "../blocks/Blocks";
import { SurfaceContext } from "../blocks/surface";
import { plain } from "../blocks/values";
import { Dialog } from "../controls/Dialog";
import { Icon, Spinner } from "../controls/Icon";
import { useText } from "../i18n";
import { useAttempt } from "../state/attempts";
import { useForm } from "../state/form";
import { useSandbox } from "../state/sandbox";
import { Avatar } from "../workspace/Avatar";
import { Violations } from "../workspace/Violations";
import { normaliseNumbers, validateForm } from "./validate";

interface Props {
  view: View;
  depth: number;
  conversationId: string | null;
}

export function ModalView({ view, depth, conversationId }: Props) {
  const { actions, state } = useSandbox();
  const attempt = useAttempt();
  const text = useText();
  const id = useId();
  const [own, setOwn] = useState<Record<string, string>>({});
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const errors = { ...view.errors, ...own };
  const form = useForm({ kind: "modal", blocks: view.blocks, container: { type: "view", view_id: view.id }, conversationId, errors });

  useEffect(() => setOwn({}), [view.hash]);
  useEffect(() => {
    // The first field at fault, so that the keyboard is where the sentence is.
    if (Object.keys(errors).length > 0) document.querySelector<HTMLElement>(".block-input.has-error :is(input, textarea)")?.focus();
  }, [view.errors, own]);

  const close = (isCleared: boolean) => attempt(actions.closeView(view.id, isCleared));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy || !view.submit) return;
    const values = normaliseNumbers(form.values());
    const faults = validateForm(view.blocks, values, text);
    setOwn(faults);
    setFailure(null);
    if (Object.keys(faults).length > 0) return;
    setIsBusy(true);
    try {
      const { outcome } = await actions.submitView(view.id, values);
      if (outcome.status !== "acked") setFailure(outcome.message ?? text.submitFailed);
    } catch (error) {
      if (error instanceof SandboxError && Object.keys(error.errors).length > 0) setOwn(error.errors);
      else setFailure(error instanceof Error ? error.message : text.submitFailed);
    } finally {
      setIsBusy(false);
    }
  };
  const problem = failure ?? form.fault;
  return (
    <Dialog className="modal" labelledBy={`${id}-title`} testId="modal" onCancel={() => close(false)}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <header className="modal-header">
          <Avatar user={state.users.find((user) => user.id === state.bot.user_id)} size={28} />
          <h2 id={`${id}-title`}>{plain(view.title)}</h2>
          <button type="button" className="icon-button" aria-label={text.close} data-testid="modal-clear" onClick={() => close(true)}>
            <Icon name="close" />
          </button>
        </header>
        <div className="modal-body" tabIndex={0}>
          <SurfaceContext value={form.surface}>
            <Blocks blocks={view.blocks} />
          </SurfaceContext>
          <Violations violations={view.violations} />
        </div>
        {problem && (
          <p className="modal-problem" role="alert" data-testid="modal-problem">
            <Icon name="alert" size={16} /> {problem}
          </p>
        )}
        <footer className="dialog-buttons">
          <button type="button" className="button" data-testid="modal-close" onClick={() => close(false)}>
            {plain(view.close ?? undefined) || (depth > 1 ? text.back : text.close)}
          </button>
          {view.submit && (
            <button type="submit" className="button is-primary" aria-disabled={isBusy || undefined} data-testid="modal-submit">
              {isBusy && <Spinner />}
              <span>{plain(view.submit)}</span>
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}
