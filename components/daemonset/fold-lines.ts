import type { DiffLine } from '#lib/wire/revision-diff.ts';

export type FoldedLine =
  | { readonly kind: 'Line'; readonly at: number; readonly line: DiffLine }
  | { readonly kind: 'Fold'; readonly at: number; readonly count: number };

/** Lines of context on each side of a difference. */
const CONTEXT = 3;

/** Leaves out equal lines that are further than `context` from any difference, where there are at least two in a row. */
export function foldLines(lines: readonly DiffLine[], context = CONTEXT): readonly FoldedLine[] {
  const isNear = nearDifference(lines, context);
  const folded: FoldedLine[] = [];
  let first = 0;
  const close = (end: number): void => {
    const count = end - first;
    if (count > 1) folded.push({ kind: 'Fold', at: first, count });
    const [line] = lines.slice(first, end);
    if (count === 1 && line !== undefined) folded.push({ kind: 'Line', at: first, line });
  };
  for (const [at, line] of lines.entries()) {
    if (isNear[at] !== true) continue;
    close(at);
    folded.push({ kind: 'Line', at, line });
    first = at + 1;
  }
  close(lines.length);
  return folded;
}

function nearDifference(lines: readonly DiffLine[], context: number): readonly boolean[] {
  const distance = (order: readonly DiffLine[]): readonly number[] => {
    let since = context === Number.POSITIVE_INFINITY ? 0 : Number.POSITIVE_INFINITY;
    return order.map(({ kind }) => {
      since = kind === 'same' ? since + 1 : 0;
      return since;
    });
  };
  const before = distance(lines);
  const after = distance(lines.toReversed()).toReversed();
  return lines.map((_, at) => Math.min(before[at] ?? 0, after[at] ?? 0) <= context);
}
