'use client';

import { BUDGET_OWNERS, sumShares } from '#lib/domain/rollout/budget-owner.ts';
import type { Budget, Holder } from '#lib/domain/rollout/verdict.ts';
import type { Text } from '#lib/text/text.ts';
import type { DaemonSetDetails } from '#lib/wire/details.ts';
import type { PictureDaemonSet } from '#lib/wire/picture.ts';
import { BudgetLegend, type LegendEntry } from '../shell/budget/budget-legend.tsx';
import { OWNER_LOOKS, type SegmentLook } from '../shell/budget/budget-looks.ts';
import { MeterBar } from '../shell/budget/meter-bar.tsx';
import type { MeterSegment } from '../shell/budget/meter-geometry.ts';
import { useText } from '../shell/text-context.ts';
import { Section } from '../ui/section.tsx';

type Segment = MeterSegment<SegmentLook> & { readonly word: string };

function segmentsOf(text: Text, holders: readonly Holder[]): readonly Segment[] {
  const shares = sumShares(holders);
  return BUDGET_OWNERS.map((owner) => ({
    key: owner,
    count: shares[owner],
    look: OWNER_LOOKS[owner],
    word: text.nameBudgetOwner(owner),
  }));
}

function entriesOf(text: Text, segments: readonly Segment[]): readonly LegendEntry[] {
  return segments
    .filter(({ count }) => count > 0)
    .map(({ key, look, word, count }) => ({ key, look, word, count: text.formatCount(count) }));
}

function listShares(text: Text, segments: readonly Segment[]): string {
  const parts = segments
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => text.say('meter.part', { owner: word, count }));
  return parts.join(text.say('screen.list'));
}

/** The bar, its legend, and what it lets happen now [P1]. */
function Meter({ budget, summary }: { readonly budget: Budget; readonly summary: PictureDaemonSet }) {
  const text = useText();
  const { kind, limit, used } = budget;
  const segments = segmentsOf(text, budget.holders);
  const description = text.describeBudget(budget, summary);
  const label =
    used === 0
      ? text.say('meter.empty.sentence', { kind, limit })
      : text.say('meter.whole.sentence', { kind, used, limit, parts: listShares(text, segments) });
  return (
    <div className="flex flex-col gap-2">
      <p className="font-semibold text-lg leading-6">{description.meter}</p>
      <MeterBar
        label={label}
        limit={limit}
        segments={segments}
        words={{
          limit: text.say('meter.limit', { limit }),
          beyond: text.say('meter.beyond', { count: Math.max(0, used - limit) }),
        }}
      />
      <BudgetLegend entries={entriesOf(text, segments)} />
      <p className="text-sm">{description.text}</p>
    </div>
  );
}

/** With surge: the nodes without an available pod, which use none of the surge budget [RS3]. */
function MeterApart({ holders, desired }: { readonly holders: readonly Holder[]; readonly desired: number }) {
  const text = useText();
  const segments = segmentsOf(text, holders);
  const used = holders.length;
  return (
    <div className="mt-4 flex flex-col gap-2" data-apart="">
      <h3 className="text-muted-fg text-xs">{text.say('meter.apart')}</h3>
      {used === 0 ? (
        <p className="text-sm">{text.say('meter.apart.none.sentence')}</p>
      ) : (
        <>
          <p className="font-semibold text-sm">{text.say('meter.apart.count', { used, limit: desired })}</p>
          <MeterBar
            label={text.say('meter.apart.sentence', { used, limit: desired, parts: listShares(text, segments) })}
            limit={desired}
            segments={segments}
          />
          <BudgetLegend entries={entriesOf(text, segments)} />
        </>
      )}
    </div>
  );
}

type Props = Pick<DaemonSetDetails, 'budget'> & { readonly summary: PictureDaemonSet };

/** The signature of this page: who uses the unavailability budget now, and what is beyond it [5.4]. */
export function BudgetSection({ budget, summary }: Props) {
  const text = useText();
  if (budget === null) {
    return (
      <Section title={text.say('meter.title')}>
        <p className="text-sm">{text.describeBudget(null, summary).text}</p>
      </Section>
    );
  }
  const { kind, unavailable } = budget;
  return (
    <Section title={text.say('meter.title.kind', { kind })}>
      <Meter budget={budget} summary={summary} />
      {unavailable === undefined ? null : (
        <MeterApart holders={unavailable} desired={summary.counted.desiredNumberScheduled} />
      )}
    </Section>
  );
}
