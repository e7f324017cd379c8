'use client';

import Link from 'next/link';
import { memo, type Ref } from 'react';
import { useServerText } from '#lib/browser/fleet-context.ts';
import { useIsNarrow } from '#lib/browser/use-is-narrow.ts';
import type { Lack, SelfHelp } from '#lib/domain/room/make-room.ts';
import { nameAmount } from '#lib/text/describe/phrase.ts';
import { describeLack, describeSelfHelp, writeHostPort } from '#lib/text/describe/room.ts';
import { sayAmount } from '#lib/text/describe/room-amount.ts';
import type { StarvedNode, StarvedPod } from '#lib/wire/room.ts';
import { NodeLink } from '../shell/node-links.tsx';
import { useText } from '../shell/text-context.ts';
import { LongName } from '../ui/long-name.tsx';
import { HeadCell, NarrowRow } from '../ui/table.tsx';
import { Eviction } from './eviction.tsx';

/** Of several pods on one node only the last has the hairline; on a phone it is under what stands below the row. */
const INNER = 'px-2 py-1 text-left align-baseline';
const CELL = `${INNER} border-b max-sm:border-b-0`;

/** The same in the table of every pool. */
const WIDTHS = ['sm:w-[14%]', 'sm:w-[20%]', 'sm:w-[12%]', 'sm:w-[8%]', 'sm:w-[9%]', 'sm:w-[7%]', 'sm:w-[30%]'];

export function StarvedHead() {
  const text = useText();
  return (
    <>
      <colgroup>
        {WIDTHS.map((width) => (
          <col key={width} className={width} />
        ))}
      </colgroup>
      <thead className="sticky top-0 z-1 bg-bg">
        <tr aria-rowindex={1}>
          <HeadCell>{text.say('screen.column.node')}</HeadCell>
          <HeadCell isWide>{text.say('starved.column.daemonSet')}</HeadCell>
          <HeadCell>{text.say('starved.column.resource')}</HeadCell>
          <HeadCell isNumber>{text.say('starved.column.by')}</HeadCell>
          <HeadCell isWide>{text.say('starved.column.itself')}</HeadCell>
          <HeadCell isNumber>{text.say('screen.column.since')}</HeadCell>
          <HeadCell isWide>{text.say('starved.column.eviction')}</HeadCell>
        </tr>
      </thead>
    </>
  );
}

export const STARVED_COLUMNS = WIDTHS.length;
/** On the narrowest screen. */
const NARROW_COLUMNS = 4;

function DaemonSetLink({ daemonSet }: { readonly daemonSet: string }) {
  const [namespace = '', name = ''] = daemonSet.split('/');
  return (
    <Link
      prefetch={false}
      href={`/daemonsets/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}?tab=diagnosis`}
      className="inline-flex max-w-64 items-baseline gap-2 hover:underline"
    >
      <LongName text={name} />
      <span title={namespace} className="max-w-32 flex-none truncate text-muted-fg text-xs">
        {namespace}
      </span>
    </Link>
  );
}

function Since({ since }: { readonly since: number | null }) {
  const text = useText();
  return <>{useServerText((now) => (since === null ? '–' : text.duration(now - since)))}</>;
}

const TONES: Readonly<Record<SelfHelp['kind'], string>> = {
  NeverFits: 'font-medium text-failed-fg',
  No: 'font-medium text-starved-fg',
  Forbidden: 'font-medium text-starved-fg',
  Yes: '',
  UnderWay: 'text-rolling-fg',
  NotNeeded: 'text-muted-fg',
};

function Itself({ selfHelp }: Pick<StarvedPod, 'selfHelp'>) {
  const text = useText();
  const { phrase, sentence } = describeSelfHelp(text, { selfHelp, since: null }, 0);
  return (
    <span title={sentence} className={`whitespace-nowrap ${TONES[selfHelp.kind]}`}>
      {phrase}
    </span>
  );
}

function keyOf(lack: Lack): string {
  return lack.kind === 'HostPort' ? writeHostPort(lack.hostPort) : lack.resource;
}

