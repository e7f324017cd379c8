import { describe, expect, test } from 'vitest';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import { makeDaemonSetDetails } from '#lib/testing/details.ts';
import { makePictureNode } from '#lib/testing/pictures.ts';
import { createText } from '#lib/text/text.ts';
import type { CellDetails } from '#lib/wire/details.ts';
import { type CoverageInput, createCoverage } from './coverage-cells.ts';

const text = createText('en');
const nodes = ['node-1', 'node-2'].map((name) => makePictureNode({ name }));
const column = (...states: readonly CellState[]) => Uint8Array.from(states, (state) => CELL_STATES.indexOf(state));

const details = (...cells: readonly CellDetails[]) => makeDaemonSetDetails({ cells });
const pulling: CellDetails = {
  node: 'node-2',
  state: 'failed',
  reasons: [
    { kind: 'ContainerWaiting', container: 'agent', init: false, waitingReason: 'ImagePullBackOff', restartCount: 0 },
  ],
  pods: [],
};

function input(overrides: Partial<CoverageInput>): CoverageInput {
  return {
    text,
    nodes,
    column: column('ok', 'failed'),
    details: undefined,
    isUntrusted: false,
    now: () => 0,
    ...overrides,
  };
}
function labels(given: Partial<CoverageInput>): readonly (string | undefined)[] {
  const { cellOf } = createCoverage()(input(given));
  return nodes.map((_, index) => cellOf(index)?.label);
}

describe('what a square says', () => {
  test('the state alone, until the reason is here', () => {
    expect(labels({})).toStrictEqual(['node-1: OK', 'node-2: Failed']);
  });

  test('the state and its reason, when both speak of the same state', () => {
    expect(labels({ details: details(pulling) })).toStrictEqual([
      'node-1: OK',
      'node-2: Failed, ImagePullBackOff in agent',
    ]);
  });

  test('no reason of a state that has passed', () => {
    expect(labels({ column: column('ok', 'progressing'), details: details(pulling) })[1]).toBe('node-2: Progressing');
  });

  test('[P3] from stale data it is unknown, and what it was', () => {
    expect(labels({ details: details(pulling), isUntrusted: true })[1]).toBe('node-2: unknown now, was Failed');
  });

  test('a byte that is missing is unknown', () => {
    expect(labels({ column: column('ok') })[1]).toBe('node-2: Unknown');
  });

  test('there is no square for a node that is not there', () => {
    expect(createCoverage()(input({})).cellOf(2)).toBeUndefined();
  });
});

test('a square that has not changed is the same object, one that has is another', () => {
  const make = createCoverage();
  const before = make(input({ details: details(pulling) }));
  const [first, second] = [before.cellOf(0), before.cellOf(1)];
  const after = make(input({ column: column('ok', 'missing'), details: details(pulling) }));
  expect(after.cellOf(0)).toBe(first);
  expect(after.cellOf(1)).not.toBe(second);
  expect(make(input({ text: createText('ja') })).cellOf(0)?.label).toBe('node-1:正常');
});

test('details are given out only while they speak of the state that is shown', () => {
  const make = createCoverage();
  expect(make(input({ details: details(pulling) })).detailsOf('node-2')).toBe(pulling);
  expect(make(input({ details: details(pulling), column: column('ok', 'ok') })).detailsOf('node-2')).toBeUndefined();
  expect(make(input({ details: details(pulling) })).detailsOf('node-9')).toBeUndefined();
});
