import { expect, test } from 'vitest';
import { type ProxyFlags, readProxyFlags } from './proxy-flags.ts';

const TARGET = '--target=127.0.0.1:6443';
const CLEAN: ProxyFlags = {
  target: { host: '127.0.0.1', port: 6443 },
  listen: 0,
  seed: 1,
  wire: {},
  fate: {},
  flap: undefined,
};

const rows: readonly { name: string; args: readonly string[]; flags: ProxyFlags | 'help' }[] = [
  { name: 'nothing but a target is a clean wire on a free port', args: [TARGET], flags: CLEAN },
  {
    name: 'an address of version 6 stands in brackets',
    args: ['--target=[::1]:6443'],
    flags: { ...CLEAN, target: { host: '::1', port: 6443 } },
  },
  {
    name: 'one latency is that of each way',
    args: [TARGET, '--latency=0.2s'],
    flags: { ...CLEAN, wire: { delayMillis: 200 } },
  },
  {
    name: 'two latencies are to the server and to the client, each of them a span',
    args: [TARGET, '--latency=1s/50ms..200ms'],
    flags: { ...CLEAN, wire: { delayMillis: { toServer: 1_000, toClient: [50, 200] } } },
  },
  {
    name: 'a drip is so many bytes each time',
    args: [TARGET, '--drip=1/100ms'],
    flags: { ...CLEAN, wire: { sliceBytes: 1, bytesPerSecond: 10 } },
  },
  {
    name: 'a flap is a time up and a time down',
    args: [TARGET, '--flap=1s/500ms..2s'],
    flags: { ...CLEAN, flap: { upMillis: 1_000, downMillis: [500, 2_000] } },
  },
  {
    name: 'a connection may fail after a time or after bytes',
    args: [TARGET, '--reset-after=1KiB..64KiB', '--half-open-after=2m'],
    flags: { ...CLEAN, fate: { resetAfter: { bytes: [1_024, 65_536] }, halfOpenAfter: { millis: 120_000 } } },
  },
  {
    name: 'a port and a seed',
    args: [TARGET, '--listen=7443', '--seed=42'],
    flags: { ...CLEAN, listen: 7_443, seed: 42 },
  },
  { name: 'help comes first', args: ['--help', '--latency=1s'], flags: 'help' },
];
test.for(rows)('$name', ({ args, flags }) => {
  expect(readProxyFlags(args)).toStrictEqual(flags);
});

const wrong: readonly (readonly [args: readonly string[], sentence: string])[] = [
  [[], '--target=HOST:PORT is needed: where the cluster listens.'],
  [['--target=127.0.0.1'], '--target=127.0.0.1: HOST:PORT is needed, such as 127.0.0.1:6443.'],
  [['--target=https://a:1'], '--target=https://a:1: HOST:PORT is needed, such as 127.0.0.1:6443.'],
  [['--target=a:70000'], '--target=a:70000: HOST:PORT is needed, such as 127.0.0.1:6443.'],
  [['--target=a:0'], '--target=a:0: HOST:PORT is needed, such as 127.0.0.1:6443.'],
  [[TARGET, '--listen=70000'], '--listen=70000: a whole number from 0 to 65535 is needed.'],
  [[TARGET, '--seed=x'], '--seed=x: a whole number from 0 to 4294967295 is needed.'],
  [
    [TARGET, '--latency=200'],
    '--latency=200: a time is needed, such as 200ms or 50ms..200ms, or two with a slash: to the server/to the client.',
  ],
  [[TARGET, '--drip=0/1s'], '--drip=0/1s: bytes and a time with a slash are needed, such as 1/100ms or 4KiB/1s.'],
  [[TARGET, '--drip=1'], '--drip=1: bytes and a time with a slash are needed, such as 1/100ms or 4KiB/1s.'],
  [[TARGET, '--flap=1s'], '--flap=1s: two times of at least 1ms with a slash are needed, up/down, such as 1s/1s.'],
  [
    [TARGET, '--flap=0s/0s'],
    '--flap=0s/0s: two times of at least 1ms with a slash are needed, up/down, such as 1s/1s.',
  ],
  [
    [TARGET, '--reset-after=9s..3s'],
    '--reset-after=9s..3s: a time or a size is needed, such as 30s, 5s..20s, 64KiB or 1KiB..64KiB.',
  ],
  [
    [TARGET, '--half-open-after=5constructor'],
    '--half-open-after=5constructor: a time or a size is needed, such as 30s, 5s..20s, 64KiB or 1KiB..64KiB.',
  ],
  [[TARGET, '--jitter=1'], "Unknown option '--jitter'; --help tells what there is."],
];
test.for(wrong)('%j is refused in one sentence', ([args, sentence]) => {
  expect(() => readProxyFlags(args)).toThrow(sentence);
});
