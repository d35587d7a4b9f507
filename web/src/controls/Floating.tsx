import { type CSSProperties, type ReactNode, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

interface Props {
  anchor: RefObject<HTMLElement | null>;
  onClose(): void;
  align?: "start" | "end";
  matchWidth?: boolean;
  prefer?: "below" | "above";
  className?: string;
  children: ReactNode;
}

const GAP = 4;
const EDGE = 8;
// Not `visibility: hidden`: a menu takes the focus before it has its place, and what is hidden cannot have it.
const UNPLACED: CSSProperties = { opacity: 0 };

/**
 * A panel beside its anchor.
 *
 * Fixed rather than absolute, so that a scrolling modal body does not cut it off.
 */
export function Floating({ anchor, onClose, align = "start", matchWidth = false, prefer = "below", className = "", children }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  const [style, setStyle] = useState<CSSProperties>(UNPLACED);

  const place = useCallback(() => {
    const at = anchor.current?.getBoundingClientRect();
    const own = panel.current;
    if (!at || !own) return;
    const below = innerHeight - at.bottom - GAP - EDGE;
    const above = at.top - GAP - EDGE;
    const wanted = own.scrollHeight;
    const isBelow = prefer === "below" ? wanted <= below || below >= above : !(wanted <= above || above >= below);
    const width = matchWidth ? at.width : own.offsetWidth;
    const left = align === "start" ? at.left : at.right - width;
    setStyle({
      left: Math.max(EDGE, Math.min(left, innerWidth - width - EDGE)),
      ...(matchWidth ? { width } : {}),
      ...(isBelow ? { top: at.bottom + GAP } : { bottom: innerHeight - at.top + GAP }),
      maxHeight: Math.max(120, isBelow ? below : above),
    });
  }, [anchor, align, matchWidth, prefer]);

  useLayoutEffect(place, [place]);
  useEffect(() => {
    const onPointer = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!panel.current?.contains(target) && !anchor.current?.contains(target)) onClose();
    };
    const observer = new ResizeObserver(place);
    if (panel.current) observer.observe(panel.current);
    addEventListener("resize", place);
    addEventListener("scroll", place, true);
    addEventListener("pointerdown", onPointer);
    return () => {
      observer.disconnect();
      removeEventListener("resize", place);
      removeEventListener("scroll", place, true);
      removeEventListener("pointerdown", onPointer);
    };
  }, [anchor, onClose, place]);

  return (
    <div ref={panel} className={`floating ${className}`} style={style}>
      {children}
    </div>
  );
}
