'use client';

import { useEffect, useRef } from 'react';

/** Where letters are written, a key is a letter. */
const WRITES = 'input, textarea, select, [contenteditable=""], [contenteditable=true]';

/** Whether a key is a command: not while a word is being composed, not in a field, not with another key held [8.2]. */
function isCommand(event: KeyboardEvent): boolean {
  // 229: the key went to an input method; some browsers tell it only so.
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return false;
  // On many keyboards a bracket is written with AltGr, which some systems tell as Ctrl and Alt.
  const isHeld = event.metaKey || event.ctrlKey || event.altKey;
  if (isHeld && !event.getModifierState('AltGraph')) return false;
  return !(event.target instanceof Element && event.target.closest(WRITES) !== null);
}

/** Single keys that do something on this page, wherever the focus is. */
export function useKeys(actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const action = Object.hasOwn(latest.current, event.key) ? latest.current[event.key] : undefined;
      if (action === undefined || !isCommand(event)) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
