import { rowsOf } from './paragraph.ts';
import type { Terminal } from './terminal.ts';
import type { Block } from './trouble-block.ts';

export type BlocksInRoom = {
  readonly lines: readonly string[];
  /** How many have no line here. */
  readonly left: number;
};

/**
 * As much of the blocks as so many rows of the screen can hold: the whole of the worst, then the brief form of the
 * others, then the whole of as many of them as there is room for. One row is kept for saying what is left out.
 */
export function fitBlocks(blocks: readonly Block[], room: number, terminal: Terminal): BlocksInRoom {
  const heights = blocks.map(({ brief, whole }) => ({
    brief: rowsOf(brief, terminal),
    whole: rowsOf(whole, terminal),
  }));
  const [worst] = heights;
  const isWhole = heights.map((_, index) => index === 0 && worst !== undefined && worst.whole < room);
  const rowsAt = (index: number) => heights[index]?.[isWhole[index] === true ? 'whole' : 'brief'] ?? 0;

  let shown = 0;
  let spare = room;
  for (; shown < blocks.length; shown += 1) {
    const kept = shown === blocks.length - 1 ? 0 : 1;
    // The worst is told even on a screen that is too small for it.
    if (shown > 0 && rowsAt(shown) + kept > spare) break;
    spare -= rowsAt(shown);
  }
  if (shown < blocks.length) spare -= 1;
  for (let index = 0; index < shown; index += 1) {
    const more = (heights[index]?.whole ?? 0) - rowsAt(index);
    if (more > spare) continue;
    spare -= more;
    isWhole[index] = true;
  }
  const lines = blocks.slice(0, shown).flatMap((block, index) => block[isWhole[index] === true ? 'whole' : 'brief']);
  return { lines, left: blocks.length - shown };
}
