import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STORY_START } from '#lib/testing/simulated-context.ts';
import { simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { createSimulatedCluster } from '../../cluster.ts';
import type { IntOrPercent } from '../../objects.ts';
import { createStoryClock } from '../../story-clock.ts';
import { targetNodeOf } from './daemon-pod.ts';

/** `npm run test:long` asks for many more. */
const RUNS = Number(process.env['ROLLCALL_LAW_RUNS'] ?? 60);
/** A machine that has much else to do takes its time. */
const TIMEOUT_MILLIS = 30_000 + RUNS * 200;
const SECOND = 1_000;
const AGENT = { kind: 'DaemonSet', name: 'agent', namespace: 'default' } as const;

const settings = fc.record({
  seed: fc.integer({ min: 1, max: 10_000 }),
  nodeCount: fc.integer({ min: 1, max: 14 }),
  maxSurge: fc.oneof(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 100 }).map((percent) => `${percent}%`),
  ),
  minReadySeconds: fc.constantFrom(0, 0, 5),
});
/** Templates that follow while the one before is under way: a third one, or the first again. */
const upgrades = fc.array(
  fc.record({
    image: fc.constantFrom('agent:1', 'agent:2', 'agent:3'),
    waitMillis: fc.integer({ min: 0, max: 8_000 }),
  }),
  { minLength: 1, maxLength: 4 },
);

function inPods(amount: IntOrPercent, nodeCount: number): number {
  return typeof amount === 'number' ? amount : Math.ceil((Number.parseInt(amount, 10) * nodeCount) / 100);
}

test('[RU8] [RU9] never more nodes than maxSurge have a second pod, whatever template comes in the middle', {
  timeout: TIMEOUT_MILLIS,
}, () => {
  let most = 0;
  fc.assert(
    fc.property(settings, upgrades, ({ seed, nodeCount, maxSurge, minReadySeconds }, script) => {
      const cluster = createSimulatedCluster({ clock: createStoryClock(STORY_START), seed });
      cluster.nodes.add(...Array.from({ length: nodeCount }, (_, at) => ({ name: `node-${at + 1}` })));
      const update = { maxSurge, maxUnavailable: 0 };
      cluster.apply(simulatedDaemonSet({ image: 'agent:1', update, spec: { minReadySeconds } }));
      cluster.start();
      cluster.clock.advance(60 * SECOND);
      let surplus = 0;
      cluster.store.subscribe(({ object }) => {
        if (object.kind !== 'Pod') return;
        const live = cluster.store.list('Pod').filter(({ metadata }) => metadata.deletionTimestamp === undefined);
        surplus = Math.max(surplus, live.length - new Set(live.map(targetNodeOf)).size);
      });
      for (const { image, waitMillis } of script) {
        const { template } = simulatedDaemonSet({ image }).spec;
        cluster.patch(AGENT, (each) => ({ ...each, spec: { ...each.spec, template } }));
        cluster.clock.advance(waitMillis);
      }
      cluster.clock.advance(120 * SECOND);
      cluster.stop();
      expect(surplus).toBeLessThanOrEqual(inPods(maxSurge, nodeCount));
      most = Math.max(most, surplus);
    }),
    { seed: 20_261_124, numRuns: RUNS },
  );
  // Surge did happen.
  expect(most).toBeGreaterThan(4);
});
