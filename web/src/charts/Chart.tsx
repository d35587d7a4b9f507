import { useMemo } from "react";
import type { Block } from "../blocks/types";
import { plain } from "../blocks/values";
import { useLanguage, useText } from "../i18n";
import type { Strings } from "../i18n/en";
import { Cartesian } from "./Cartesian";
import { Pie } from "./Pie";
import { alignSeries, type CartesianChart, type PieChart, percentages, type Series } from "./scale";

/** Native charts (`data_visualization`): the picture, its sentence for a screen reader, and the numbers on demand. */
export function Chart({ block }: { block: Block }) {
  const chart = block.chart as CartesianChart | PieChart;
  const title = plain(block.title);
  return (
    <figure className="block chart" data-block-id={block.block_id}>
      {title && <figcaption>{title}</figcaption>}
      {chart.type === "pie" ? <PieFigure chart={chart} title={title} /> : <CartesianFigure chart={chart} title={title} />}
    </figure>
  );
}

function useNumber(): (value: number) => string {
  const language = useLanguage();
  return useMemo(() => {
    const format = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
    return (value: number) => format.format(value);
  }, [language]);
}

function summarise(series: Series, text: Strings, number: (value: number) => string): string {
  const known = series.points.flatMap(({ label, value }) => (value === null ? [] : [{ label, value }]));
  const first = known[0];
  const last = known.at(-1);
  if (!first || !last) return series.name;
  const values = known.map((point) => point.value);
  const range = text.seriesRange(number(Math.min(...values)), number(Math.max(...values)));
  return `${text.seriesSummary(series.name, number(first.value), first.label, number(last.value), last.label)} (${range})`;
}

function CartesianFigure({ chart, title }: { chart: CartesianChart; title: string }) {
  const text = useText();
  const number = useNumber();
  const { categories, series } = useMemo(() => alignSeries(chart), [chart]);
  const kinds = { line: text.lineChart, bar: text.barChart, area: text.areaChart };
  const alt = [`${kinds[chart.type]}: ${title}`, ...series.map((one) => summarise(one, text, number))].join(". ");
  const axis = chart.axis_config ?? {};
  return (
    <>
      {axis.y_label && <p className="chart-axis">{axis.y_label}</p>}
      <Cartesian type={chart.type} categories={categories} series={series} alt={alt} number={number} />
      {axis.x_label && <p className="chart-axis is-x">{axis.x_label}</p>}
      {series.length > 1 && <Legend names={series.map((one) => one.name)} isLine={chart.type !== "bar"} />}
      <NumbersTable
        head={[axis.x_label ?? text.category, ...series.map((one) => one.name)]}
        rows={categories.map((label, index) => [label, ...series.map(({ points }) => formatMaybe(points[index]?.value, number))])}
      />
    </>
  );
}

function formatMaybe(value: number | null | undefined, number: (value: number) => string): string {
  return value === null || value === undefined ? "–" : number(value);
}

function PieFigure({ chart, title }: { chart: PieChart; title: string }) {
  const text = useText();
  const number = useNumber();
  const shares = percentages(chart.segments).map((share) => `${Math.round(share)}%`);
  const names = chart.segments.map((segment, index) => text.share(segment.label, shares[index] ?? ""));
  return (
    <>
      <div className="chart-pie">
        <Pie segments={chart.segments} alt={`${text.pieChart}: ${title}. ${names.join(text.listAnd)}`} />
        <Legend names={names} />
      </div>
      <NumbersTable
        head={[text.category, text.headcount, "%"]}
        rows={chart.segments.map((segment, index) => [segment.label, number(segment.value), shares[index] ?? ""])}
      />
    </>
  );
}

function Legend({ names, isLine = false }: { names: string[]; isLine?: boolean }) {
  return (
    <ul className="chart-legend">
      {names.map((name, index) => (
        <li key={name}>
          <svg width={isLine ? 22 : 12} height="12" aria-hidden="true" className={`series-${index % 12}`}>
            {isLine ? <line x1="1" x2="21" y1="6" y2="6" className="chart-line" /> : <rect width="12" height="12" rx="3" className="chart-fill" />}
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

function NumbersTable({ head, rows }: { head: string[]; rows: string[][] }) {
  const text = useText();
  return (
    <details className="chart-numbers">
      <summary>{text.showData}</summary>
      <div className="table-scroll" tabIndex={0} role="group" aria-label={text.showData}>
        <table>
          <thead>
            <tr>
              {head.map((cell, index) => (
                <th key={index} scope="col" className={index ? "is-number" : ""}>
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, ...cells], index) => (
              <tr key={index}>
                <th scope="row">{label}</th>
                {cells.map((cell, column) => (
                  <td key={column} className="is-number">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
