import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeName, revisionHash, uid } from '#lib/domain/keys.ts';
import type { DaemonSetRecord } from '#lib/domain/objects.ts';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import { makeHealth } from '#lib/testing/health.ts';
import {
  CREATED_AT,
  makeDaemonPod,
  makeDaemonSet,
  makeNode,
  makeRevision,
  makeTemplate,
} from '#lib/testing/objects.ts';
import { AGENT, createSmallFleet, fillQuietly, type SmallFleet } from '#lib/testing/small-fleet.ts';
import type { StateCounts, Timeline, TimelineStep } from '#lib/wire/timeline.ts';

const NONE = { kind: 'none' } as const;

function timelineOf({ fleet }: SmallFleet, range: Timeline['range'] = 'watched'): Timeline {
  const timeline = fleet.timeline(AGENT, { range, groupBy: NONE });
  if (timeline === undefined) throw new Error('no timeline');
  return timeline;
}

const down = (name: string) => makeNode(name, { conditions: [{ type: 'Ready', status: 'False' }] });
const STALE = makeHealth({ pods: { asOfAgeMillis: 31_000 } });

describe('the timeline of a fleet', () => {
  test('is about its own DaemonSet, and there is none of one that is not there', () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    const other = makeDaemonSet({ name: 'other' });
    stage.put('daemonsets', other);
    stage.clock.advance(60_000);
    stage.put('nodes', down('node-a'));
    stage.clock.advance(100);
    expect(timelineOf(stage).steps.map(({ counts }) => counts)).toStrictEqual([{ ok: 2 }, { nodeDown: 1, ok: 1 }]);
    stage.remove('daemonsets', uid('daemonset/default/agent'));
    stage.clock.advance(100);
    expect(stage.fleet.timeline(AGENT, { range: undefined, groupBy: NONE })).toBeUndefined();
    expect(stage.fleet.revisions(AGENT, undefined)).toBeUndefined();
  });

  test('while nothing is known, what was before the gap is still told', () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    stage.clock.advance(60_000);
    stage.be(STALE);
    stage.clock.advance(60_000);
    const { steps, markers } = timelineOf(stage);
    expect(steps.map(({ counts }) => counts)).toStrictEqual([{ ok: 2 }, null]);
    expect(markers.map(({ kind }) => kind)).toStrictEqual(['WatchBegan', 'SightLost']);
  });

  test('after a restart it says since when it was watched, and of the time before what the API has moments for', () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    stage.clock.advance(60_000);
    const { watchedSince, from, steps } = timelineOf(stage, 'day');
    expect([watchedSince, from]).toStrictEqual([CREATED_AT + 3_600_000, CREATED_AT]);
    expect(steps).toStrictEqual([{ at: CREATED_AT, counts: { ok: 2 } }]);
  });

  test('when the history is full it reaches back as far as nothing is missing', () => {
    const stage = createSmallFleet({ historyLimit: 2 });
    fillQuietly(stage);
    for (let turn = 0; turn < 4; turn += 1) {
      stage.put('nodes', turn % 2 === 0 ? down('node-a') : makeNode('node-a'));
      stage.clock.advance(60_000);
    }
    const { watchedSince, steps } = timelineOf(stage, 'hour');
    const [third, fourth] = stage.fleet.transitions();
    expect(watchedSince).toBe((third?.at ?? 0) - 60_000);
    expect(steps).toStrictEqual([
      { at: CREATED_AT + 240_100, counts: { unknown: 1, ok: 1 } },
      { at: watchedSince, counts: { ok: 2 } },
      { at: third?.at, counts: { nodeDown: 1, ok: 1 } },
      { at: fourth?.at, counts: { ok: 2 } },
    ]);
  });

  test('[RV12] a rollback is a transition: the revision that is current again, when we saw it', () => {
    const stage = createSmallFleet();
    const daemonSet = fillQuietly(stage);
    const template = makeTemplate({}, { digest: 'template-2' });
    const second = { ...daemonSet, template, generation: 2, templateGeneration: '2' };
    stage.put('daemonsets', second);
    stage.clock.advance(100);
    const fresh = revisionHash('fresh');
    const creationTimestamp = CREATED_AT + 3_600_000;
    stage.put('controllerrevisions', makeRevision({ daemonSet: second, hash: fresh, revision: 2, creationTimestamp }));
    stage.put('daemonsets', { ...second, status: { ...second.status, observedGeneration: 2 } });
    stage.clock.advance(120_000);
    stage.put('daemonsets', { ...daemonSet, generation: 3, templateGeneration: '3' });
    stage.put('controllerrevisions', makeRevision({ daemonSet, revision: 3 }));
    stage.clock.advance(100);
    const revisions = stage.fleet
      .transitions()
      .flatMap((each) => (each.of === 'Revision' ? [[each.from, each.to]] : []));
    expect(revisions).toStrictEqual([
      [
        { hash: '5d8f7b6c4', number: 1 },
        { hash: 'fresh', number: 2 },
      ],
      [
        { hash: 'fresh', number: 2 },
        { hash: '5d8f7b6c4', number: 3 },
      ],
    ]);
    const events = timelineOf(stage).markers.filter(({ kind }) => kind.startsWith('Revision'));
    expect(events.map(({ kind }) => kind)).toStrictEqual(['RevisionCreated', 'RevisionCurrent']);
  });

  test('nodes that only may not be read any more are not gone', () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    stage.remove('pods', uid('pod/default/agent-node-b'));
    stage.clock.advance(20_000);
    stage.be(makeHealth({ nodes: { synced: false, cause: 'forbidden' } }));
    stage.clock.advance(100);
    expect(stage.fleet.picture().nodes.map(({ name }) => name)).toStrictEqual(['node-a']);
    stage.be(makeHealth());
    stage.clock.advance(100);
    const { steps, markers } = timelineOf(stage);
    expect(steps.slice(-2).map(({ counts }) => counts)).toStrictEqual([{ ok: 1 }, { missing: 1, ok: 1 }]);
    expect(markers.filter(({ kind }) => kind.startsWith('Nodes'))).toStrictEqual([]);
  });
});

