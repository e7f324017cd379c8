import type { Answer } from './subject.ts';

/** What differs from run to run is replaced by what it is; everything else stays as it came. */
export function normalise(value: unknown): unknown {
  if (typeof value === 'string') return normaliseText(value);
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, each]) => {
    // Who wrote which field: the simulator has no such book-keeping, and the case of metadata says so once.
    if (key === 'managedFields') return [];
    return [[key, HIDDEN[key]?.(each) ?? normalise(each)] as const];
  });
  return Object.fromEntries(entries);
}

const HIDDEN: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  resourceVersion: (value) => (typeof value === 'string' && /^[1-9]/.test(value) ? '<version>' : undefined),
  continue: (value) => (typeof value === 'string' && value !== '' ? '<token>' : undefined),
};

const UID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

function normaliseText(text: string): string {
  return text
    .replace(UID, '<uid>')
    .replace(TIME, (_, fraction) => (fraction === undefined ? '<time>' : '<time with microseconds>'))
    .replace(/(resource version: )\d+/gi, '$1<version>')
    .replace(/(resource version: <version>, current: )\d+/g, '$1<version>')
    .replace(/(resource version: <version> )\(\d+\)/g, '$1(<version>)');
}

/** All of an answer that a client can tell: of its headers those that it goes by. */
export function wholeAnswer(answer: Answer): unknown {
  const { status, headers, text, json } = answer;
  const retryAfter = headers['retry-after'];
  return {
    status,
    contentType: headers['content-type'],
    ...(retryAfter !== undefined && { retryAfter }),
    body: normalise(json ?? text),
  };
}
