import { describe, expect, test } from 'vitest';
import type { Scenario } from './scenario.ts';
import { pool } from './scenarios/makers/nodes.ts';
import { fluentBit } from './scenarios/makers/observability-agents.ts';
import { stand } from './scenarios/makers/standing.ts';
import { beginStory } from './story.ts';
import { timestamp } from './timestamp.ts';

const NOW = Date.parse('2026-11-24T12:00:00.400Z');
const HOUR = 3_600;

const SMALL: Scenario = {
  name: 'small',
  description: 'Four nodes get a new fluent-bit.',
  seed: 1,
  standingSeconds: HOUR,
  historySeconds: 20,
  lengthSeconds: 100,
  begin: (cluster) =>
    stand(cluster, {
      nodes: pool({ pool: 'general', count: 4 }),
      daemonSets: [fluentBit({ version: '4.1.1', revision: 3 })],
    }),
  script: [{ atSeconds: 30, what: 'A new version.', act: ({ apply }) => apply(fluentBit({ version: '4.2.0' })) }],
};

function statusOf({ store }: ReturnType<typeof beginStory>['cluster']) {
  return store.get('DaemonSet', 'fluent-bit', 'logging')?.status;
}

describe('a story', () => {
  test('that is lived through its history ends in the present, and its script goes on from there', () => {
    const { cluster, startedAt } = beginStory(SMALL, { until: 'history', now: NOW });
    expect(timestamp(cluster.clock.now())).toBe('2026-11-24T12:00:00Z');
    expect(timestamp(startedAt)).toBe('2026-11-24T11:59:40Z');
    expect(statusOf(cluster)).toEqual({
      observedGeneration: 3,
      desiredNumberScheduled: 4,
      currentNumberScheduled: 4,
      updatedNumberScheduled: 4,
      numberReady: 4,
      numberAvailable: 4,
      numberMisscheduled: 0,
    });
    cluster.clock.advance(80_000);
    expect(statusOf(cluster)).toMatchObject({ observedGeneration: 4, updatedNumberScheduled: 4, numberAvailable: 4 });
    cluster.stop();
  });

  test('that is lived to its end began so much earlier, with what stood there for an hour before', () => {
    const { cluster, startedAt } = beginStory(SMALL, { until: 'end', now: NOW });
    expect(timestamp(cluster.clock.now())).toBe('2026-11-24T12:00:00Z');
    expect(timestamp(startedAt)).toBe('2026-11-24T11:58:20Z');
    const revisions = cluster.store.list('ControllerRevision').map(({ revision, metadata }) => ({
      revision,
      createdAt: metadata.creationTimestamp,
    }));
    expect(revisions.toSorted((left, right) => left.revision - right.revision)).toEqual([
      { revision: 3, createdAt: '2026-11-24T10:58:20Z' },
      { revision: 4, createdAt: '2026-11-24T11:58:50Z' },
    ]);
    cluster.stop();
  });

  test('tells how far it is', () => {
    const said: string[] = [];
    beginStory(SMALL, { until: 'history', now: NOW, onProgress: (sentence) => said.push(sentence) }).cluster.stop();
    expect(said).toEqual([
      'There are 4 nodes, 1 DaemonSets and 4 pods.',
      '5 of 20 seconds have been lived.',
      '10 of 20 seconds have been lived.',
      '15 of 20 seconds have been lived.',
      '20 of 20 seconds have been lived.',
    ]);
  });

  test('is told in the same way whatever the time', () => {
    const [once, again] = [NOW, NOW + 12_345].map((now) => {
      const { cluster } = beginStory(SMALL, { until: 'end', now });
      cluster.stop();
      return cluster.store.list('Pod').map(({ metadata, spec }) => [metadata.name, metadata.uid, spec.nodeName]);
    });
    expect(again).toEqual(once);
  });
});
