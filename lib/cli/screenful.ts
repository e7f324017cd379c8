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
 * others, then the whole of as many of them as there is room for. Unless all is told, a row is kept for saying so.
 */
export function fitBlocks(blocks: readonly Block[], room: number, terminal: Terminal): BlocksInRoom {
  const heights = blocks.map(({ brief, whole }) => ({
    brief: rowsOf(brief, terminal),
    whole: rowsOf(whole, terminal),
  }));
  const everything = heights.reduce((sum, { whole }) => sum + whole, 0);
  if (everything <= room) return { lines: blocks.flatMap(({ whole }) => whole), left: 0, shortened: 0 };
  const forms = chooseForms(heights, room - 1);
  return {
    lines: blocks.flatMap((block, index) => (forms[index] === undefined ? [] : block[forms[index]])),
    left: blocks.length - forms.length,
    shortened: forms.filter((form, index) => form === 'brief' && heights[index]?.brief !== heights[index]?.whole)
      .length,
  };
}

type Heights = { readonly brief: number; readonly whole: number };

/** The forms of the first blocks; the others have no room. */
function chooseForms(heights: readonly Heights[], room: number): readonly ('brief' | 'whole')[] {
  const forms: ('brief' | 'whole')[] = [];
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
  return forms.map((form, index) => {
    const { brief, whole } = heights[index] ?? { brief: 0, whole: 0 };
    if (form === 'whole' || whole - brief > spare) return form;
    spare -= whole - brief;
    return 'whole';
  });
}
