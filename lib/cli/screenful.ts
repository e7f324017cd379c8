import { rowsOf } from './paragraph.ts';
import type { Terminal } from './terminal.ts';
import type { Block } from './trouble-block.ts';

export type BlocksInRoom = {
  readonly lines: readonly string[];
  /** How many have no line here, and how many are told in brief although there is more. */
  readonly left: number;
  readonly shortened: number;
};

/**
 * As much of the blocks as so many rows of the screen can hold: the whole of the worst, then the brief form of the
 * others, then the whole of as many of them as there is room for; with what room is left the first that was shortened
 * goes on. Unless all is told, a row is kept for saying so.
 */
export function fitBlocks(blocks: readonly Block[], room: number, terminal: Terminal): BlocksInRoom {
  const whole = blocks.flatMap((block) => block.whole);
  if (rowsOf(whole, terminal) <= room) return { lines: whole, left: 0, shortened: 0 };
  const heights = blocks.map((block) => ({
    brief: rowsOf(block.brief, terminal),
    whole: rowsOf(block.whole, terminal),
  }));
  const { forms, spare } = chooseForms(heights, room - 1);
  const isShort = forms.map((form, index) => form === 'brief' && heights[index]?.brief !== heights[index]?.whole);
  const goesOn = isShort.indexOf(true);
  const lines = blocks.flatMap((block, index) => {
    const form = forms[index];
    if (form === undefined) return [];
    return index === goesOn ? goOn(block, (heights[index]?.brief ?? 0) + spare, terminal) : block[form];
  });
  return { lines, left: blocks.length - forms.length, shortened: isShort.filter(Boolean).length };
}

/** The beginning of the whole, as far as the room goes; the brief form where that says more. */
function goOn({ brief, whole }: Block, room: number, terminal: Terminal): readonly string[] {
  let count = 0;
  for (let rows = 0; count < whole.length; count += 1) {
    rows += rowsOf(whole.slice(count, count + 1), terminal);
    if (rows > room) break;
  }
  return count > brief.length ? whole.slice(0, count) : brief;
}

type Heights = { readonly brief: number; readonly whole: number };
type Form = 'brief' | 'whole';

/** The forms of the first blocks, while the others have no room; and how many rows are left. */
function chooseForms(
  heights: readonly Heights[],
  room: number,
): { readonly forms: readonly Form[]; readonly spare: number } {
  const forms: Form[] = [];
  let spare = room;
  for (const { brief, whole } of heights) {
    const isWorst = forms.length === 0;
    const form = isWorst && whole <= spare ? 'whole' : 'brief';
    const rows = form === 'whole' ? whole : brief;
    // The worst is told even on a screen that is too small for it.
    if (rows > spare && !isWorst) break;
    spare -= rows;
    forms.push(form);
  }
  for (const [index, form] of forms.entries()) {
    const { brief, whole } = heights[index] ?? { brief: 0, whole: 0 };
    if (form === 'whole' || whole - brief > spare) continue;
    spare -= whole - brief;
    forms[index] = 'whole';
  }
  return { forms, spare };
}
