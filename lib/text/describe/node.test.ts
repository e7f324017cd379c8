import { expect, test } from 'vitest';
import { createSpeaker } from '../speaker.ts';
import { nodeSentence } from './node.ts';

type Row = {
  readonly name: string;
  readonly states: Parameters<typeof nodeSentence>[1];
  readonly en: string;
  readonly ja: string;
};
const rows: readonly Row[] = [
  {
    name: 'nobody wants it',
    states: [{ name: 'a', state: 'excluded' }],
    en: 'No DaemonSet wants this node.',
    ja: 'このノードを対象とするDaemonSetはありません。',
  },
  {
    name: 'all who want it are here, or on their way',
    states: [
      { name: 'a', state: 'ok' },
      { name: 'b', state: 'progressing' },
      { name: 'c', state: 'excluded' },
    ],
    en: 'All 2 DaemonSets that want this node run here.',
    ja: 'このノードを対象とする2件のDaemonSetはすべてここで稼働しています。',
  },
  {
    name: 'what needs a look is named, three at most',
    states: ['a', 'b', 'c', 'd'].map((name) => ({ name, state: 'failed' as const })),
    en: '4 DaemonSets need a look on this node: a, b, c, 1 more.',
    ja: 'このノードで4件のDaemonSetに確認が必要です:a、b、cほか1件。',
  },
  {
    name: 'unknown is something to look at, misscheduled too',
    states: [
      { name: 'a', state: 'unknown' },
      { name: 'b', state: 'misscheduled' },
      { name: 'c', state: 'ok' },
    ],
    en: '2 DaemonSets need a look on this node: a, b.',
    ja: 'このノードで2件のDaemonSetに確認が必要です:a、b。',
  },
];
test.for(rows)('[5.6] $name', ({ states, en, ja }) => {
  expect(nodeSentence(createSpeaker('en'), states)).toBe(en);
  expect(nodeSentence(createSpeaker('ja'), states)).toBe(ja);
});
