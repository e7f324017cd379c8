'use client';

import { useServerText } from '#lib/browser/fleet-context.ts';
import type { EvictionSet, MakeRoomPlan } from '#lib/domain/room/make-room.ts';
import type { RoomPod } from '#lib/domain/room/room-pod.ts';
import {
  describeElsewhere,
  describeEvictionSet,
  describeFitsBack,
  describeOtherWay,
  describePlan,
  describeStep,
} from '#lib/text/describe/make-room.ts';
import { describeBudgets } from '#lib/text/describe/room.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { useText } from '../shell/text-context.ts';
import { CopyLine } from '../ui/copy-line.tsx';
import { Section } from '../ui/section.tsx';
import { HeadCell, Table, TextCell } from '../ui/table.tsx';
import { ControllerName, PodName, WarningChips } from './pod-row.tsx';

type SetProps = {
  readonly set: EvictionSet;
  readonly plan: MakeRoomPlan;
  readonly budgets: NodeRoomDetails['budgets'];
  readonly pods: ReadonlyMap<string, RoomPod>;
  readonly onTry: () => void;
};

function EvictedPods({ set, pods }: Pick<SetProps, 'set' | 'pods'>) {
  const text = useText();
  const caption = text.say('room.plan.pods');
  return (
    <Table caption={caption}>
      <thead>
        <tr>
          <HeadCell>{text.say('screen.column.pod')}</HeadCell>
          <HeadCell isWide>{text.say('room.column.controller')}</HeadCell>
          <HeadCell>{text.say('room.column.cost')}</HeadCell>
          <HeadCell>{text.say('room.column.nextPod')}</HeadCell>
          <HeadCell>{text.say('room.column.back')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {set.pods.flatMap(({ uid, elsewhere, fitsBack }) => {
          const pod = pods.get(uid);
          if (pod === undefined) return [];
          return (
            <tr key={uid} data-evicted={`${pod.namespace}/${pod.name}`}>
              <HeadCell scope="row">
                <PodName pod={pod} />
              </HeadCell>
              <TextCell isWide>
                <ControllerName owner={pod.owner} />
              </TextCell>
              <TextCell>
                <WarningChips pod={pod} />
              </TextCell>
              <TextCell>{describeElsewhere(text, elsewhere, pod.owner === null)}</TextCell>
              <TextCell>{pod.owner === null ? '–' : describeFitsBack(text, fitsBack)}</TextCell>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function Steps({ set }: Pick<SetProps, 'set'>) {
  const text = useText();
  return (
    <div className="flex flex-col gap-1.5">
      <h4 className="text-muted-fg text-xs">{text.say('room.plan.steps')}</h4>
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

function Sets({ plan, budgets, pods, onChoose }: PlanProps) {
  const text = useText();
  return (
    <ul className="flex flex-col">
      {plan.sets.map((set, at) => {
        const uids = set.pods.map(({ uid }) => uid);
        return (
          <li key={uids.join(' ')} data-set={at + 1} className="border-line border-t first:border-t-0">
            <details open={at === 0}>
              <summary className="cursor-pointer py-1.5 text-sm">
                <span className="mr-3 text-muted-fg text-xs">{text.say('room.plan.set', { number: at + 1 })}</span>
                <span className="font-semibold">{describeEvictionSet(text, set, plan, budgets).sentence}</span>
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
        <p className="max-w-prose text-sm">{text.paragraph(describePlan(text, plan, nameOf))}</p>
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
