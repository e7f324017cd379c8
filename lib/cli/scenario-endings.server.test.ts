import { expect, test } from 'vitest';
import { endingOf } from '#lib/testing/scenario-ending.ts';

/** Which nodes come first, and how far it has got after eight minutes, is chance. */
const SOME: number = expect.any(Number);

const NODES = 5_000;
/** What does not tolerate a dead node wants all but the 300 with graphics cards and 24 dead ones. */
const LIVING = 4_676;

/** The story goes on while it is read, and reading a cluster of this size takes its time. */
const PATIENCE_MILLIS = 180_000;

test(
  'status --simulate=slow-5000 tells of a slow rollout among 30 agents on 5,000 nodes',
  async () => {
    const { exitCode, daemonSets } = await endingOf('slow-5000');
    expect(exitCode).toBe(1);
    expect(Object.keys(daemonSets)).toHaveLength(30);
    const rollout = daemonSets['fluent-bit'];
    expect(rollout).toMatchObject({
      verdict: 'Progressing UpdatingPods',
      // On 24 dead nodes, which are not wanted, the old pod ends for ever.
      counted: [LIVING, SOME, SOME, SOME, SOME, 24],
      cells: { ok: SOME, old: SOME, progressing: SOME, failed: SOME, starved: SOME, nodeDown: 24, excluded: 300 },
      // Dead nodes first, then what else is the matter, whatever chance brings.
      causes: expect.stringMatching(/^R03 .*\bK12\b/),
      budget: expect.stringMatching(/^\d+\/141, .*\b24 NodeNotReady$/),
    });
    expect(Object.values(rollout?.cells ?? {}).reduce((sum, count) => sum + count, 0)).toBe(NODES);
    expect(daemonSets['falco']).toEqual({
      verdict: 'Complete UpdatedAndAvailable',
      counted: [LIVING, LIVING, LIVING, LIVING, LIVING, 24],
      cells: { ok: LIVING, nodeDown: 24, excluded: 300 },
      causes: 'R03(M)',
      budget: '24/1, 24 NodeNotReady',
    });
    expect(daemonSets['cilium']).toEqual({
      verdict: 'Degraded NodesNotAvailable',
      counted: [NODES, NODES, NODES, 4_975, 4_975, 0],
      cells: { ok: 4_975, nodeDown: 25 },
      causes: 'R03',
      budget: '25/2, 25 NodeNotReady',
    });
  },
  PATIENCE_MILLIS,
);
