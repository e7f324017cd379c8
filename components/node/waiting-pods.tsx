'use client';

import Link from 'next/link';
import { useServerText } from '#lib/browser/fleet-context.ts';
import { describeLack, describeSelfHelp, type NameOfPod } from '#lib/text/describe/room.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { useText } from '../shell/text-context.ts';
import { Glyph } from '../ui/glyph.tsx';
import { LongName } from '../ui/long-name.tsx';

type Pending = NodeRoomDetails['pending'][number];

/** `namespace/name` of the DaemonSet that a pod waits for; a pod and its DaemonSet share their namespace. */
export function daemonSetOf({ namespace, daemonSet }: Pick<Pending, 'namespace' | 'daemonSet'>) {
  return { namespace, name: daemonSet.slice(daemonSet.indexOf('/') + 1) };
}

function SelfHelpLine({ pending }: { readonly pending: Pending }) {
  const text = useText();
  const sentence = useServerText((now) => describeSelfHelp(text, pending, now).sentence);
  return (
    <p className="max-w-4xl" data-self-help={pending.selfHelp.kind}>
      <span className="mr-2 text-muted-fg">{text.say('room.selfHelp.question')}</span>
      {sentence}
    </p>
  );
}

function WaitingPod({ pending, nameOf }: { readonly pending: Pending; readonly nameOf: NameOfPod }) {
  const text = useText();
  const { namespace, name } = daemonSetOf(pending);
  return (
    <li className="flex min-w-0 gap-2 text-sm" data-waiting={`${namespace}/${name}`}>
      <Glyph name="triangle" size={14} className="mt-1 flex-none text-starved-fg" />
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <Link
            prefetch={false}
            href={`/daemonsets/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`}
            className="inline-flex min-w-0 max-w-full font-semibold hover:underline"
          >
            <LongName text={name} />
          </Link>
          <span className="min-w-0 break-words">
            {pending.lacks.map((lack) => describeLack(text, lack, nameOf).phrase).join(text.say('screen.separator'))}
          </span>
        </p>
        <SelfHelpLine pending={pending} />
      </div>
    </li>
  );
}

type Props = { readonly pending: readonly Pending[]; readonly nameOf: NameOfPod };

/** Who waits for room here, for what, and whether the scheduler will make it [5.6]. */
export function WaitingPods({ pending, nameOf }: Props) {
  const text = useText();
  if (pending.length === 0) return <p className="text-sm">{text.say('room.waiting.none.sentence')}</p>;
  return (
    <ul aria-label={text.say('room.waiting')} className="flex flex-col gap-2">
      {pending.map((each) => (
        <WaitingPod key={each.uid} pending={each} nameOf={nameOf} />
      ))}
    </ul>
  );
}
