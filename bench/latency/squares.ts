import type { Page } from '@playwright/test';

/** What happened to a square: when its state changed in the document, and when a frame with it was on its way out. */
export type SquareChange = {
  readonly node: string;
  readonly state: string;
  readonly changedAt: number;
  readonly paintedAt: number;
};

const BINDING = 'rollcallBenchSaw';

/** Calls back for each change of a square's state; the page tells the times of its own clock. */
export async function observeSquares(page: Page, onChange: (change: SquareChange) => void): Promise<void> {
  await page.exposeBinding(BINDING, (_, change: SquareChange) => onChange(change));
  await page.evaluate((binding) => {
    const wall = () => performance.timeOrigin + performance.now();
    const tell: unknown = Reflect.get(globalThis, binding);
    const observer = new MutationObserver((mutations) => {
      const changedAt = wall();
      const changes = mutations.flatMap(({ target }) =>
        target instanceof HTMLElement && target.role === 'gridcell'
          ? [{ node: target.dataset['node'], state: target.dataset['state'] }]
          : [],
      );
      // The next frame's callbacks run right before it is painted, and a message after them when it has been.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          const paintedAt = wall();
          if (typeof tell !== 'function') return;
          for (const change of changes) tell({ ...change, changedAt, paintedAt });
        };
        port2.postMessage(undefined);
      });
    });
    observer.observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-state'] });
  }, BINDING);
}

/** By how much the page's clock is ahead of ours, within the half of the returned span. */
export async function compareClocks(page: Page, now: () => number): Promise<{ ahead: number; span: number }> {
  let best = { ahead: 0, span: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 20; round += 1) {
    const before = now();
    const there = await page.evaluate(() => performance.timeOrigin + performance.now());
    const span = now() - before;
    if (span < best.span) best = { ahead: there - before - span / 2, span };
  }
  return best;
}
