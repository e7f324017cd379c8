import { expect, test } from 'vitest';
import { CELL_LOOKS } from '../look.ts';
import { glyphColour } from './paint.ts';

test.for([
  { state: 'ok', colour: 'on-ok', why: 'on the full colour' },
  { state: 'old', colour: 'ok-fg', why: 'on the bare ground, where stale data leaves no other colour to see it by' },
  { state: 'misscheduled', colour: 'starved-fg', why: 'on the bare ground too' },
  { state: 'nodeDown', colour: 'fg', why: 'on a hatch' },
] as const)('[C3] the glyph of $state is drawn in a colour to read by, $why', ({ state, colour }) => {
  expect(glyphColour(CELL_LOOKS[state])).toBe(colour);
});
