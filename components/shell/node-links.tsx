'use client';

import Link from 'next/link';
import { useFold } from '../ui/fold.tsx';
import { LongName } from '../ui/long-name.tsx';
import { useText } from './text-context.ts';

const NODES_AT_FIRST = 12;

export function NodeLink({ node }: { readonly node: string }) {
  return (
    <Link
      prefetch={false}
      href={`/nodes/${encodeURIComponent(node)}`}
      className="inline-flex min-w-0 max-w-full text-accent underline decoration-line-strong underline-offset-2 hover:decoration-current"
    >
      <LongName text={node} />
    </Link>
  );
}

/** Nodes by name, each a link; of many the first, and all at the press of a button [P7]. */
export function NodeLinks({ nodes }: { readonly nodes: readonly string[] }) {
  const text = useText();
  const fold = useFold(nodes, NODES_AT_FIRST, {
    more: text.say('diagnosis.more', { count: nodes.length }),
    fewer: text.say('diagnosis.fewer', { count: NODES_AT_FIRST }),
  });
  return (
    <ul className="flex max-h-64 min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1 overflow-y-auto text-sm">
      {fold.shown.map((node) => (
        <li key={node} className="flex min-w-0 max-w-full">
          <NodeLink node={node} />
        </li>
      ))}
      {fold.button === null ? null : <li>{fold.button}</li>}
    </ul>
  );
}
