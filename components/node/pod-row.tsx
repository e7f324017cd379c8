'use client';

import { memo } from 'react';
import { amountOf, type RoomPod } from '#lib/domain/room/room-pod.ts';
import { describeStanding, describeWarning } from '#lib/text/describe/room.ts';
import { sayAmount } from '#lib/text/describe/room-amount.ts';
import { useText } from '../shell/text-context.ts';
import { LongName } from '../ui/long-name.tsx';
import { podName } from './thought.ts';

const CELL = 'h-8 border-b px-2 first:pl-0 last:pr-0';

export function PodName({ pod }: { readonly pod: Pick<RoomPod, 'namespace' | 'name'> }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <LongName text={pod.name} className="max-w-44 sm:max-w-64" />
      <span className="flex max-w-24 flex-none font-normal text-muted-fg text-xs">
        <LongName text={pod.namespace} />
      </span>
    </span>
  );
}

/** Each warning in two words; the whole of it is its title, and stands in full beside what is ticked. */
export function WarningChips({ pod }: { readonly pod: RoomPod }) {
  const text = useText();
  return (
    <span className="flex flex-wrap gap-1 py-1">
      {pod.warnings.map((warning) => {
        const { phrase, sentence } = describeWarning(text, warning);
        const isGrave = warning.kind === 'SeveralBudgets' || warning.kind === 'Bare' || isUsedUp(warning);
        return (
          <span
            key={phrase}
            title={sentence}
            className={`whitespace-nowrap rounded-sm border px-1 text-2xs ${isGrave ? 'border-starved text-starved-fg' : 'border-line text-muted-fg'}`}
          >
            {phrase}
          </span>
        );
      })}
    </span>
  );
}

function isUsedUp(warning: RoomPod['warnings'][number]): boolean {
  return warning.kind === 'Budget' && warning.disruptionsAllowed === 0;
}

/** In a list its kind says enough: a pod is mostly called after it. */
function ControllerKind({ owner }: Pick<RoomPod, 'owner'>) {
  const text = useText();
  if (owner === null) return <>{text.say('screen.none')}</>;
  return <span title={text.say('room.controller', owner)}>{owner.kind}</span>;
}

type Props = {
  readonly pod: RoomPod;
  readonly resources: readonly string[];
  readonly isTicked: boolean;
  readonly onToggle: (name: string) => void;
  readonly rowIndex?: number;
};

/** One pod, to be ticked where it may go; where it may not, the reason stands in the place of what speaks against it. */
export const PodRow = memo(function PodRow({ pod, resources, isTicked, onToggle, rowIndex }: Props) {
  const text = useText();
  const name = podName(pod);
  const mayGo = pod.standing === 'Movable';
  return (
    <tr
      aria-rowindex={rowIndex}
      data-pod={name}
      data-ticked={isTicked ? '' : undefined}
      className={`data-ticked:bg-raised ${mayGo ? '' : 'text-muted-fg'}`}
    >
      <td className={`${CELL} w-8`}>
        <input
          type="checkbox"
          aria-label={text.say('room.pods.tick', { pod: name })}
          checked={isTicked}
          disabled={!mayGo}
          onChange={() => onToggle(name)}
          className="size-4 accent-accent align-middle"
        />
      </td>
      <th scope="row" className={`${CELL} text-left font-medium`}>
        <PodName pod={pod} />
      </th>
      <td className={`${CELL} whitespace-nowrap text-right`}>{text.formatCount(pod.priority)}</td>
      {resources.map((resource) => (
        <td key={resource} className={`${CELL} whitespace-nowrap text-right`}>
          {sayAmount(text, resource, amountOf(pod.requests, resource))}
        </td>
      ))}
      <td className={`${CELL} whitespace-nowrap text-muted-fg text-xs max-sm:hidden`}>
        <ControllerKind owner={pod.owner} />
      </td>
      <td className={CELL}>{mayGo ? <WarningChips pod={pod} /> : <StandingWords standing={pod.standing} />}</td>
    </tr>
  );
});

function StandingWords({ standing }: Pick<RoomPod, 'standing'>) {
  return (
    <span className="block min-w-48 break-words py-1 text-xs">{describeStanding(useText(), standing).sentence}</span>
  );
}
