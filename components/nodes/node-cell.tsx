'use client';

import Link from 'next/link';
import { useServerText } from '#lib/browser/fleet-context.ts';
import { groupKeyOf } from '#lib/browser/grouping.ts';
import { lackingOn, type NodeList } from '#lib/browser/node-list.ts';
import type { NodeColumn } from '#lib/browser/node-sort.ts';
import { stateOf } from '#lib/browser/worst.ts';
import type { NodeListing } from '#lib/wire/room.ts';
import { CellStateBadge } from '../shell/state-badge.tsx';
import { useText } from '../shell/text-context.ts';
import { LongName } from '../ui/long-name.tsx';

/** In pixels; what is wider than all together is shared out. */
export const COLUMN_WIDTHS: Readonly<Record<NodeColumn, number>> = {
  node: 184,
  state: 128,
  ready: 88,
  incomplete: 240,
  pool: 120,
  zone: 112,
  instance: 112,
  version: 88,
  age: 80,
  taints: 176,
  pressure: 136,
  completeAfter: 128,
};

type Props = {
  readonly list: NodeList;
  readonly node: number;
  readonly column: NodeColumn;
  readonly isUntrusted: boolean;
  /** Nodes that may not be read are known from their pods alone. */
  readonly areNodesRead: boolean;
};
type ContentProps = Omit<Props, 'column'>;

const NOTHING = '–';

function State({ list, node, isUntrusted }: ContentProps) {
  const text = useText();
  const state = stateOf(list.tally.worst[node]);
  if (!isUntrusted || state === 'unknown') return <CellStateBadge state={state} />;
  return <span className="text-muted-fg">{text.say('screen.kept', { word: text.describeCellState(state).word })}</span>;
}

function Ready({ list, node, areNodesRead }: ContentProps) {
  const text = useText();
  const ready = list.nodes[node]?.ready ?? 'Absent';
  return <>{text.say(ready === 'Absent' && !areNodesRead ? 'nodes.ready.unread' : `nodes.ready.${ready}`)}</>;
}

/** How many of how many, and which; the percentage alone would hide them. */
function Incomplete({ list, node }: ContentProps) {
  const text = useText();
  const { wanted, lacking, unknown } = list.tally;
  const [want, lack, hidden] = [wanted[node] ?? 0, lacking[node] ?? 0, unknown[node] ?? 0];
  const unknownWords = hidden === 0 ? [] : [text.say('nodes.lacking.unknown', { unknown: hidden })];
  if (lack === 0) {
    const words = [...(want === 0 ? [] : [text.say('nodes.lacking', { lacking: 0, wanted: want })]), ...unknownWords];
    return (
      <span className="text-muted-fg">{words.length === 0 ? NOTHING : words.join(text.say('screen.separator'))}</span>
    );
  }
  const names = lackingOn(list, node)
    .map(({ name }) => name)
    .join(text.say('screen.list'));
  const counts = [text.say('nodes.lacking', { lacking: lack, wanted: want }), ...unknownWords];
  return (
    <span className="flex gap-2" title={names}>
      <span className="flex-none font-medium">{counts.join(text.say('screen.separator'))}</span>
      <span className="truncate text-muted-fg">{names}</span>
    </span>
  );
}

function Age({ list, node }: ContentProps) {
  const text = useText();
  const createdAt = list.nodes[node]?.createdAt ?? null;
  return <>{useServerText((now) => (createdAt === null ? NOTHING : text.duration(now - createdAt)))}</>;
}

function listingOf({ list, node }: ContentProps): NodeListing | undefined {
  return list.listings?.get(list.nodes[node]?.name ?? '');
}

/** `control-plane:NoSchedule`: what tells taints apart is behind the prefix of the key. */
function withoutPrefix(taint: string): string {
  return taint.slice(taint.indexOf('/') + 1);
}

function Taints(props: ContentProps) {
  const text = useText();
  const taints = listingOf(props)?.taints ?? [];
  const isCordoned = props.list.nodes[props.node]?.unschedulable === true;
  if (!isCordoned && taints.length === 0) return NOTHING;
  return (
    <span className="flex gap-2" title={taints.join('\n')}>
      {isCordoned ? <span className="flex-none font-medium">{text.say('nodes.cordoned')}</span> : null}
      <span className="truncate">{taints.map(withoutPrefix).join(text.say('screen.list'))}</span>
    </span>
  );
}

function Pressure(props: ContentProps) {
  const text = useText();
  const pressure = listingOf(props)?.pressure ?? [];
  return <>{pressure.length === 0 ? NOTHING : pressure.join(text.say('screen.list'))}</>;
}

function CompleteAfter(props: ContentProps) {
  const text = useText();
  const after = listingOf(props)?.completeAfter;
  const words = useServerText((now) => {
    if (after?.kind === 'Known') return text.duration(after.millis);
    return after?.kind === 'Waiting'
      ? text.say('nodes.waitingSince', { duration: text.duration(now - after.since) })
      : NOTHING;
  });
  return (
    <span
      className={after?.kind === 'Waiting' ? 'font-medium' : ''}
      title={after?.kind === 'NoTrace' ? text.say('nodes.noTrace.sentence') : undefined}
    >
      {words}
    </span>
  );
}

function Content({ column, ...props }: Props) {
  const node = props.list.nodes[props.node];
  if (node === undefined) return null;
  switch (column) {
    case 'node':
      return (
        <Link
          prefetch={false}
          href={`/nodes/${encodeURIComponent(node.name)}`}
          className="flex max-w-full hover:underline"
        >
          <LongName text={node.name} />
        </Link>
      );
    case 'state':
      return <State {...props} />;
    case 'ready':
      return <Ready {...props} />;
    case 'incomplete':
      return <Incomplete {...props} />;
    case 'pool':
    case 'zone':
    case 'instance':
    case 'version': {
      const value = groupKeyOf(node, { kind: column }, 0);
      return <span title={value}>{value === '' ? NOTHING : value}</span>;
    }
    case 'age':
      return <Age {...props} />;
    case 'taints':
      return <Taints {...props} />;
    case 'pressure':
      return <Pressure {...props} />;
    case 'completeAfter':
      return <CompleteAfter {...props} />;
  }
}

export function NodeCell(props: Props) {
  const { column, list, node, isUntrusted } = props;
  const classes = 'h-8 truncate border-b px-2';
  if (column === 'node') {
    return (
      <th scope="row" className={`${classes} sticky left-0 bg-bg pl-0 text-left font-medium group-hover:bg-raised`}>
        <Content {...props} />
      </th>
    );
  }
  const state = column === 'state' ? stateOf(list.tally.worst[node]) : undefined;
  return (
    <td className={classes} data-cell={column} data-state={state === undefined || !isUntrusted ? state : 'unknown'}>
      <Content {...props} />
    </td>
  );
}