/** They are known by uid alone here; the eviction names them. */
function withoutHolders(lack: Lack): Lack {
  return lack.kind === 'HostPort' ? { ...lack, holders: [] } : lack;
}

/** Of a port the port itself; it is there or not, and so short by nothing else. */
function LackLines({ lacks, part }: { readonly lacks: readonly Lack[]; readonly part: 'name' | 'amount' }) {
  const text = useText();
  if (lacks.length === 0) return part === 'name' ? text.say('starved.unclear') : '–';
  return lacks.map((lack) => {
    const isPort = lack.kind === 'HostPort';
    const name = isPort ? text.say('starved.port') : nameAmount(text, lack.resource);
    const amount = isPort ? writeHostPort(lack.hostPort) : sayAmount(text, lack.resource, lack.requested - lack.free);
    return (
      <span
        key={keyOf(lack)}
        title={describeLack(text, withoutHolders(lack)).phrase}
        className="block whitespace-nowrap"
      >
        {part === 'name' ? name : amount}
      </span>
    );
  });
}

function Narrow({ node, areBudgetsKnown }: { readonly node: StarvedNode; readonly areBudgetsKnown: boolean }) {
  const text = useText();
  return (
    <div className="flex flex-col gap-0.5">
      {node.pending.map(({ daemonSet, selfHelp }) => (
        <span key={daemonSet} className="flex flex-wrap items-baseline gap-x-3">
          <DaemonSetLink daemonSet={daemonSet} />
          <span>
            {text.say('starved.itself.line', { word: describeSelfHelp(text, { selfHelp, since: null }, 0).phrase })}
          </span>
        </span>
      ))}
      <Eviction node={node} areBudgetsKnown={areBudgetsKnown} />
    </div>
  );
}

type Props = {
  readonly node: StarvedNode;
  readonly areBudgetsKnown: boolean;
  /** Which row of the table the first of it is, from 2; undefined where all rows are drawn. */
  readonly rowIndex?: number;
  /** For a table of which only the rows in sight are drawn. */
  readonly measure?: Ref<HTMLTableSectionElement>;
  readonly index?: number;
};

/** A node: one line for each pod that waits there, and one plan for all of them. */
export const StarvedRow = memo(function StarvedRow({ node, areBudgetsKnown, rowIndex, measure, index }: Props) {
  const lines = node.pending.length;
  const isNarrow = useIsNarrow();
  return (
    <tbody ref={measure} data-index={index} data-starved={node.node}>
      {node.pending.map(({ daemonSet, lacks, selfHelp, since }, at) => {
        const cell = at === lines - 1 ? CELL : INNER;
        return (
          <tr key={daemonSet} aria-rowindex={rowIndex === undefined ? undefined : rowIndex + at}>
            {at === 0 ? (
              <th scope="rowgroup" rowSpan={lines} className={`${CELL} max-w-60 pl-0 font-medium`}>
                <NodeLink node={node.node} />
              </th>
            ) : null}
            <td className={`${cell} max-sm:hidden`}>
              <DaemonSetLink daemonSet={daemonSet} />
            </td>
            <td className={cell}>
              <LackLines lacks={lacks} part="name" />
            </td>
            <td className={`${cell} text-right`}>
              <LackLines lacks={lacks} part="amount" />
            </td>
            <td className={`${cell} max-sm:hidden`}>
              <Itself selfHelp={selfHelp} />
            </td>
            <td className={`${cell} whitespace-nowrap text-right`}>
              <Since since={since} />
            </td>
            {at === 0 ? (
              <td rowSpan={lines} className={`${CELL} pr-0 max-sm:hidden`}>
                <Eviction node={node} areBudgetsKnown={areBudgetsKnown} />
              </td>
            ) : null}
          </tr>
        );
      })}
      {isNarrow ? (
        <NarrowRow columns={NARROW_COLUMNS}>
          <Narrow node={node} areBudgetsKnown={areBudgetsKnown} />
        </NarrowRow>
      ) : null}
    </tbody>
  );
});
