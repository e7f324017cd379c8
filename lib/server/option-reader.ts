import { isIP } from 'node:net';
import { isNamespace } from '#lib/domain/keys.ts';
import { parseDurationMillis } from './duration.ts';
import { isHostName } from './host.ts';
import { type ParsedOptions, quote } from './options.ts';

/** The first fault ends the reading; whoever reads a command's options catches it and says its sentence. */
export class Fault extends Error {}

export type Reader = ReturnType<typeof createReader>;

/** Reads one option each, and throws a Fault that names it when the value cannot be one. */
export function createReader({ said }: ParsedOptions) {
  const label = (name: string) => said.get(name)?.label ?? `--${name}`;
  const list = (name: string) => said.get(name)?.values ?? [];
  const text = (name: string) => list(name)[0];
  const parse = <Value>(name: string, what: string, read: (value: string) => Value | undefined) => {
    const value = text(name);
    return value === undefined ? undefined : required(name, value, what, read);
  };
  function required<Value>(
    name: string,
    value: string,
    what: string,
    read: (value: string) => Value | undefined,
  ): Value {
    const parsed = read(value);
    if (parsed === undefined) throw new Fault(`${label(name)} ${quote(value)} is not ${what}`);
    return parsed;
  }
  const each = (name: string, what: string, holds: (value: string) => boolean) =>
    list(name).map((value) => required(name, value, what, (word) => (holds(word) ? word.toLowerCase() : undefined)));

  return {
    label,
    list,
    text,
    isOn: (name: string) => said.has(name),
    isFlag: (name: string) => label(name) === `--${name}` && said.has(name),
    number: (name: string, least: number, most: number) =>
      parse(name, `a whole number from ${least} to ${most}`, (value) => {
        const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
        return number >= least && number <= most ? number : undefined;
      }),
    duration: (name: string, leastMillis: number) =>
      parse(name, `a time such as 90s or 10m, of at least ${leastMillis} ms`, (value) => {
        const millis = parseDurationMillis(value);
        return millis === undefined || millis < leastMillis ? undefined : millis;
      }),
    address: (name: string) =>
      parse(name, 'an IP address', (value) =>
        value === 'localhost' ? '127.0.0.1' : isIP(value) === 0 ? undefined : value,
      ),
    time: (name: string) =>
      parse(name, 'a time in RFC 3339, such as 2026-11-23T05:03:00Z', (value) => {
        const millis = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(value)
          ? Date.parse(value.toUpperCase())
          : Number.NaN;
        return Number.isNaN(millis) ? undefined : millis;
      }),
    oneOf: <Word extends string>(name: string, words: readonly Word[]) =>
      parse(name, `one of ${words.join(', ')}`, (value) => words.find((word) => word === value)),
    hosts: (name: string) => each(name, 'a host name, perhaps with a port', isHostName),
    namespaces: (name: string) => each(name, 'the name of a namespace', isNamespace),
  };
}
