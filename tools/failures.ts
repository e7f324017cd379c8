import { relative } from 'node:path';

/** What the last lines of a whole run say of a failed test: where it is, what it claims, and the first line of why. */
export type Failure = { readonly file: string; readonly title: string; readonly why: string };

type VitestReport = {
  readonly testResults?: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
};

/** Of a report of vitest; a file that could not even be loaded counts as one, and what passed when tried again is told too. */
export function vitestFailures({ testResults = [] }: VitestReport, root = process.cwd()): readonly Failure[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const told = assertionResults.filter((each) => each.status === 'failed' || (each.failureMessages ?? []).length > 0);
    if (told.length === 0 && status === 'failed') return [{ file, title: 'the file', why: firstLine(message) }];
    return told.map((each) => {
      const title = each.status === 'passed' ? `passed when tried again: ${each.fullName}` : each.fullName;
      return { file, title, why: firstLine(each.failureMessages?.[0]) };
    });
  });
}

type PlaywrightSuite = {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly ok: boolean;
    readonly title: string;
    readonly file: string;
    readonly line: number;
    readonly tests: readonly { readonly results: readonly { readonly error?: { readonly message?: string } }[] }[];
  }[];
};

export function playwrightFailures({ suites = [], specs = [] }: PlaywrightSuite): readonly Failure[] {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, line, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap(({ error }) => error?.message ?? []));
      return { file: `${file}:${line}`, title, why: firstLine(errors.at(-1)) };
    });
  return [...own, ...suites.flatMap(playwrightFailures)];
}

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const LONGEST = 300;

function firstLine(text = 'no reason given'): string {
  return (text.replace(COLOURS, '').split('\n')[0] ?? '').slice(0, LONGEST);
}
