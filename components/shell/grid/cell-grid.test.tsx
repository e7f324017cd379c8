// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FleetContext } from '#lib/browser/fleet-context.ts';
import { createFleetSource } from '#lib/browser/fleet-source.ts';
import { glanceOf } from '#lib/browser/glance.ts';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import { makePicture } from '#lib/testing/pictures.ts';
import { createText } from '#lib/text/text.ts';
import { TextContext } from '../text-context.ts';
import { CellGrid, MOST_BUTTONS } from './cell-grid.tsx';
import type { GridCell } from './grid-cell.ts';

const WIDTH = 1_000;

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, WIDTH, 100));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function stateAt(index: number): CellState {
  return CELL_STATES[index % CELL_STATES.length] ?? 'unknown';
}
const cellOf = (index: number): GridCell => ({
  node: `node-${index}`,
  state: stateAt(index),
  isKept: false,
  label: `node-${index}: ${stateAt(index)}`,
});

function openGrid(sizes: readonly number[], overrides: Partial<Parameters<typeof CellGrid>[0]> = {}) {
  const opened: string[] = [];
  let from = 0;
  const groups = sizes.map((size, at) => {
    const nodes = Array.from({ length: size }, (_, index) => from + index);
    from += size;
    return { key: `zone-${at}`, nodes };
  });
  render(
    <FleetContext value={createFleetSource(glanceOf(makePicture(), undefined))}>
      <TextContext value={createText('en')}>
        <CellGrid
          label="Coverage"
          groups={groups}
          groupName={(key) => key}
          cellOf={cellOf}
          muted={new Set()}
          openNode={null}
          onOpen={(node) => opened.push(node)}
          {...overrides}
        />
      </TextContext>
    </FleetContext>,
  );
  return opened;
}

describe('[A2] the grid of buttons', () => {
  test('has a name for every square, its state beside it, and one tab stop for all', () => {
    openGrid([6, 4]);
    const cells = screen.getAllByRole('gridcell');
    expect(cells.map((cell) => cell.getAttribute('aria-label'))).toStrictEqual(
      Array.from({ length: 10 }, (_, index) => `node-${index}: ${stateAt(index)}`),
    );
    expect(cells.map((cell) => cell.dataset['state'])).toStrictEqual([...CELL_STATES]);
    expect(cells.map((cell) => cell.tabIndex)).toStrictEqual([0, ...Array.from({ length: 9 }, () => -1)]);
  });

  test('moves the one focus with the keys, into the next group too', () => {
    openGrid([6, 4]);
    const grid = screen.getByRole('grid', { name: 'Coverage' });
    screen.getByRole('gridcell', { name: /^node-0:/ }).focus();
    const walk = (['End', 'ArrowRight', 'PageUp', 'ArrowDown'] as const).map((key) => {
      fireEvent.keyDown(document.activeElement ?? grid, { key });
      return document.activeElement?.getAttribute('data-node');
    });
    expect(walk).toStrictEqual(['node-5', 'node-6', 'node-0', 'node-0']);
  });

  test('says under the squares what the focused one is, and opens it by a click', () => {
    const opened = openGrid([6, 4]);
    const cell = screen.getByRole('gridcell', { name: 'node-2: starved' });
    act(() => cell.focus());
    expect(document.querySelector('[data-grid-line]')?.textContent).toBe('node-2: starved');
    fireEvent.click(cell);
    expect(opened).toStrictEqual(['node-2']);
  });

  test('[B10] keys that compose text move nothing', () => {
    openGrid([6]);
    const cell = screen.getByRole('gridcell', { name: /^node-0:/ });
    cell.focus();
    fireEvent.keyDown(cell, { key: 'ArrowRight', isComposing: true });
    expect(document.activeElement?.getAttribute('data-node')).toBe('node-0');
  });

  test('[P3] a square that is kept is unknown to whoever asks, whatever is drawn', () => {
    openGrid([2], { cellOf: (index) => ({ ...cellOf(index), isKept: true, label: `node-${index}: unknown now` }) });
    expect(screen.getAllByRole('gridcell').map((cell) => cell.dataset['state'])).toStrictEqual(['unknown', 'unknown']);
  });

  test('[P7] no square is left out, and none is there twice', () => {
    openGrid([MOST_BUTTONS]);
    expect(new Set(screen.getAllByRole('gridcell').map((cell) => cell.dataset['node'])).size).toBe(MOST_BUTTONS);
  });
});

describe('[R2] [A1] above two thousand', () => {
  test('one picture takes the focus, opens with Enter, and a table of groups and states says the same', () => {
    const opened = openGrid([MOST_BUTTONS, 7]);
    expect(screen.queryAllByRole('gridcell')).toStrictEqual([]);
    const picture = screen.getByRole('application', { name: 'Coverage' });
    picture.focus();
    fireEvent.keyDown(picture, { key: 'ArrowRight' });
    fireEvent.keyDown(picture, { key: 'Enter' });
    expect(opened).toStrictEqual(['node-1']);
    const rows = [
      ...(document.getElementById(picture.getAttribute('aria-describedby') ?? '')?.querySelectorAll('tbody tr') ?? []),
    ];
    const totals = rows.map((row) =>
      [...row.querySelectorAll('td')].reduce((sum, cell) => sum + Number(cell.textContent?.replace(',', '')), 0),
    );
    expect(totals).toStrictEqual([MOST_BUTTONS, 7]);
  });
});
