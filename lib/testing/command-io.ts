import type { CommandIo } from '#lib/cli/command-io.ts';

export type FakeIo = CommandIo & { readonly out: () => string; readonly err: () => string };

type Given = {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The width of the screen; without it the command writes to a pipe. */
  readonly columns?: number;
  readonly rows?: number;
  readonly stopped?: Promise<unknown>;
};

/** What a command has of a process, and what it wrote. */
export function createFakeIo({ stdin = '', env = {}, columns, rows, stopped }: Given = {}): FakeIo {
  let out = '';
  let err = '';
  async function* bytes() {
    yield new TextEncoder().encode(stdin);
  }
  return {
    stdin: bytes(),
    stdout: {
      write: (text) => {
        out += text;
      },
      ...(columns === undefined ? {} : { isTTY: true, columns }),
      ...(rows === undefined ? {} : { rows }),
    },
    stderr: {
      write: (text) => {
        err += text;
      },
    },
    env,
    ...(stopped === undefined ? {} : { stopped: () => stopped }),
    out: () => out,
    err: () => err,
  };
}
