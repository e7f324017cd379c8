'use client';

import { useServerText } from '#lib/browser/fleet-context.ts';
import type { EvictionSet, MakeRoomPlan } from '#lib/domain/room/make-room.ts';
import type { RoomPod } from '#lib/domain/room/room-pod.ts';
import {
  describeElsewhere,
  describeEvictionSet,
  describeOtherWay,
  describePlan,
  describeStep,
} from '#lib/text/describe/make-room.ts';
import { describeBudgets } from '#lib/text/describe/room.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { useText } from '../shell/text-context.ts';
import { CopyLine } from '../ui/copy-line.tsx';
import { Facts } from '../ui/facts.tsx';
import { LongName } from '../ui/long-name.tsx';
import { Section } from '../ui/section.tsx';
import { PodName, WarningChips } from './pod-row.tsx';
import { podName } from './thought.ts';

type SetProps = {
  readonly set: EvictionSet;
  readonly plan: MakeRoomPlan;
  readonly budgets: NodeRoomDetails['budgets'];
  readonly pods: ReadonlyMap<string, RoomPod>;
  readonly onTry: () => void;
};

function EvictedPod({ pod, evicted }: { readonly pod: RoomPod; readonly evicted: EvictionSet['pods'][number] }) {
  const text = useText();
  const { owner } = pod;
  return (
    <li data-evicted={podName(pod)} className="border-line border-l-2 pl-3">
      <p className="flex min-w-0 flex-wrap items-center gap-x-3">
        <PodName pod={pod} />
        <WarningChips pod={pod} />
      </p>
      <Facts
        stacksWhenNarrow
        facts={[
          {
            term: text.say('room.column.controller'),
            detail: owner === null ? text.say('screen.none') : text.say('room.controller', owner),
          },
          { term: text.say('room.column.nextPod'), detail: describeElsewhere(text, evicted.elsewhere, owner === null) },
        ]}
      />
    </li>
  );
}

function EvictedPods({ set, pods }: Pick<SetProps, 'set' | 'pods'>) {
  const text = useText();
  return (
    <ul aria-label={text.say('room.plan.pods')} className="flex flex-col gap-2 text-sm">
      {set.pods.flatMap((evicted) => {
        const pod = pods.get(evicted.uid);
        return pod === undefined ? [] : [<EvictedPod key={evicted.uid} pod={pod} evicted={evicted} />];
      })}
    </ul>
  );
}

function Steps({ set }: Pick<SetProps, 'set'>) {
  const text = useText();
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="text-muted-fg text-xs">{text.say('room.plan.steps')}</h3>
      <ol className="flex max-w-4xl list-inside list-decimal flex-col gap-2 text-sm">
        {set.steps.map(({ kind, command, changes }) => (
          <li key={command} data-step={kind}>
            {describeStep(text, kind)}
            <div className="mt-1">
              <CopyLine
                line={command}
                copyLabel={text.say('screen.copy')}
                copiedLabel={text.say('screen.copied')}
                {...(changes ? { warning: text.say('diagnosis.changes') } : {})}
              />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function SetBody({ set, plan, budgets, pods, onTry }: SetProps) {
  const text = useText();
  const { costs } = describeEvictionSet(text, set, plan, budgets);
  return (
    <div className="flex min-w-0 flex-col gap-3 pb-2">
      <ul className="max-w-prose text-sm" data-costs="">
        {costs.map((cost) => (
          <li key={cost}>{cost}</li>
        ))}
      </ul>
      <EvictedPods set={set} pods={pods} />
      <button
        type="button"
        onClick={onTry}
        className="self-start rounded-sm border border-line-strong px-2 py-0.5 text-xs hover:bg-raised"
      >
        {text.say('room.plan.try')}
      </button>
      <Steps set={set} />
    </div>
  );
}

/** So many names tell two sets apart. */
const NAMES_SHOWN = 3;

function SetNames({ uids, pods }: Pick<SetProps, 'pods'> & { readonly uids: readonly string[] }) {
  const text = useText();
  const shown = uids.slice(0, NAMES_SHOWN).flatMap((uid) => pods.get(uid) ?? []);
  const names = shown.map(podName).join(text.say('screen.list'));
  const more = uids.length - shown.length;
  return (
    <span className="ml-3 inline-flex max-w-full align-bottom text-muted-fg text-xs">
      <LongName text={more > 0 ? text.say('fleet.names.more', { names, more }) : names} />
    </span>
  );
}

function Sets({ plan, budgets, pods, onChoose }: PlanProps) {
  const text = useText();
  return (
    <ul className="flex min-w-0 flex-col">
      {plan.sets.map((set, at) => {
        const uids = set.pods.map(({ uid }) => uid);
        return (
          <li key={uids.join(' ')} data-set={at + 1} className="border-line border-t first:border-t-0">
            <details open={at === 0}>
              <summary className="cursor-pointer py-1.5 text-sm">
                <span className="mr-3 text-muted-fg text-xs">{text.say('room.plan.set', { number: at + 1 })}</span>
                <span className="font-semibold">{describeEvictionSet(text, set, plan, budgets).sentence}</span>
                <SetNames uids={uids} pods={pods} />
              </summary>
              <SetBody set={set} plan={plan} budgets={budgets} pods={pods} onTry={() => onChoose(uids)} />
            </details>
          </li>
        );
      })}
    </ul>
  );
}

function OtherWays({ plan }: { readonly plan: MakeRoomPlan }) {
  const text = useText();
  const SEPARATOR = '\u001f';
  const joined = useServerText((now) => plan.otherWays.map((way) => describeOtherWay(text, way, now)).join(SEPARATOR));
  if (plan.otherWays.length === 0) return null;
  return (
    <div data-other-ways="">
      <h3 className="mb-1 font-medium text-sm">{text.say('room.otherWays')}</h3>
      <ul className="flex max-w-prose list-inside list-disc flex-col gap-1 text-sm">
        {joined.split(SEPARATOR).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

type PlanProps = {
  readonly plan: MakeRoomPlan;
  readonly budgets: NodeRoomDetails['budgets'];
  readonly pods: ReadonlyMap<string, RoomPod>;
  readonly onChoose: (uids: readonly string[]) => void;
};

/** What would have to go, at what cost, in which order; and beside it what can be done without that [MR17]. */
export function PlanSection({ nameOf, ...props }: PlanProps & { readonly nameOf: (uid: string) => string }) {
  const text = useText();
  const { plan, budgets } = props;
  const unknown = plan.sets.length === 0 ? undefined : describeBudgets(text, budgets);
  return (
    <Section title={text.say('room.plan')}>
      <div className="flex flex-col gap-3" data-plan={plan.kind}>
        <p className="max-w-4xl text-sm">{text.paragraph(describePlan(text, plan, nameOf))}</p>
        {unknown === undefined ? null : (
          <p className="border-line-strong border-l-2 pl-3 text-sm" data-budgets={budgets}>
            {unknown}
          </p>
        )}
        <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          {plan.sets.length === 0 ? null : <Sets {...props} />}
          <OtherWays plan={plan} />
        </div>
      </div>
    </Section>
  );
}
