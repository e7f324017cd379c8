import { afterAll, beforeAll, expect, test } from 'vitest';
import { objectKey } from '#lib/domain/keys.ts';
import { openLiveFleet } from '#lib/testing/live-fleet.ts';
import { stage, untilLaterSecond } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { untilRolledOut } from '#testbed/scenario.ts';

/** What a rollout was, by a real controller: its revisions, what differs between them, and what became of its cells. */

const V1 = 'registry.example.com/agent:1.0.0';
const V2 = 'registry.example.com/agent:2.0.0';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane?.stop());

test('[RV12] [RV4] a rollback is shown as one: which revision, what it undoes, and when it was seen', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const undone = await stage(plane, 'undone', 2);
  const key = objectKey({ namespace: 'undone', name: 'agent' });
  for (const image of [V1, V2, V1]) {
    await client.apply(undone.agent({ image }));
    await untilRolledOut(client, 'agent', 'undone', { desired: 2 });
    await live.shows(undone.key(), { state: 'Complete UpdatedAndAvailable', cells: { 'ok Available': undone.nodes } });
    // The API keeps whole seconds, and two revisions of the same one prove nothing.
    await untilLaterSecond(plane, 'undone');
  }
  const answer = live.fleet.revisions(key, undefined);
  expect(answer).toMatchObject({
    by: 'template',
    revisions: [
      { number: 3, pods: 2, current: true, rolledBackTo: true },
      { number: 2, pods: 0, current: false, rolledBackTo: false },
    ],
    hasGaps: false,
    unlisted: [],
    templateUnknown: 0,
    diff: {
      kind: 'Compared',
      between: { before: 2, after: 3 },
      changes: [{ area: 'image', container: 'agent', kind: 'changed', before: V2, after: V1 }],
    },
  });

  const timeline = live.fleet.timeline(key, { range: 'watched', groupBy: { kind: 'none' } });
  const happened = timeline?.markers.map(({ kind }) => kind).filter((kind) => kind.startsWith('Revision'));
  expect(happened).toStrictEqual(['RevisionCreated', 'RevisionCurrent']);
  expect(timeline?.steps.at(-1)?.counts).toStrictEqual({ ok: 2 });
  expect(timeline?.steps.some(({ counts }) => counts?.progressing === 1)).toBe(true);
});

test('[TD5] a restart changes an annotation alone: the templates differ, and in nothing that is kept', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const restarted = await stage(plane, 'restarted', 1);
  const key = objectKey({ namespace: 'restarted', name: 'agent' });
  await client.apply(restarted.agent());
  await untilRolledOut(client, 'agent', 'restarted', { desired: 1 });
  // As `kubectl rollout restart` does it.
  await client.apply(restarted.agent({ annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-11-24T05:00:00Z' } }));
  await untilRolledOut(client, 'agent', 'restarted', { desired: 1 });
  await expect
    .poll(() => live.fleet.revisions(key, undefined)?.diff)
    .toMatchObject({
      between: { before: 1, after: 2 },
      changes: [{ area: 'other', subject: '', kind: 'changed' }],
    });
});
