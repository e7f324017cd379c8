'use client';

import Link from 'next/link';
import { planAddress } from '#lib/browser/plan-address.ts';
import { useNodeDetails } from '#lib/browser/query.ts';
import { describeBudgets, describeSelfHelp, sayShort } from '#lib/text/describe/room.ts';
import { sayList } from '#lib/text/describe/room-amount.ts';
import type { Text } from '#lib/text/text.ts';
import type { PictureDaemonSet } from '#lib/wire/picture.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { useText } from '../shell/text-context.ts';

type Plan = NonNullable<NodeRoomDetails['plan']>;

function podsOf({ pods }: NodeRoomDetails, [best]: Plan['sets']) {
  const byUid = new Map(pods.map((pod) => [pod.uid, pod]));
  return best === undefined ? [] : best.pods.flatMap(({ uid }) => byUid.get(uid) ?? []);
}

/** What would make room, in a line, and what that breaks. */
function sayPlan(text: Text, room: NodeRoomDetails, { kind, sets }: Plan): readonly string[] {
  if (kind !== 'Evict') return [text.say(`room.plan.${kind}.sentence`)];
  const names = podsOf(room, sets).map(({ namespace, name }) => `${namespace}/${name}`);
  const { bare = 0, violations = [] } = sets[0] ?? {};
  const budgets = describeBudgets(text, room.budgets);
  return [
    text.say('starved.drawer.eviction', { pods: sayList(text, names) }),
    ...(bare > 0 ? [text.say('room.set.cost.bare.sentence', { count: bare })] : []),
    ...violations.map((violation) => text.say('room.set.cost.violation.sentence', violation)),
    ...(budgets === undefined ? [] : [budgets]),
  ];
}

type Props = { readonly daemonSet: Pick<PictureDaemonSet, 'namespace' | 'name'>; readonly node: string };

/** Of a square without room: what is short, whether the scheduler helps, and the smallest eviction [5.6]. */
export function DrawerRoom({ daemonSet: { namespace, name }, node }: Props) {
  const text = useText();
  const query = useNodeDetails(node, undefined);
  const room = query.data?.kind === 'Found' ? query.data.details.room : null;
  const pending = room?.pending.find(({ daemonSet }) => daemonSet === `${namespace}/${name}`);
  if (room === null || pending === undefined || room.plan === null) {
    return <p>{text.say(query.isPending ? 'screen.details.loading' : 'starved.drawer.unclear')}</p>;
  }
  const { lacks, selfHelp } = pending;
  const amounts = sayList(
    text,
    lacks.map((lack) => sayShort(text, lack)),
  );
  const short = lacks.length === 0 ? undefined : text.say('starved.drawer.lacks', { amounts });
  return (
    <div className="flex flex-col gap-1.5" data-room="">
      {short === undefined ? null : <p className="wrap-anywhere">{short}</p>}
      <p className="wrap-anywhere">
        <span className="mr-2 text-muted-fg">{text.say('room.selfHelp.question')}</span>
        {describeSelfHelp(text, { selfHelp, since: null }, 0).sentence}
      </p>
      {sayPlan(text, room, room.plan).map((sentence) => (
        <p key={sentence} className="wrap-anywhere">
          {sentence}
        </p>
      ))}
      <Link
        prefetch={false}
        href={planAddress(node, podsOf(room, room.plan.sets))}
        className="self-start text-accent underline underline-offset-2"
      >
        {text.say('starved.drawer.plan')}
      </Link>
    </div>
  );
}
