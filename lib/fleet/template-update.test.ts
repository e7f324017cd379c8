import { expect, test } from 'vitest';
import { revisionHash } from '#lib/domain/keys.ts';
import { makeContainer, makeDaemonSet, makeRevision, makeTemplate } from '#lib/testing/objects.ts';
import { templateUpdateOf } from './template-update.ts';

const daemonSet = makeDaemonSet();
const templateOf = (version: string, hostNetwork = false) => ({
  ...makeTemplate({ containers: [makeContainer({ name: 'agent', image: `x/agent:${version}` })], hostNetwork }),
  digest: `${version} ${hostNetwork}`,
});
const revisionOf = (number: number, version: string, pods: number, hostNetwork = false) => ({
  revision: makeRevision({
    daemonSet,
    revision: number,
    hash: revisionHash(`hash-${number}`),
    template: templateOf(version, hostNetwork),
  }),
  pods,
});
const current = (number: number) => ({
  current: { hash: revisionHash(`hash-${number}`), number },
  by: 'template' as const,
});

test('[5.4] the revision of most old pods, the images that differ, and how much more does', () => {
  const revisions = [revisionOf(4, '3', 2, true), revisionOf(3, '2', 7), revisionOf(2, '1', 1)];
  expect(templateUpdateOf({ revisions, revision: current(4) })).toStrictEqual({
    from: 3,
    to: 4,
    images: [{ container: 'agent', before: 'x/agent:2', after: 'x/agent:3' }],
    more: 1,
  });
});

test('[5.4] without an old pod nothing is under way', () => {
  const revisions = [revisionOf(4, '3', 9), revisionOf(3, '2', 0)];
  expect(templateUpdateOf({ revisions, revision: current(4) })).toBeUndefined();
});

test('[5.4] of a template that is not known nothing is told', () => {
  const { revision, pods } = revisionOf(3, '2', 5);
  const { template: _, ...bare } = revision;
  const revisions = [revisionOf(4, '3', 1), { revision: bare, pods }];
  expect(templateUpdateOf({ revisions, revision: current(4) })).toBeUndefined();
  expect(templateUpdateOf({ revisions, revision: { by: 'none' } })).toBeUndefined();
});
