import type { Pod } from '#lib/simulator/objects.ts';
import type { KubernetesObject } from '../kinds.ts';
import type { PodChange } from './recorder.ts';
import type { Story } from './story.ts';

/** Pods that do not start, crash, fail, and do not go. */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const V3 = { image: 'registry.example.com/agent:3.0.0' } as const;
const SURGE = { updateStrategy: { maxUnavailable: 0, maxSurge: 1 } } as const;

export const POD_STORIES: readonly Story[] = [
  {
    name: 'bad-image',
    title: '[FA4] [RU5f] a bad image stalls the update on its first node, and its correction needs no budget there',
    nodes: 3,
    tell: async ({ world, agent, untilPods, untilStatus, untilRolledOut, rest }) => {
      await world.apply(agent());
      await untilRolledOut(3);
      await world.apply(agent({ ...V2, fault: 'image-pull' }));
      await untilPods('backing off', 1, waitsFor('ImagePullBackOff'));
      await untilStatus({ updatedNumberScheduled: 1, numberAvailable: 2 });
      await rest('stalled');
      await world.apply(agent(V3));
      await untilRolledOut(3);
      await rest('corrected');
    },
    expects: {
      rests: {
        stalled: { daemonSets: { agent: { updatedNumberScheduled: 1, numberAvailable: 2 } } },
        corrected: { peaks: { agent: { withoutReady: 1 } } },
      },
    },
  },
  {
    name: 'bad-image-surge',
    title: '[RU8f] [RU8b] with surge a bad image takes nothing away, and its correction takes its place',
    nodes: 3,
    tell: async ({ world, agent, untilPods, untilStatus, untilLaterSecond, untilRolledOut, rest }) => {
      await world.apply(agent(SURGE));
      await untilRolledOut(3);
      await untilLaterSecond();
      // Slow enough in going that its successor is always there before it is gone.
      await world.apply(agent({ ...SURGE, ...V2, fault: 'image-pull', termination: '3s' }));
      await untilPods('backing off', 1, waitsFor('ImagePullBackOff'));
      await untilStatus({ updatedNumberScheduled: 0, numberAvailable: 3 });
      await rest('stalled');
      await untilLaterSecond();
      await world.apply(agent({ ...SURGE, ...V3 }));
      await untilRolledOut(3);
      await rest('corrected');
    },
    expects: { rests: { stalled: { daemonSets: { agent: { numberAvailable: 3, updatedNumberScheduled: 0 } } } } },
  },
  {
    name: 'crash-loop',
    title: '[PD2] a crash loop goes round on the first node, and its correction takes it from there',
    nodes: 3,
    tell: async ({ world, agent, untilPods, untilRolledOut, rest }) => {
      const plan = { minReadySeconds: 4 };
      await world.apply(agent(plan));
      await untilRolledOut(3);
      await world.apply(agent({ ...plan, ...V2, fault: 'crash-loop' }));
      await untilPods('in their second back-off', 1, (pod) => {
        const [container] = pod.status.containerStatuses ?? [];
        return container?.restartCount === 2 && waitsFor('CrashLoopBackOff')(pod);
      });
      await rest('crashing');
      await world.apply(agent({ ...plan, ...V3 }));
      await untilRolledOut(3);
      await rest('corrected');
    },
    expects: { rests: { crashing: { daemonSets: { agent: { updatedNumberScheduled: 1, numberAvailable: 2 } } } } },
  },
  {
    name: 'not-ready',
    title: '[RU5e] a pod that never gets ready holds the budget; one that was old and is not ready goes without any',
    nodes: 3,
    tell: async ({ world, agent, untilPods, untilStatus, untilRolledOut, rest }) => {
      await world.apply(agent());
      await untilRolledOut(3);
      await world.apply(agent({ ...V2, fault: 'not-ready' }));
      await untilPods('running and not ready', 1, ({ status }) => {
        return status.phase === 'Running' && status.containerStatuses?.[0]?.ready === false;
      });
      await untilStatus({ updatedNumberScheduled: 1, numberReady: 2, numberAvailable: 2 });
      await rest('held');
      await world.apply(agent({ ...V3, updateStrategy: { maxUnavailable: 3 } }));
      await untilRolledOut(3);
      await rest('corrected');
    },
    expects: { rests: { held: { daemonSets: { agent: { numberReady: 2 } }, peaks: { agent: { surging: 0 } } } } },
  },
  {
    name: 'evicted',
    title: '[EV5] a failed pod is deleted and made again after 1 s, 2 s, and twice as long each time, until a new spec',
    nodes: 1,
    tell: async ({ world, agent, untilEvent, untilRolledOut, rest, find, chronicle }) => {
      await world.apply(agent({ fault: 'evicted' }));
      await untilEvent('FailedDaemonPod', 3);
      await rest('evicted three times');
      const { pods } = chronicle();
      const failedAt = firstFailures(pods);
      const deletions = pods.filter(({ type }) => type === 'DELETED');
      // The first is taken at once, the second after a second, the third after two; told a little later than it was.
      const waits = deletions.slice(0, 3).map(({ pod, at }, index) => {
        return at - (failedAt.get(pod.metadata.uid) ?? at) >= index * 1_000 - 200;
      });
      find('each waits as long as it should', waits);
      await world.apply(agent(V2));
      await untilRolledOut(1);
      await rest('corrected');
    },
    expects: { findings: { 'each waits as long as it should': [true, true, true] } },
  },
  {
    name: 'evicted-new',
    title: '[RU8f] [EV5] beside an available old pod a failed new one waits for its back-off with surge, too',
    nodes: 1,
    // How many tries there are before the correction comes, and how far the last one gets.
    races: [/^agent #([4-9]|\d\d) /],
    tell: async ({ world, agent, untilLaterSecond, untilRolledOut, rest, find, chronicle }) => {
      await world.apply(agent(SURGE));
      await untilRolledOut(1);
      await untilLaterSecond();
      await world.apply(agent({ ...SURGE, ...V2, fault: 'evicted' }));
      await world.until('three more tries', async () => created(chronicle().pods).length >= 4);
      await world.apply(agent({ ...SURGE, ...V3 }));
      await untilRolledOut(1);
      await rest('corrected');
      const { pods } = chronicle();
      const failedAt = firstFailures(pods);
      const [, second, third, fourth] = created(pods);
      const waits = [
        [second, third, 0],
        [third, fourth, 800],
      ] as const;
      find(
        'each waits as long as it should',
        waits.map(([failed, next, least]) => {
          const since = failedAt.get(failed?.pod.metadata.uid ?? '');
          return since !== undefined && next !== undefined && next.at - since >= least;
        }),
      );
    },
    expects: { findings: { 'each waits as long as it should': [true, true] } },
  },
  {
    name: 'evicted-surge',
    title: '[EV6] with surge a failed pod does not count as present: its successor does not wait for the back-off',
    nodes: 1,
    // Failed pods go when their back-off is over, while others come.
    races: [/^agent #/, /SuccessfulDelete/],
    tell: async ({ world, agent, untilRolledOut, rest, find, chronicle }) => {
      await world.apply(agent({ ...SURGE, fault: 'evicted' }));
      await world.until('four more tries', async () => created(chronicle().pods).length >= 5);
      const { pods } = chronicle();
      const failedAt = firstFailures(pods);
      const tries = created(pods).slice(0, 5);
      const waits = tries.slice(1).map(({ at }, index) => {
        const before = tries[index]?.pod.metadata.uid ?? '';
        return at - (failedAt.get(before) ?? 0) < 900;
      });
      find('a next try waits a second', waits.filter((isShort) => !isShort).length > 1);
      await world.apply(agent({ ...SURGE, ...V3 }));
      await untilRolledOut(1);
      await rest('corrected');
    },
    expects: { findings: { 'a next try waits a second': false } },
  },
  {
    name: 'slow-end',
    title: '[TM1] [RU5b] [ST4] a pod that leaves slowly holds the budget until it is gone',
    nodes: 2,
    tell: async ({ world, agent, untilRolledOut, untilPods, rest, find, chronicle }) => {
      await world.apply(agent({ termination: '3s' }));
      await untilRolledOut(2);
      await rest('created');
      const before = chronicle().pods.length;
      await world.apply(agent({ ...V2, termination: '3s' }));
      await untilPods('leaving', 1, ({ metadata }) => metadata.deletionTimestamp !== undefined);
      await rest('the first leaves');
      await untilRolledOut(2, 'agent', { timeoutMillis: 60_000 });
      await rest('updated');
      const gone = chronicle()
        .pods.slice(before)
        .filter(({ type }) => type === 'DELETED')
        .map(({ pod }) => pod.metadata.deletionGracePeriodSeconds);
      find('grace at the end', gone);
    },
    expects: {
      rests: {
        'the first leaves': { daemonSets: { agent: { currentNumberScheduled: 2, updatedNumberScheduled: 0 } } },
        updated: { peaks: { agent: { withoutReady: 1 } } },
      },
    },
  },
  {
    name: 'killed',
    title: '[TM1] a pod that needs longer than its grace is killed when that is over',
    nodes: 1,
    tell: async ({ world, agent, untilRolledOut, rest }) => {
      const plan = { termination: '20s', podSpec: { terminationGracePeriodSeconds: 2 } };
      await world.apply(agent(plan));
      await untilRolledOut(1);
      await rest('created');
      await world.apply(agent({ ...plan, ...V2 }));
      await untilRolledOut(1);
      await rest('updated');
    },
    expects: { rests: { updated: { daemonSets: { agent: { templateGeneration: '2' } } } } },
  },
  {
    name: 'clinging',
    title: '[RU5b] a pod that does not go holds the budget for ever, unless it is deleted without grace',
    nodes: 3,
    tell: async ({ world, agent, pods, reference, untilRolledOut, untilPods, rest }) => {
      await world.apply(agent({ fault: 'stuck-terminating' }));
      await untilRolledOut(3);
      await world.apply(agent(V2));
      await untilPods('leaving', 1, ({ metadata }) => metadata.deletionTimestamp !== undefined);
      await rest('held');
      // Each of the others clings in its turn.
      for (const left of [2, 1, 0]) {
        const leaving = (await pods()).find(({ metadata }) => metadata.deletionTimestamp !== undefined);
        if (leaving === undefined) throw new Error('no pod leaves');
        await world.delete(reference('Pod', leaving.metadata.name), { gracePeriodSeconds: 0 });
        if (left > 0)
          await untilPods('leaving', 1, ({ metadata }) => {
            return metadata.deletionTimestamp !== undefined && metadata.uid !== leaving.metadata.uid;
          });
        await rest(`${left} old ones left`);
      }
      await untilRolledOut(3);
      await rest('updated');
    },
    expects: { rests: { held: { daemonSets: { agent: { currentNumberScheduled: 3, updatedNumberScheduled: 0 } } } } },
  },
];

function created(changes: readonly PodChange[]): readonly PodChange[] {
  return changes.filter(({ type }) => type === 'ADDED');
}

/** When each pod was first told to have failed, by uid. */
function firstFailures(changes: readonly PodChange[]): ReadonlyMap<string, number> {
  const failures = changes.filter(({ type, pod }) => type === 'MODIFIED' && pod.status.phase === 'Failed');
  return new Map(failures.toReversed().map(({ pod, at }) => [pod.metadata.uid, at] as const));
}

function waitsFor(reason: string): (pod: KubernetesObject & Pod) => boolean {
  return ({ status }) => status.containerStatuses?.[0]?.state.waiting?.reason === reason;
}