describe('the revisions of a fleet', () => {
  test('count pods, and no pods while they may not be read', () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    expect(stage.fleet.revisions(AGENT, undefined)?.revisions[0]?.pods).toBe(2);
    stage.be(makeHealth({ pods: { synced: false, cause: 'forbidden' } }));
    stage.clock.advance(100);
    expect(stage.fleet.revisions(AGENT, undefined)?.revisions[0]).not.toHaveProperty('pods');
  });
});

/* The law: whatever happens, the timeline tells of each moment what the picture showed then. */

const NAMES = ['node-a', 'node-b', 'node-c'] as const;
type Act = (stage: SmallFleet, daemonSet: DaemonSetRecord) => void;
const ACTS: Readonly<Record<string, (name: string) => Act>> = {
  up: (name) => (stage) => {
    if (stage.store.node(nodeName(name)) !== undefined) return;
    stage.put('nodes', makeNode(name, { creationTimestamp: stage.clock.now() }));
  },
  stays: (name) => (stage) => {
    const node = stage.store.node(nodeName(name));
    if (node !== undefined) stage.put('nodes', { ...node, conditions: [{ type: 'Ready', status: 'True' }] });
  },
  down: (name) => (stage) => {
    const node = stage.store.node(nodeName(name));
    if (node !== undefined) stage.put('nodes', { ...node, conditions: [{ type: 'Ready', status: 'False' }] });
  },
  gone: (name) => (stage) => stage.remove('nodes', uid(`node/${name}`)),
  podUp: (name) => (stage, daemonSet) => stage.put('pods', makeDaemonPod({ daemonSet, nodeName: name })),
  podGone: (name) => (stage) => stage.remove('pods', uid(`pod/default/agent-${name}`)),
  blind: () => (stage) => stage.be(STALE),
  sees: () => (stage) => stage.be(makeHealth()),
};
const act = fc.record({ what: fc.constantFrom(...Object.keys(ACTS)), name: fc.constantFrom(...NAMES) });

function shown(stage: SmallFleet, daemonSet: DaemonSetRecord): StateCounts | null {
  if (stage.fleet.picture().knowledge.pods !== 'Known') return null;
  const states = Object.values(stage.cellsOf(daemonSet));
  return Object.fromEntries(
    CELL_STATES.flatMap((state) => {
      const count = states.filter((each) => each === state).length;
      return count === 0 || state === 'excluded' ? [] : [[state, count]];
    }),
  );
}

function told(steps: readonly TimelineStep[], at: number): StateCounts | null | undefined {
  return steps.findLast((step) => step.at <= at)?.counts;
}

test('the law: the timeline tells of each moment what the picture showed then', () => {
  const law = fc.property(fc.array(act, { minLength: 1, maxLength: 40 }), (acts) => {
    const stage = createSmallFleet();
    const daemonSet = fillQuietly(stage);
    const seen: { readonly at: number; readonly counts: StateCounts | null }[] = [];
    for (const { what, name } of acts) {
      stage.clock.advance(10);
      ACTS[what]?.(name)(stage, daemonSet);
      // Longer than a cell may be without a pod before it is missing, so that both states are seen.
      for (const wait of [200, 11_000]) {
        stage.clock.advance(wait);
        seen.push({ at: stage.clock.now(), counts: shown(stage, daemonSet) });
      }
    }
    const { steps } = timelineOf(stage);
    expect(seen.map(({ at }) => told(steps, at))).toStrictEqual(seen.map(({ counts }) => counts));
  });
  fc.assert(law, { seed: 13, numRuns: 150 });
});
