import { type Series, spread } from "./scale";

interface Scales {
  xOf(index: number): number;
  yOf(value: number): number;
}

interface LineProps extends Scales {
  series: Series;
  isArea: boolean;
}

/** A line, broken where a value is missing. */
export function Line({ series, isArea, xOf, yOf }: LineProps) {
  const runs: [number, number][][] = [[]];
  series.points.forEach(({ value }, index) => {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push([xOf(index), yOf(value)]);
  });
  const drawn = runs.filter((run) => run.length > 0);
  const end = drawn.at(-1)?.at(-1);
  return (
    <>
      {drawn.map((run, index) => {
        const path = run.map(([x, y], at) => `${at ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
        const base = yOf(0);
        return (
          <g key={index}>
            {isArea && <path className="chart-area" d={`${path}L${run.at(-1)?.[0]} ${base}L${run[0]?.[0]} ${base}Z`} />}
            <path className="chart-line" d={path} />
          </g>
        );
      })}
      {end && <circle className="chart-end" cx={end[0]} cy={end[1]} r="3.5" />}
    </>
  );
}

interface BarsProps extends Scales {
  series: Series;
  at: number;
  of: number;
  band: number;
}

export function Bars({ series, at, of, band, xOf, yOf }: BarsProps) {
  const width = Math.min(44, (band * 0.72) / of);
  return series.points.map(({ label, value }, index) => {
    if (value === null) return null;
    const x = xOf(index) + (at - of / 2) * width;
    const height = Math.abs(yOf(value) - yOf(0));
    return <rect key={label} className="chart-fill" x={x + 1} y={Math.min(yOf(value), yOf(0))} width={width - 2} height={height} rx="2" />;
  });
}

interface EndLabelsProps {
  ends: (number | null)[];
  x: number;
  yOf(value: number): number;
  number(value: number): string;
}

/** The newest figure of each line, where the eye ends. */
export function EndLabels({ ends, x, yOf, number }: EndLabelsProps) {
  const places = spread(ends.map((end) => (end === null ? null : yOf(end))));
  return ends.map((end, index) =>
    end === null ? null : (
      <text key={index} className={`chart-end-label series-${index % 12}`} x={x} y={places[index] ?? 0} dominantBaseline="central">
        {number(end)}
      </text>
    ),
  );
}
