import { expect, test } from 'vitest';
import type { Millis } from '#lib/base/clock.ts';
import { nodeName } from '#lib/domain/keys.ts';
import type { EventRecord, NodeRecord, PodRecord } from '#lib/domain/objects.ts';
import {
  crashed,
  LATE,
  makeEndedPod,
  makeKubeletEvent,
  makeUnreadyPod,
  running,
  waiting,
} from '#lib/testing/kubelet.ts';
import { deriveCell, MINUTE, makeNewPod, makeOldPod, makeSilentNode, NOW, SECOND } from '#lib/testing/rollouts.ts';

const { startTime: _, ...unseen } = makeUnreadyPod([], { ...LATE, phase: 'Pending' });
const pulling = makeKubeletEvent('Pulling', 'Pulling image "x"', { at: NOW - MINUTE });
const going = {
  deletionTimestamp: NOW + 590 * SECOND,
  deletionGracePeriodSeconds: 600,
  containerStatuses: [running()],
};

type Says = { readonly events?: readonly EventRecord[]; readonly node?: NodeRecord };

function derive(pod: PodRecord, { events = [], node }: Says, now: Millis) {
  return deriveCell({
    nodeName: nodeName('node-a'),
    ...(node === undefined ? {} : { node }),
    pods: [pod],
    eventsOf: () => events,
    now,
  });
}

/** A cell is looked at again at the moment it names, and then says something else, or names a later one. */
test.for<readonly [title: string, pod: PodRecord, says: Says, codes: readonly string[]]>([
  ['[K08] a silent kubelet has had its two minutes', unseen, { node: makeSilentNode('node-a', NOW - MINUTE) }, ['K08']],
  [
    '[K28] a pull has had its two minutes',
    makeUnreadyPod([waiting('ContainerCreating')], LATE),
    { events: [pulling] },
    ['K28'],
  ],
  ['[T03] a termination is longer than an ordinary one', makeNewPod('node-a', going), {}, ['T03']],
  ['[T03] a long grace period is over', makeNewPod('node-a', { ...going, deletionTimestamp: NOW + SECOND }), {}, []],
  ['[T04] a termination is overdue', makeNewPod('node-a', { ...going, deletionTimestamp: NOW - SECOND }), {}, ['T04']],
  [
    '[K19] an end for want of memory no longer explains anything',
    makeUnreadyPod(
      [
        running(NOW - MINUTE, {
          restartCount: 1,
          lastTermination: { exitCode: 137, reason: 'OOMKilled', finishedAt: NOW - MINUTE },
        }),
      ],
      LATE,
    ),
    {},
    ['K23'],
  ],
])('[CE13] %s', ([, pod, says, codes]) => {
  const { recheckAt = NaN } = derive(pod, says, NOW);
  expect(recheckAt).toBeGreaterThan(NOW);
  const before = derive(pod, says, recheckAt - 1).causes.map(({ code }) => code);
  const after = derive(pod, says, recheckAt).causes.map(({ code }) => code);
  expect(after).toStrictEqual(codes);
  expect(before).not.toStrictEqual(after);
});

test.for<readonly [title: string, pod: PodRecord, says: Says]>([
  ['a pod that is well', makeNewPod('node-a'), {}],
  ['an old one', makeOldPod('node-a'), {}],
  ['one that has ended', makeEndedPod('Evicted'), {}],
  ['one whose crash loop only an event ends', makeUnreadyPod([crashed(3)], LATE), {}],
])('[CE13] time alone changes nothing of %s', ([, pod, says]) => {
  expect(derive(pod, says, NOW).recheckAt).toBeUndefined();
});
