/** One entry that came, went or changed. An empty text says only that the entry is there: it is not told. */
export type TextChange = {
  readonly subject: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: string;
  readonly after?: string;
};

/** The entries that have a value, under a prefix. */
export function textsOf(
  entries: Readonly<Record<string, string | undefined>>,
  prefix = '',
): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(entries).flatMap(([key, text]): [string, string][] =>
      text === undefined ? [] : [[`${prefix}${key}`, text]],
    ),
  );
}

export function diffTexts(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly TextChange[] {
  const subjects = new Set([...before.keys(), ...after.keys()]);
  return [...subjects].flatMap((subject) => diffValue(subject, before.get(subject), after.get(subject)));
}

/** Undefined: not there. */
export function diffValue(subject: string, before: string | undefined, after: string | undefined): TextChange[] {
  if (before === after) return [];
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return [
    {
      subject,
      kind,
      ...(before === undefined || (before === '' && kind !== 'changed') ? {} : { before }),
      ...(after === undefined || (after === '' && kind !== 'changed') ? {} : { after }),
    },
  ];
}

/** For values that are never kept: that they changed, and nothing else. */
export function withoutTexts(changes: readonly TextChange[]): TextChange[] {
  return changes.map(({ subject, kind }) => ({ subject, kind }));
}
