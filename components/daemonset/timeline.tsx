'use client';

import { usePicture } from '#lib/browser/fleet-context.ts';
import { serializeGroupBy } from '#lib/browser/grouping.ts';
import { useTimeline } from '#lib/browser/rollout-query.ts';
import { TIMELINE_RANGES, useRangeParameter } from '#lib/browser/rollout-url.ts';
import type { Picture } from '#lib/wire/picture.ts';
import type { Timeline as TimelineAnswer } from '#lib/wire/timeline.ts';
import { GroupSelect, useGrouping } from '../shell/grid/group-select.tsx';
import { useText } from '../shell/text-context.ts';
import { Choice } from '../ui/choice.tsx';
import { Section } from '../ui/section.tsx';
import { TimelineChart } from './timeline-chart.tsx';
import { TimelineEvents } from './timeline-events.tsx';
import { TimelineSummary } from './timeline-summary.tsx';
import { sayWatch } from './timeline-words.ts';

type Props = { readonly daemonSet: { readonly namespace: string; readonly name: string } };

/** What became of the nodes over time, as a whole and by groups, and what happened meanwhile [5.4]. */
export function Timeline({ daemonSet }: Props) {
  const text = useText();
  const picture = usePicture();
  if (picture !== undefined) return <Known daemonSet={daemonSet} picture={picture} />;
  return (
    <Section title={text.say('timeline.title')}>
      <p className="text-sm">{text.say('timeline.loading.sentence')}</p>
    </Section>
  );
}

function Known({ daemonSet, picture }: Props & { readonly picture: Picture }) {
  const text = useText();
  const grouping = useGrouping(picture.nodes);
  const [range, setRange] = useRangeParameter();
  const query = useTimeline(daemonSet, { range, group: serializeGroupBy(grouping.groupBy) });
  const timeline = query.data?.kind === 'Found' ? query.data.details : undefined;
  const failed = query.isError || query.data?.kind === 'Problem';
  return (
    <Section
      title={text.say('timeline.title')}
      aside={
        <>
          <GroupSelect nodes={picture.nodes} grouping={grouping} />
          <Choice
            label={text.say('timeline.range')}
            value={range ?? timeline?.range ?? 'rollout'}
            options={TIMELINE_RANGES.map((value) => ({ value, label: text.say(`timeline.range.${value}`) }))}
            onChange={(next) => void setRange(next)}
          />
        </>
      }
    >
      {timeline === undefined ? (
        <p className="text-sm">{text.say(failed ? 'timeline.failed.sentence' : 'timeline.loading.sentence')}</p>
      ) : (
        <Drawn timeline={timeline} groupName={grouping.groupName} />
      )}
    </Section>
  );
}

type DrawnProps = { readonly timeline: TimelineAnswer; readonly groupName: (key: string) => string };

function Drawn({ timeline, groupName }: DrawnProps) {
  const text = useText();
  return (
    <div className="flex flex-col gap-5">
      <div>
        <p className="mb-2 max-w-[80ch] text-muted-fg text-xs">{sayWatch(text, timeline)}</p>
        <TimelineChart timeline={timeline} groupName={groupName} />
      </div>
      <TimelineSummary steps={timeline.steps} until={timeline.until} />
      <TimelineEvents markers={timeline.markers} omitted={timeline.omittedMarkers} />
    </div>
  );
}
