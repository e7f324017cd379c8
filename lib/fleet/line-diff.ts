import type { DiffLine } from '#lib/wire/revision-diff.ts';

/** A table of this many entries is made in a few milliseconds; two templates of 2,000 lines each just fit. */
const LARGEST_TABLE = 4_000_000;

/**
 * The lines of two texts as one list, with as many as possible that both have (a longest common subsequence), removed
 * before added. What is too large for that is told as removed and added whole.
 */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const head = commonLength(before, after, (lines, at) => lines[at]);
  const restBefore = before.slice(head);
  const restAfter = after.slice(head);
  const tail = commonLength(restBefore, restAfter, (lines, at) => lines[lines.length - 1 - at]);
  const middle = diffMiddle(restBefore.slice(0, restBefore.length - tail), restAfter.slice(0, restAfter.length - tail));
  return [...all('same', before.slice(0, head)), ...middle, ...all('same', restBefore.slice(restBefore.length - tail))];
}

function all(kind: DiffLine['kind'], lines: readonly string[]): readonly DiffLine[] {
  return lines.map((text) => ({ kind, text }));
}

function commonLength(
  before: readonly string[],
  after: readonly string[],
  read: (lines: readonly string[], at: number) => string | undefined,
): number {
  const most = Math.min(before.length, after.length);
  let length = 0;
  while (length < most && read(before, length) === read(after, length)) length += 1;
  return length;
}

function diffMiddle(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const width = after.length + 1;
  if ((before.length + 1) * width > LARGEST_TABLE) return [...all('removed', before), ...all('added', after)];
  const lengths = commonLengths(before, after);
  const lines: DiffLine[] = [];
  let [left, right] = [0, 0];
  while (left < before.length || right < after.length) {
    const [old, fresh] = [before[left], after[right]];
    if (old !== undefined && old === fresh) {
      lines.push({ kind: 'same', text: old });
      left += 1;
      right += 1;
      continue;
    }
    const withoutOld = lengths[(left + 1) * width + right] ?? 0;
    const withoutFresh = lengths[left * width + right + 1] ?? 0;
    if (old !== undefined && (fresh === undefined || withoutOld >= withoutFresh)) {
      lines.push({ kind: 'removed', text: old });
      left += 1;
    } else if (fresh !== undefined) {
      lines.push({ kind: 'added', text: fresh });
      right += 1;
    }
  }
  return lines;
}

/** At `left * width + right`: how many lines the rests from there have in common, in order. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint16Array {
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  for (let left = before.length - 1; left >= 0; left -= 1) {
    for (let right = after.length - 1; right >= 0; right -= 1) {
      const at = left * width + right;
      const skip = Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
      lengths[at] = before[left] === after[right] ? (lengths[at + width + 1] ?? 0) + 1 : skip;
    }
  }
  return lengths;
}
