'use client';

import { useState } from 'react';
import { useIsUntrusted } from '#lib/browser/fleet-context.ts';
import { useText } from '../shell/text-context.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Section } from '../ui/section.tsx';
import { StarvedTable } from './pool-table.tsx';
import type { StarvedPool } from './starved-rows.ts';

/** One name per line, for a shell or a ticket. */
export function CopyNames({ nodes }: { readonly nodes: StarvedPool['nodes'] }) {
  const text = useText();
  return (
    <CopyButton
      content={nodes.map(({ node }) => node).join('\n')}
      label={text.say('starved.copy', { count: nodes.length })}
      copiedLabel={text.say('starved.copied')}
      byHand={text.say('starved.copy.byHand')}
    />
  );
}

type Props = {
  readonly pool: StarvedPool;
  /** There is no other. */
  readonly isOnly: boolean;
  readonly rowsAtFirst: number;
  readonly areBudgetsKnown: boolean;
};

/** The starved nodes of one pool, worst first; of many the first, and all at the press of a button [P7]. */
export function PoolSection({ pool: { pool, nodes }, isOnly, rowsAtFirst, areBudgetsKnown }: Props) {
  const text = useText();
  const [isOpen, setIsOpen] = useState(false);
  const name = pool === null ? text.say(isOnly ? 'starved.pool.all' : 'starved.pool.none') : pool;
  const isUntrusted = useIsUntrusted();
  const label = text.say('screen.group.label', { group: name, count: nodes.length });
  const title = isUntrusted ? text.say('screen.kept', { word: label }) : label;
  // A button that stands for a single row saves nothing.
  const isWhole = nodes.length <= rowsAtFirst + (rowsAtFirst > 0 ? 1 : 0);
  const shown = isOpen || isWhole ? nodes : nodes.slice(0, rowsAtFirst);
  return (
    <Section title={title} aside={isOnly ? null : <CopyNames nodes={nodes} />}>
      {shown.length === 0 ? null : <StarvedTable caption={title} nodes={shown} areBudgetsKnown={areBudgetsKnown} />}
      {isWhole ? null : (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="mt-2 rounded-sm border border-line-strong px-2 py-0.5 text-xs hover:bg-raised"
        >
          {isOpen
            ? text.say('starved.fewer', { count: rowsAtFirst })
            : text.say('starved.more', { count: nodes.length })}
        </button>
      )}
    </Section>
  );
}
