import { expect, test } from 'vitest';
import type { ContainerStatus, EventRecord } from '#lib/domain/objects.ts';
import {
  causesOf,
  LATE,
  makeKubeletEvent,
  makeUnreadyPod,
  POD,
  tell,
  tellEvidence,
  waiting,
} from '#lib/testing/kubelet.ts';
import { MINUTE, makeSilentNode, NOW, SECOND } from '#lib/testing/rollouts.ts';

const NOTE = 'Pulling image "example.com/agent:1"';
const pulling = makeKubeletEvent('Pulling', NOTE, { at: NOW - 2 * MINUTE - SECOND, container: 'agent' });
const CREATING = waiting('ContainerCreating');

function codesOf(status: ContainerStatus, events: readonly EventRecord[], node?: ReturnType<typeof makeSilentNode>) {
  return causesOf(makeUnreadyPod([status], LATE), { events, ...(node === undefined ? {} : { node }) }).map(
    ({ code }) => code,
  );
}

test('[K28] an image is being pulled for more than two minutes', () => {
  const causes = causesOf(makeUnreadyPod([CREATING], LATE), { events: [pulling] });
  expect(tell(causes)).toStrictEqual([
    ['K28', 'M', { container: 'agent', image: 'example.com/agent:1', seconds: 121 }],
  ]);
  expect(tellEvidence(causes)).toStrictEqual([`Event ${POD}.Pulling message = ${NOTE}`]);
  expect(causes[0]?.since).toBe(NOW - 2 * MINUTE - SECOND);
});

const at = NOW - SECOND;
test.for<readonly [title: string, status: ContainerStatus, events: readonly EventRecord[]]>([
  ['two minutes are not over', CREATING, [{ ...pulling, lastTimestamp: NOW - 2 * MINUTE }]],
  [
    'it is pulled',
    CREATING,
    [pulling, makeKubeletEvent('Pulled', 'Successfully pulled image', { at, container: 'agent' })],
  ],
  ['it failed', CREATING, [pulling, makeKubeletEvent('Failed', 'Failed to pull image', { at, container: 'agent' })]],
  ['the kubelet backs off', waiting('ImagePullBackOff'), [pulling]],
  ['the init containers have their turn', waiting('PodInitializing'), [pulling]],
  [
    'it is of an earlier run',
    waiting('ContainerCreating', undefined, { lastTermination: { exitCode: 1, finishedAt: NOW } }),
    [pulling],
  ],
  ['nobody says so', CREATING, []],
])('[K28] none is claimed when %s', ([, status, events]) => {
  expect(codesOf(status, events)).not.toContain('K28');
});

test('[K28] a new try begins the two minutes again, and what ended the first does not end it', () => {
  const first = makeKubeletEvent('Failed', 'Failed to pull image', { at: NOW - 5 * MINUTE, container: 'agent' });
  expect(codesOf(CREATING, [first, pulling])).toStrictEqual(['K28']);
});
test('[K28] the image of another container says nothing of this one', () => {
  const other = makeKubeletEvent('Pulled', 'Successfully pulled image', { at, container: 'proxy' });
  expect(codesOf(CREATING, [pulling, other])).toStrictEqual(['K28']);
});
test('[CE3] nor is one that nobody reports on any more', () => {
  expect(codesOf(CREATING, [pulling], makeSilentNode('node-a'))).toStrictEqual([]);
});
