'use client';

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

type View = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
const NOTHING: View = { left: 0, top: 0, width: 0, height: 0 };

function viewOf({ scrollLeft, scrollTop, clientWidth, clientHeight }: HTMLElement): View {
  return { left: scrollLeft, top: scrollTop, width: clientWidth, height: clientHeight };
}

function isSame(left: View, right: View): boolean {
  return (
    left.left === right.left && left.top === right.top && left.width === right.width && left.height === right.height
  );
}

/** Which part of what it scrolls an element shows; `measure` is called when it was moved. */
export function useScrollView(): {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly view: View;
  readonly measure: () => void;
} {
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(NOTHING);
  const measure = useCallback(() => {
    const element = frame.current;
    if (element === null) return;
    const next = viewOf(element);
    setView((before) => (isSame(before, next) ? before : next));
  }, []);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [measure]);
  return { frame, view, measure };
}
