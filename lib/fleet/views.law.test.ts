import { expect, test } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import { objectKey } from '#lib/domain/keys.ts';
import { createRandomCluster } from '#lib/testing/random-cluster.ts';
import { createSmallFleet } from '#lib/testing/small-fleet.ts';

const LIVES = 60;
const STEPS = 30;

test(`in short a DaemonSet is told the same without its outlook, in ${LIVES} seeded lives`, () => {
  const seen = { preflight: 0, whatIf: 0, pushSafety: 0 };
  for (let seed = 1; seed <= LIVES; seed += 1) {
    const { clock, store, fleet } = createSmallFleet();
    const cluster = createRandomCluster(store, seededRandom(seed));
    for (let step = 0; step < STEPS; step += 1) cluster.step(clock.now());
    clock.advance(10_000);
    for (const key of fleet.picture().daemonSets.map(objectKey)) {
      const { commonTraits, preflight, pushSafety, whatIf, ...rest } = fleet.daemonSetView(key) ?? {};
      expect(fleet.daemonSetInShort(key), `seed ${seed}, ${key}`).toStrictEqual(rest);
      expect(commonTraits).toBeDefined();
      seen.preflight += preflight === undefined ? 0 : 1;
      seen.pushSafety += pushSafety === undefined ? 0 : 1;
      seen.whatIf += whatIf === undefined ? 0 : 1;
    }
    fleet.stop();
  }
  // Else there was nothing to leave out.
  for (const [part, count] of Object.entries(seen)) expect(count, part).toBeGreaterThan(0);
});
