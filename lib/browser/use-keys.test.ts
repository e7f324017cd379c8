// @vitest-environment happy-dom
import { renderHook } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { useKeys } from './use-keys.ts';

afterEach(() => document.body.replaceChildren());

function press(target: Element, init: KeyboardEventInit): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key: ']', bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}

type Row = {
  readonly name: string;
  readonly on?: string;
  readonly init?: KeyboardEventInit;
  readonly acts: boolean;
};
const rows: readonly Row[] = [
  { name: 'acts wherever the focus is', acts: true },
  {
    name: 'acts when the bracket is written with AltGr',
    init: { ctrlKey: true, altKey: true, modifierAltGraph: true },
    acts: true,
  },
  { name: 'leaves another key alone', init: { key: 'x' }, acts: false },
  { name: 'is no key of the browser: with Ctrl', init: { ctrlKey: true }, acts: false },
  { name: 'is no key of the browser: with ⌘', init: { metaKey: true }, acts: false },
  { name: 'is a letter in a field', on: 'input', acts: false },
  { name: 'is a letter in a list that is searched by typing', on: 'select', acts: false },
  { name: '[B10] is a letter while a word is composed', init: { isComposing: true }, acts: false },
  { name: '[B10] is a letter that an input method took', init: { keyCode: 229 }, acts: false },
  { name: 'is not the name of something that every object has', init: { key: 'constructor' }, acts: false },
];
test.for(rows)('[8.2] a single key $name', ({ on = 'button', init = {}, acts }) => {
  const action = vi.fn();
  const { unmount } = renderHook(() => useKeys({ ']': action }));
  const target = document.body.appendChild(document.createElement(on));
  const event = press(target, init);
  expect([action.mock.calls.length, event.defaultPrevented]).toStrictEqual(acts ? [1, true] : [0, false]);
  unmount();
  press(target, init);
  expect(action).toHaveBeenCalledTimes(acts ? 1 : 0);
});
