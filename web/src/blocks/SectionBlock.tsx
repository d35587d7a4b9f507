import { useMemo } from "react";
import { Element } from "../elements/Element";
import { Display } from "./Display";
import type { Block } from "./types";
import { plain } from "./values";

/** The package draws the text; an accessory that can be acted on is ours, an image stays with the package. */
export function SectionBlock({ block }: { block: Block }) {
  const accessory = block.accessory?.type === "image" ? undefined : block.accessory;
  const shown = useMemo(() => {
    if (!accessory) return [block];
    const { accessory: _, ...rest } = block;
    return [rest as Block];
  }, [block, accessory]);

  if (!accessory) return <Display blocks={shown} />;
  return (
    <div className="block block-section" data-block-id={block.block_id}>
      <div className="section-text">
        <Display blocks={shown} />
      </div>
      <div className="section-accessory">
        <Element blockId={block.block_id ?? ""} element={accessory} label={readable(plain(block.text))} isDispatching />
      </div>
    </div>
  );
}

/** The section's text names its select for a screen reader; markup would be read aloud. */
function readable(mrkdwn: string): string {
  return mrkdwn.replace(/<[^>|]*\|?([^>]*)>/g, "$1").replace(/[*_~`]/g, "").trim();
}
