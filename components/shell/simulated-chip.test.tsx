// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { inFleet, makeFleetSource } from '#lib/testing/page.ts';
import { makePicture } from '#lib/testing/pictures.ts';
import { createText } from '#lib/text/text.ts';
import { SimulatedChip } from './simulated-chip.tsx';
import { TextContext } from './text-context.ts';

vi.stubGlobal(
  'ResizeObserver',
  class {
    observe(): void {}
    disconnect(): void {}
  },
);
afterEach(cleanup);

function open(source: Parameters<typeof makePicture>[0], locale: 'en' | 'ja' = 'en'): void {
  const page = (
    <TextContext value={createText(locale)}>
      <SimulatedChip />
    </TextContext>
  );
  render(inFleet(makeFleetSource({ picture: makePicture(source) }), page));
}

test.for(['en', 'ja'] as const)(
  '[7.3] %s: a cluster that is made up is labelled, and the label is a button',
  (locale) => {
    open({ source: { kind: 'Cluster', simulated: 'tour' } }, locale);
    expect(screen.getByRole('button').textContent).toBe('SIMULATED');
  },
);

test.for([{ kind: 'Cluster' }, { kind: 'Files', asOf: 0 }] as const)('$kind has no label', (source) => {
  open({ source });
  expect(screen.queryByRole('button')).toBeNull();
});
