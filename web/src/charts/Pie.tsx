import { percentages, type Segment } from "./scale";

const RADIUS = 70;
const HOLE = 40;

function at(share: number, radius: number): string {
  const angle = (share / 100) * 2 * Math.PI - Math.PI / 2;
  return `${(Math.cos(angle) * radius).toFixed(2)} ${(Math.sin(angle) * radius).toFixed(2)}`;
}

function slice(from: number, to: number): string {
  // A full circle has the same start and end, which draws nothing.
  const end = Math.min(to, from + 99.99);
  const isLarge = end - from > 50 ? 1 : 0;
  const outer = `M${at(from, RADIUS)}A${RADIUS} ${RADIUS} 0 ${isLarge} 1 ${at(end, RADIUS)}`;
  return `${outer}L${at(end, HOLE)}A${HOLE} ${HOLE} 0 ${isLarge} 0 ${at(from, HOLE)}Z`;
}

export function Pie({ segments, alt }: { segments: Segment[]; alt: string }) {
  const shares = percentages(segments);
  return (
    <svg viewBox="-76 -76 152 152" width="152" height="152" role="img" aria-label={alt}>
      {segments.map((segment, index) => {
        const from = shares.slice(0, index).reduce((sum, share) => sum + share, 0);
        return (
          <g key={segment.label} className={`series-${index % 12}`}>
            <path className="chart-fill is-slice" d={slice(from, from + (shares[index] ?? 0))} />
          </g>
        );
      })}
    </svg>
  );
}
