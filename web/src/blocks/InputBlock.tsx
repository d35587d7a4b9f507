import { useId } from "react";
import { Element } from "../elements/Element";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";
import { useSurface } from "./surface";
import type { Block } from "./types";
import { plain } from "./values";

/** Groups have no single control for a `<label>` to point at. */
const GROUPS = new Set(["radio_buttons", "checkboxes"]);

export function InputBlock({ block }: { block: Block }) {
  const id = useId();
  const text = useText();
  const { errors } = useSurface();
  const element = block.element;
  const blockId = block.block_id ?? "";
  const error = errors[blockId];
  if (!element) return <p className="block-fault">{text.badBlock}</p>;

  const described = [error ? `${id}-error` : "", block.hint ? `${id}-hint` : ""].filter(Boolean).join(" ");
  const label = (
    <>
      {plain(block.label)} {block.optional && <span className="input-optional">{text.optional}</span>}
    </>
  );
  const control = (
    <>
      <Element
        blockId={blockId}
        element={element}
        inputId={id}
        label={GROUPS.has(element.type) ? undefined : plain(block.label)}
        describedBy={described || undefined}
        isInvalid={Boolean(error)}
        isRequired={!block.optional}
        isDispatching={block.dispatch_action === true}
      />
      {error && (
        <p id={`${id}-error`} className="input-error" role="alert">
          <Icon name="alert" size={14} /> {error}
        </p>
      )}
      {block.hint && (
        <p id={`${id}-hint`} className="input-hint">
          {plain(block.hint)}
        </p>
      )}
    </>
  );
  const className = `block block-input ${error ? "has-error" : ""}`;
  return GROUPS.has(element.type) ? (
    <fieldset className={className} data-block-id={blockId} aria-describedby={described || undefined}>
      <legend className="input-label">{label}</legend>
      {control}
    </fieldset>
  ) : (
    <div className={className} data-block-id={blockId}>
      <label className="input-label" htmlFor={id}>
        {label}
      </label>
      {control}
    </div>
  );
}
