import { expect, test } from 'vitest';
import type { PendingPod, RoomPod } from '#lib/domain/room/room-pod.ts';
import { computeWhatIf } from '#lib/domain/room/room-what-if.ts';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { makePendingRoom, makeRoomPod } from '#lib/testing/rooms.ts';
import { createText } from '../text.ts';
import { describeRoomWhatIf } from './room-what-if.ts';

const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };
const MEBI = 1024 ** 2;
const port = { port: 9100, protocol: 'TCP', hostIP: '0.0.0.0' } as const;

type Row = {
  readonly name: string;
  readonly pods?: readonly RoomPod[];
  readonly pending?: readonly PendingPod[];
  readonly gone?: readonly string[];
  readonly en: string;
  readonly ja: string;
};
const big = makeRoomPod('big', { requests: { cpu: 700, memory: 64 * MEBI, pods: 1 } });
const small = makeRoomPod('small', { requests: { cpu: 100, memory: 64 * MEBI, pods: 1 } });
const holder = makeRoomPod('holder', { requests: { cpu: 100, pods: 1 }, hostPorts: [port] });
const waits = makePendingRoom({ requests: { cpu: 300, memory: 128 * MEBI, pods: 1 } });

const rows: readonly Row[] = [
  {
    name: '[FT9] what is lacking while nobody is ticked',
    en: 'Does not fit: lacks 100m CPU.',
    ja: '収まりません。不足は100mのCPUです。',
  },
  {
    name: '[MR17] just enough',
    gone: ['small'],
    en: 'Fits: needs 300m CPU, frees 100m CPU.',
    ja: '収まります。300mのCPUが必要で、100mのCPUが空きます。',
  },
  {
    name: '[MR17] more than enough: only of what was lacking',
    gone: ['big'],
    en: 'Fits: needs 300m CPU, frees 700m CPU. More than needed: 600m CPU.',
    ja: '収まります。300mのCPUが必要で、700mのCPUが空きます。余りは600mのCPUです。',
  },
  {
    name: '[MR17] not enough yet',
    pods: [big, small, makeRoomPod('tiny', { requests: { cpu: 10 } })],
    gone: ['tiny'],
    en: 'Does not fit yet: frees 10m CPU, still lacks 100m CPU.',
    ja: 'まだ収まりません。10mのCPUが空きますが、不足は100mのCPUです。',
  },
  {
    name: '[MR17] what is ticked holds nothing of what is lacking',
    pods: [big, small, makeRoomPod('idle', { requests: { memory: MEBI } })],
    gone: ['idle'],
    en: 'Does not fit yet: frees nothing of that, still lacks 100m CPU.',
    ja: 'まだ収まりません。不足していないものが空きますが、不足は100mのCPUです。',
  },
  {
    name: '[FT9] it fits already',
    pods: [small],
    en: 'Fits: needs 300m CPU and 128 MiB memory, 900m CPU and 960 MiB memory free.',
    ja: '収まります。300mのCPUと128 MiBのメモリが必要で、空きは900mのCPUと960 MiBのメモリです。',
  },
  {
    name: '[MR1] it fits once those that leave are gone',
    pods: [{ ...big, standing: 'Terminating' }, small],
    en: 'Fits once the pods that are leaving are gone: needs 300m CPU and 128 MiB memory.',
    ja: '終了処理中のPodがなくなれば収まります。300mのCPUと128 MiBのメモリが必要です。',
  },
  {
    name: '[FT13] a port that somebody has',
    pods: [holder],
    pending: [{ ...waits, hostPorts: [port] }],
    en: 'Does not fit: lacks host port 9100/TCP.',
    ja: '収まりません。不足はホストポート9100/TCPです。',
  },
  {
    name: '[FT13] without its holder',
    pods: [holder],
    pending: [{ ...waits, hostPorts: [port] }],
    gone: ['holder'],
    en: 'Fits: needs host port 9100/TCP, frees host port 9100/TCP.',
    ja: '収まります。ホストポート9100/TCPが必要で、ホストポート9100/TCPが空きます。',
  },
  {
    name: '[FT13] two that want the same port',
    pods: [],
    pending: [
      { ...waits, hostPorts: [port] },
      { ...waits, uid: 'other', hostPorts: [port] },
    ],
    en: 'Two of the pods that wait want the same host port: no eviction helps.',
    ja: '待っているPodのうち2件が同じホストポートを必要とするため、退避では解決しません。',
  },
  {
    name: 'nobody waits and nobody is ticked',
    pending: [],
    en: 'Nobody waits, and nothing is ticked.',
    ja: '空きを待つPodも、選ばれたPodもありません。',
  },
  {
    name: 'nobody waits: what comes free',
    pending: [],
    gone: ['small'],
    en: 'Frees 100m CPU, 64 MiB memory and 1 pod slot; nobody waits for it.',
    ja: '100mのCPU、64 MiBのメモリと1件のPodの枠が空きます。待っているPodはありません。',
  },
];
test.for(rows)('$name', ({ pods = [big, small], pending = [waits], gone = [], en, ja }) => {
  const room = { allocatable: { cpu: 1_000, memory: 1_024 * MEBI, pods: 9 }, pods, pending };
  const view = {
    before: computeWhatIf(room, new Set()),
    after: computeWhatIf(room, new Set(gone)),
    ticked: gone.length,
    waiting: pending.length,
  };
  const told = { en: describeRoomWhatIf(texts.en, view), ja: describeRoomWhatIf(texts.ja, view) };
  expect(told).toStrictEqual({ en, ja });
  expect(lintEnglish(told.en)).toStrictEqual([]);
  expect(lintJapanese(told.ja)).toStrictEqual([]);
});
