/** The known name that was probably meant: the same but for capitals, or one or two letters off, or with an s. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > LONGEST) return undefined;
  const most = name.length <= 4 ? 1 : 2;
  let nearest: string | undefined;
  let least = most + 1;
  for (const each of known) {
    const distance = distanceOf(name.toLowerCase(), each.toLowerCase());
    if (distance < least) {
      least = distance;
      nearest = each;
    }
  }
  return nearest;
}

/** Longer than any name of the API: to look for its like would only take time. */
const LONGEST = 64;

/** How many letters must be put in, taken out, replaced, or exchanged with their neighbour. */
function distanceOf(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const steps = [(last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1)];
      const exchanged = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (exchanged && row > 1 && column > 1) steps.push((beforeLast[column - 2] ?? 0) + 1);
      current.push(Math.min(...steps));
    }
    [beforeLast, last] = [last, current];
  }
  return last[right.length] ?? 0;
}
