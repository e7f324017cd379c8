import type { Output } from './command-io.ts';
import { rowsOf } from './paragraph.ts';

/** The lines below the prompt that a command draws again and again; nothing above them is touched. */
export type Screen = {
  /** Writes nothing when it is drawn already. */
  readonly draw: (text: string) => void;
};

const ERASE_TO_END_OF_LINE = '\u001b[K';
const ERASE_BELOW = '\u001b[J';

export function createScreen(output: Output): Screen {
  let drawn: string | undefined;
  let drawnColumns: number | undefined;

  return {
    draw: (text) => {
      if (text === drawn && output.columns === drawnColumns) return;
      const up = drawn === undefined ? 0 : rowsOf(linesOf(drawn), { columns: output.columns });
      // A terminal that became narrower has folded them anew. Line over line, so that what stays the same does not flicker.
      const over = linesOf(text)
        .map((line) => `${line}${ERASE_TO_END_OF_LINE}\n`)
        .join('');
      output.write(`${up === 0 ? '' : `\r\u001b[${up}A`}${over}${ERASE_BELOW}`);
      drawn = text;
      drawnColumns = output.columns;
    },
  };
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}
