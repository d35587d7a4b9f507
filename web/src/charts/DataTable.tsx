import { useMemo, useState } from "react";
import { Display } from "../blocks/Display";
import type { Block } from "../blocks/types";
import { useText } from "../i18n";
import { Icon } from "../controls/Icon";

interface Cell {
  type: "raw_text" | "raw_number" | "rich_text";
  text?: string;
  value?: number;
  [key: string]: unknown;
}

interface Sorting {
  column: number;
  isDescending: boolean;
}

const PAGE_SIZE = 5;

function key(cell: Cell | undefined): number | string {
  return cell?.value ?? cell?.text ?? "";
}

function compare(a: Cell | undefined, b: Cell | undefined): number {
  const [one, other] = [key(a), key(b)];
  return typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other));
}

/** `table` as it is; `data_table` also sorts and turns pages, as in Slack. The first row is the head. */
export function DataTable({ block }: { block: Block }) {
  const text = useText();
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [page, setPage] = useState(0);
  const isData = block.type === "data_table";
  const [head = [], ...body] = (block.rows ?? []) as Cell[][];
  const settings = (block.column_settings ?? []) as ({ align?: string } | null)[];
  const rowHeader = (block.row_header_column_index as number | undefined) ?? (isData ? 0 : -1);
  const size = isData ? ((block.page_size as number | undefined) ?? PAGE_SIZE) : body.length;
  const pages = Math.max(1, Math.ceil(body.length / Math.max(1, size)));

  const sorted = useMemo(() => {
    if (!sorting) return body;
    const direction = sorting.isDescending ? -1 : 1;
    return body.toSorted((a, b) => direction * compare(a[sorting.column], b[sorting.column]));
  }, [body, sorting]);
  const rows = sorted.slice(page * size, (page + 1) * size);
  const align = (index: number) => settings[index]?.align ?? (body[0]?.[index]?.type === "raw_number" ? "right" : "left");
  const sort = (column: number) => {
    setPage(0);
    setSorting((now) => ({ column, isDescending: now?.column === column && !now.isDescending }));
  };
  const caption = typeof block.caption === "string" ? block.caption : undefined;

  return (
    <div className="block data-table" data-block-id={block.block_id}>
      <div className="table-scroll" tabIndex={0} role="group" aria-label={caption ?? text.showData}>
        <table>
          {caption && <caption>{caption}</caption>}
          <thead>
            <tr>
              {head.map((cell, index) => (
                <th key={index} scope="col" className={`align-${align(index)}`} aria-sort={ariaSort(sorting, index)}>
                  {isData ? (
                    <button type="button" title={text.sortBy(String(cell.text ?? ""))} onClick={() => sort(index)}>
                      <CellContent cell={cell} />
                      <Icon name="chevron" size={12} />
                    </button>
                  ) : (
                    <CellContent cell={cell} />
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => {
                  const Tag = column === rowHeader ? "th" : "td";
                  return (
                    <Tag key={column} scope={Tag === "th" ? "row" : undefined} className={`align-${align(column)}`}>
                      <CellContent cell={cell} />
                    </Tag>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && <Pager page={page} pages={pages} onTurn={setPage} />}
    </div>
  );
}

function ariaSort(sorting: Sorting | null, column: number): "ascending" | "descending" | undefined {
  if (sorting?.column !== column) return undefined;
  return sorting.isDescending ? "descending" : "ascending";
}

function CellContent({ cell }: { cell: Cell }) {
  if (cell.type === "rich_text") return <Display blocks={[cell as unknown as Block]} />;
  return <>{cell.text ?? cell.value ?? ""}</>;
}

function Pager({ page, pages, onTurn }: { page: number; pages: number; onTurn(page: number): void }) {
  const text = useText();
  return (
    <div className="pager">
      <button type="button" className="icon-button" aria-label={text.previousPage} disabled={page === 0} onClick={() => onTurn(page - 1)}>
        <Icon name="left" size={16} />
      </button>
      <span aria-live="polite">{text.page(page + 1, pages)}</span>
      <button type="button" className="icon-button" aria-label={text.nextPage} disabled={page === pages - 1} onClick={() => onTurn(page + 1)}>
        <Icon name="right" size={16} />
      </button>
    </div>
  );
}
