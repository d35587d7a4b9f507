import { useId, useMemo } from "react";
import type { Canvas } from "../api/types";
import { Display } from "../blocks/Display";
import { Dialog } from "../controls/Dialog";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";

export function CanvasDialog({ canvas, onClose }: { canvas: Canvas; onClose(): void }) {
  const id = useId();
  const text = useText();
  const blocks = useMemo(() => [{ type: "markdown", text: canvas.markdown as never }], [canvas.markdown]);
  return (
    <Dialog className="modal canvas" labelledBy={id} testId="canvas" onCancel={onClose}>
      <header className="modal-header">
        <h2 id={id}>{canvas.title}</h2>
        <button type="button" className="icon-button" aria-label={text.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="modal-body" tabIndex={0} role="region" aria-label={canvas.title}>
        <Display blocks={blocks} />
      </div>
    </Dialog>
  );
}
