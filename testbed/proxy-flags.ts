import { parseArgs } from 'node:util';
import { type After, drip, type Fate, type Span, type Wire } from './proxy-fault.ts';
import type { Flap } from './proxy-flap.ts';

export type ProxyFlags = {
  readonly target: { readonly host: string; readonly port: number };
  /** 0: a free one. */
  readonly listen: number;
  readonly seed: number;
  readonly wire: Wire;
  readonly fate: Fate;
  readonly flap: Flap | undefined;
};

/** What is wrong with a flag, in one sentence for people. */
export class FlagError extends Error {}

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  target: TEXT,
  listen: TEXT,
  latency: TEXT,
  drip: TEXT,
  flap: TEXT,
  'reset-after': TEXT,
  'half-open-after': TEXT,
  seed: TEXT,
  help: { type: 'boolean' },
} as const;

export function readProxyFlags(args: readonly string[]): ProxyFlags | 'help' {
  const values = parse(args);
  if (values.help === true) return 'help';
  if (values.target === undefined) throw new FlagError('--target=HOST:PORT is needed: where the cluster listens.');
  const resetAfter = values['reset-after'];
  const halfOpenAfter = values['half-open-after'];
  return {
    target: readTarget(values.target),
    listen: values.listen === undefined ? 0 : readWhole('listen', values.listen, 65_535),
    seed: values.seed === undefined ? 1 : readWhole('seed', values.seed, 2 ** 32 - 1),
    wire: {
      ...(values.latency !== undefined && { delayMillis: readLatency(values.latency) }),
      ...(values.drip !== undefined && readDrip(values.drip)),
    },
    fate: {
      ...(resetAfter !== undefined && { resetAfter: readAfter('reset-after', resetAfter) }),
      ...(halfOpenAfter !== undefined && { halfOpenAfter: readAfter('half-open-after', halfOpenAfter) }),
    },
    flap: values.flap === undefined ? undefined : readFlap(values.flap),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    // Node goes on to explain positional arguments, of which there are none here.
    const [sentence] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new FlagError(`${sentence?.replace(/\.$/, '')}; --help tells what there is.`);
  }
}

function readTarget(text: string): ProxyFlags['target'] {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:/[\]]+)):(\d+)$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port < 1 || port > 65_535)
    throw new FlagError(`--target=${text}: HOST:PORT is needed, such as 127.0.0.1:6443.`);
  return { host, port };
}

function readWhole(flag: string, text: string, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > most)
    throw new FlagError(`--${flag}=${text}: a whole number from 0 to ${most} is needed.`);
  return number;
}

function readLatency(text: string): NonNullable<Wire['delayMillis']> {
  const [first = '', second, ...more] = text.split('/');
  const toServer = readSpan(first, readMillis);
  const toClient = second === undefined ? toServer : readSpan(second, readMillis);
  if (toServer === undefined || toClient === undefined || more.length > 0)
    throw new FlagError(
      `--latency=${text}: a time is needed, such as 200ms or 50ms..200ms, or two with a slash: to the server/to the client.`,
    );
  return second === undefined ? toServer : { toServer, toClient };
}

function readDrip(text: string): Wire {
  const [count = '', time = '', ...more] = text.split('/');
  const bytes = /^\d+$/.test(count) ? Number(count) : readBytes(count);
  const millis = readMillis(time);
  if (bytes === undefined || bytes < 1 || millis === undefined || millis <= 0 || more.length > 0)
    throw new FlagError(`--drip=${text}: bytes and a time with a slash are needed, such as 1/100ms or 4KiB/1s.`);
  return drip(bytes, millis);
}

function readFlap(text: string): Flap {
  const [up = '', down = '', ...more] = text.split('/');
  const upMillis = readSpan(up, readMillis);
  const downMillis = readSpan(down, readMillis);
  if (upMillis === undefined || downMillis === undefined || more.length > 0 || !isLong(upMillis) || !isLong(downMillis))
    throw new FlagError(`--flap=${text}: two times of at least 1ms with a slash are needed, up/down, such as 1s/1s.`);
  return { upMillis, downMillis };
}

/** A flap without any time would never let go of the processor. */
function isLong(span: Span): boolean {
  return (typeof span === 'number' ? span : span[0]) >= 1;
}

function readAfter(flag: string, text: string): After {
  const millis = readSpan(text, readMillis);
  if (millis !== undefined) return { millis };
  const bytes = readSpan(text, readBytes);
  if (bytes !== undefined) return { bytes };
  throw new FlagError(`--${flag}=${text}: a time or a size is needed, such as 30s, 5s..20s, 64KiB or 1KiB..64KiB.`);
}

function readSpan(text: string, read: (text: string) => number | undefined): Span | undefined {
  const [first = '', second, ...more] = text.split('..');
  const least = read(first);
  if (least === undefined || more.length > 0) return undefined;
  if (second === undefined) return least;
  const most = read(second);
  return most === undefined || most < least ? undefined : [least, most];
}

const MILLIS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const BYTES: Readonly<Record<string, number>> = { B: 1, KiB: 1_024, MiB: 1_048_576, GiB: 1_073_741_824 };

function readMillis(text: string): number | undefined {
  return readUnit(text, MILLIS);
}
function readBytes(text: string): number | undefined {
  return readUnit(text, BYTES);
}
function readUnit(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
