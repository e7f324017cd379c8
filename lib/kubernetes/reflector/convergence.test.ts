import fc from 'fast-check';
import { expect, test } from 'vitest';
import { followPods } from '#lib/testing/followed-pods.ts';
import { settle } from '#lib/testing/step-clock.ts';

/** What may happen to a server and to the way there, in any order. */
const FAULTS = [
  'add',
  'modify',
  'delete',
  'recreate',
  'quiet change',
  'compact',
  'close',
  'reset',
  'broken line',
  'error event',
  '410',
  '429',
  '500',
  'refuse',
  'hang',
  'silence',
  'heal',
  'bookmark',
  'replace cluster',
  'no WatchList',
  'small pages',
] as const;
type Fault = (typeof FAULTS)[number];

const step = fc.record({
  fault: fc.constantFrom(...FAULTS),
  uid: fc.constantFrom('a', 'b', 'c', '__proto__'),
  millis: fc.constantFrom(0, 10, 900, 3_000, 26_000, 70_000),
});

test('[17] whatever happens, a minute and a half of peace later the store holds what the server holds', async () => {
  const law = fc.asyncProperty(
    fc.array(step, { minLength: 1, maxLength: 14 }),
    fc.nat({ max: 1_000 }),
    async (steps, seed) => {
      const followed = await followPods({
        seed,
        prepare: (api) => {
          api.replaceCluster(1_000);
          api.put('a');
        },
      });
      const { api, pass, converged, report, stop } = followed;
      let past = 1_000;
      const withWatch = (work: (watch: ReturnType<typeof api.lastWatch>) => void) => {
        if (api.openWatches() > 0) work(api.lastWatch());
      };
      const doFault: Readonly<Record<Fault, (uid: string) => void | Promise<void>>> = {
        add: (uid) => api.put(uid),
        modify: (uid) => api.put(uid, { status: { phase: 'Running' } }),
        delete: (uid) => api.delete(uid),
        recreate: (uid) => {
          api.delete(uid);
          api.put(`${uid}-anew`);
        },
        'quiet change': (uid) => {
          // Only what nobody hears at all may pass in silence: a watch that is open would have told it.
          withWatch((watch) => watch.reset());
          api.quietly(() => api.put(`${uid}-quiet`));
        },
        compact: () => api.compact(),
        close: () => withWatch((watch) => watch.close()),
        reset: () => withWatch((watch) => watch.reset()),
        'broken line': () => withWatch((watch) => watch.sendText('{"type":\n')),
        'error event': () => withWatch((watch) => watch.send({ type: 'ERROR', object: { code: 500 } })),
        '410': () => misbehaveOnce({ status: 410 }),
        '429': () => misbehaveOnce({ status: 429, retryAfterMillis: 3_000 }),
        '500': () => misbehaveOnce({ status: 500 }),
        refuse: () => {
          for (const watch of api.watches) watch.reset();
          api.misbehave = () => ({ unreachable: 'ECONNREFUSED' });
        },
        hang: () => {
          api.misbehave = () => 'hang';
        },
        silence: () => misbehaveOnce('silence'),
        heal: () => {
          api.misbehave = () => undefined;
        },
        bookmark: () => api.bookmark(),
        'replace cluster': async (uid) => {
          for (const watch of api.watches) watch.reset();
          // Lower than anything before: a past that happens to be as long as ours could not be told from it.
          past -= 20;
          api.replaceCluster(past);
          api.put(`${uid}-of-another`);
          // A replacement that nobody notices at once is found after ten minutes; here it comes with an outage.
          api.misbehave = ({ kind }) => (kind === 'probe' ? undefined : { status: 503 });
          await pass(70_000);
        },
        'no WatchList': () => {
          api.knowsWatchList = false;
        },
        'small pages': () => {
          api.pageLimit = 1;
        },
      };
      const misbehaveOnce = (wrong: Exclude<ReturnType<typeof api.misbehave>, undefined>) => {
        let done = false;
        api.misbehave = ({ kind }) => {
          if (done || kind === 'probe') return undefined;
          done = true;
          return wrong;
        };
        withWatch((watch) => watch.close());
      };
      for (const { fault, uid, millis } of steps) {
        await doFault[fault](uid);
        await pass(millis);
        expect(api.openWatches()).toBeLessThanOrEqual(1);
      }
      api.misbehave = () => undefined;
      await pass(95_000);
      api.put('last');
      await settle();
      expect({ converged: converged(), state: report().state }).toStrictEqual({ converged: true, state: 'live' });
      await stop();
    },
  );
  await fc.assert(law, { seed: 2026, numRuns: 2_000 });
}, 60_000);
