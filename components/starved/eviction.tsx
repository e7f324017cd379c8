'use client';

import Link from 'next/link';
import { planAddress } from '#lib/browser/plan-address.ts';
import type { StarvedNode } from '#lib/wire/room.ts';
import { useText } from '../shell/text-context.ts';
import { LongName } from '../ui/long-name.tsx';

/** So many pods of a set are named in a row; the plan names all of them. */
const PODS_NAMED = 3;

type Props = { readonly node: StarvedNode; readonly areBudgetsKnown: boolean };

function Marks({ node: { eviction }, areBudgetsKnown }: Props) {
  const text = useText();
  if (eviction === null) return null;
  const { bare, violations } = eviction;
  const marks = [
    ...(bare > 0 ? [text.say('starved.eviction.bare', { count: bare })] : []),
    ...(violations > 0 ? [text.say('starved.eviction.violations', { count: violations })] : []),
    ...(areBudgetsKnown ? [] : [text.say('starved.eviction.unknown')]),
  ];
  if (marks.length === 0) return null;
  return <span className="text-starved-fg text-xs">{marks.join(text.say('screen.separator'))}</span>;
}

function Pods({ node: { kind, eviction } }: Pick<Props, 'node'>) {
  const text = useText();
  if (kind !== 'Evict') return <span className="text-muted-fg">{text.say(`starved.eviction.${kind}.phrase`)}</span>;
  if (eviction === null) return <span className="text-muted-fg">{text.say('starved.unclear')}</span>;
  const more = eviction.pods.length - PODS_NAMED;
  return (
    <>
      {eviction.pods.slice(0, PODS_NAMED).map(({ uid, namespace, name }) => (
        <LongName key={uid} text={`${namespace}/${name}`} className="max-w-72" />
      ))}
      {more > 0 ? <span className="text-muted-fg">{text.say('starved.eviction.more', { more })}</span> : null}
    </>
  );
}

/** The pods that would have to go, what that costs, and the way to the plan with its commands. */
export function Eviction({ node, areBudgetsKnown }: Props) {
  const text = useText();
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <Pods node={node} />
      <Marks node={node} areBudgetsKnown={areBudgetsKnown} />
      <Link
        prefetch={false}
        href={planAddress(node.node, node.eviction?.pods ?? [])}
        aria-label={text.say('starved.plan.of', { node: node.node })}
        data-plan=""
        className="text-accent underline underline-offset-2"
      >
        {text.say('starved.plan')}
      </Link>
    </span>
  );
}
