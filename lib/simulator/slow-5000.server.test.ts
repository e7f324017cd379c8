import { expect, test } from 'vitest';
import { SLOW_5000 } from './scenarios/slow-5000.ts';
import { beginStory } from './story.ts';

test('slow-5000 is there in less than 20 seconds of one processor, with a rollout that has begun and goes on', () => {
  const begin = process.threadCpuUsage();
  const { cluster } = beginStory(SLOW_5000, { until: 'history', now: Date.parse('2026-11-24T12:00:00Z') });
  // Of the processor's own time: what else the machine does meanwhile takes none of it.
  const { user, system } = process.threadCpuUsage(begin);
  expect((user + system) / 1_000).toBeLessThan(20_000);
  const { store, clock } = cluster;
  const updated = () => store.get('DaemonSet', 'fluent-bit', 'logging')?.status.updatedNumberScheduled ?? 0;
  const before = updated();
  expect([store.count('Node'), store.count('DaemonSet'), store.count('Pod')]).toEqual([5_000, 30, 153_212]);
  expect(before).toBeGreaterThan(50);
  clock.advance(60_000);
  expect(updated()).toBeGreaterThan(before + 50);
  cluster.stop();
});
