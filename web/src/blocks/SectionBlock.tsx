import { Element } from "../elements/Element";
import { Text } from "./Markup";
import type { Block, BlockElement } from "./types";
import { plain } from "./values";

export function SectionBlock({ block }: { block: Block }) {
  const { accessory } = block;
  return (
    <div className="block block-section" data-block-id={block.block_id}>
      <div className="section-text">
        {block.text && <Text text={block.text} />}
        {block.fields && (
          <div className="section-fields">
            {block.fields.map((field, index) => (
              <div key={index}>
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="section-accessory">
          {accessory.type === "image" ? (
            <Picture element={accessory} />
          ) : (
            <Element blockId={block.block_id ?? ""} element={accessory} label={readable(plain(block.text))} isDispatching />
          )}
        </div>
      )}
    </div>
  );
}

/** The section's text names its select for a screen reader; markup would be read aloud. */
function readable(mrkdwn: string): string {
  return mrkdwn.replace(/<[^>|]*\|?([^>]*)>/g, "$1").replace(/[*_~`]/g, "").trim();
}

export function ContextBlock({ block }: { block: Block }) {
  return (
    <div className="block block-context" data-block-id={block.block_id}>
      {block.elements?.map((element, index) =>
        element.type === "image" ? (
          <Picture key={index} element={element} />
        ) : (
          <div key={index}>
            <Text text={element as unknown as { type: "mrkdwn" | "plain_text"; text: string }} />
          </div>
        ),
      )}
    </div>
  );
}

function Picture({ element }: { element: BlockElement }) {
  const file = element.slack_file as { url?: string } | undefined;
  return <img className="block-image" src={element.image_url ?? file?.url} alt={element.alt_text ?? ""} loading="lazy" />;
}
