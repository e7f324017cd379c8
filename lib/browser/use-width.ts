'use client';

import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** The width of an element in whole pixels; undefined until it has been laid out. */
export function useWidth<Element extends HTMLElement>(): readonly [RefObject<Element | null>, number | undefined] {
  const ref = useRef<Element>(null);
  const [width, setWidth] = useState<number>();
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void => setWidth(Math.floor(element.getBoundingClientRect().width));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
