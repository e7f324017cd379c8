import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { Speaker } from '../speaker.ts';

type Entry = { readonly name: string; readonly state: CellState };

/** A state that is at rest, or on its way: nothing to look at. */
const FINE: ReadonlySet<CellState> = new Set<CellState>(['ok', 'old', 'progressing', 'excluded']);
const NAMES_SHOWN = 3;

/** Those that need a look. */
export function findTrouble<Some extends Entry>(daemonSets: readonly Some[]): readonly Some[] {
  return daemonSets.filter(({ state }) => !FINE.has(state));
}

/** The first sentence of a node: which DaemonSets need a look, or that all who want it run here. */
export function nodeSentence({ say, locale }: Speaker, daemonSets: readonly Entry[]): string {
  const trouble = findTrouble(daemonSets);
  if (trouble.length === 0) {
    return say('screen.node.sentence.well', { wanted: daemonSets.filter(({ state }) => state !== 'excluded').length });
  }
  const shown = trouble.slice(0, NAMES_SHOWN).map(({ name }) => name);
  const joined = shown.join(locale === 'ja' ? '、' : ', ');
  const more = trouble.length - shown.length;
  const names = more > 0 ? say('fleet.names.more', { names: joined, more }) : joined;
  return say('screen.node.sentence.trouble', { trouble: trouble.length, names });
}
