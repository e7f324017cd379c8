'use client';

import { useKnowledge } from '#lib/browser/fleet-context.ts';
import type { Text } from '#lib/text/text.ts';
import type { DaemonSetDetails } from '#lib/wire/details.ts';
import type { PictureCounts, PictureDaemonSet } from '#lib/wire/picture.ts';
import { Moment } from '../shell/cell-facts.tsx';
import { useText } from '../shell/text-context.ts';
import { type Fact, Facts } from '../ui/facts.tsx';
import { Section } from '../ui/section.tsx';
import { HeadCell, NumberCell, Table } from '../ui/table.tsx';

type Strategy = DaemonSetDetails['updateStrategy'];

/** "10% of 5,000 = 500 pods", or the number itself [RU2]. */
function sayBudget(text: Text, strategy: Extract<Strategy, { kind: 'RollingUpdate' }>, desired: number): string {
  const { kind, pods } = strategy.effective;
  const written = strategy[kind];
  return typeof written === 'string'
    ? text.say('screen.budget.percent', { percent: written, desired, pods })
    : text.say('screen.budget.pods', { pods });
}

function strategyFacts(text: Text, { updateStrategy, summary }: DaemonSetDetails): readonly Fact[] {
  const strategy = { term: text.say('screen.strategy'), detail: updateStrategy.kind };
  if (updateStrategy.kind === 'OnDelete') return [strategy];
  const { kind } = updateStrategy.effective;
  const desired = summary.counted.desiredNumberScheduled;
  return [strategy, { term: text.say(`screen.${kind}`), detail: sayBudget(text, updateStrategy, desired) }];
}

function sayRevision(text: Text, { revision }: PictureDaemonSet): string {
  if (revision === null) return text.say('screen.revision.unknown');
  return text.say('screen.revision.number', { number: revision.number, hash: revision.hash });
}

function Images({ images }: Pick<DaemonSetDetails, 'images'>) {
  return (
    <ul>
      {images.map(({ container, image }) => (
        <li key={container} className="wrap-anywhere font-mono text-xs leading-5">
          {image}
        </li>
      ))}
    </ul>
  );
}

export function AboutSection({ details }: { readonly details: DaemonSetDetails }) {
  const text = useText();
  const { minReadySeconds, priorityClassName, generation, observedGeneration, images, summary, createdAt } = details;
  const facts: readonly Fact[] = [
    ...strategyFacts(text, details),
    { term: text.say('screen.minReadySeconds'), detail: text.duration(minReadySeconds * 1_000) },
    { term: text.say('screen.priorityClass'), detail: priorityClassName ?? text.say('screen.none') },
    { term: text.say('screen.revision'), detail: <span className="wrap-anywhere">{sayRevision(text, summary)}</span> },
    { term: text.say('screen.images'), detail: <Images images={images} /> },
    {
      term: text.say('screen.generation'),
      detail: text.say('screen.generation.observed', { generation, observed: observedGeneration }),
    },
    { term: text.say('screen.created'), detail: <Moment at={createdAt} /> },
    { term: 'kubectl rollout status', detail: <span className="break-words">{summary.kubectl.message}</span> },
  ];
  return (
    <Section title={text.say('screen.about')}>
      <Facts facts={facts} />
    </Section>
  );
}

const COUNTERS = [
  'desiredNumberScheduled',
  'currentNumberScheduled',
  'numberReady',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
  'numberMisscheduled',
] as const satisfies readonly (keyof PictureCounts)[];

/** The counters of the status beside our own, and a sentence when they differ [P5]; without pods nothing was counted. */
export function CountsSection({ daemonSet: { status, counted } }: { readonly daemonSet: PictureDaemonSet }) {
  const text = useText();
  const arePodsKnown = useKnowledge()['pods'] === 'Known';
  const isOther = (counter: keyof PictureCounts): boolean => arePodsKnown && status[counter] !== counted[counter];
  return (
    <Section title={text.say('screen.counts')}>
      <Table caption={text.say('screen.counts')}>
        <thead>
          <tr>
            <HeadCell>{text.say('screen.column.counter')}</HeadCell>
            <HeadCell isNumber>{text.say('screen.column.inStatus')}</HeadCell>
            <HeadCell isNumber>{text.say('screen.column.counted')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {COUNTERS.map((counter) => (
            <tr key={counter} className={isOther(counter) ? 'font-semibold' : ''}>
              <HeadCell scope="row" title={counter}>
                {text.say(`screen.counter.${counter}`)}
              </HeadCell>
              <NumberCell>{text.formatCount(status[counter])}</NumberCell>
              <NumberCell>{arePodsKnown ? text.formatCount(counted[counter]) : '–'}</NumberCell>
            </tr>
          ))}
        </tbody>
      </Table>
      {COUNTERS.some(isOther) ? <p className="mt-2 text-sm">{text.say('screen.counts.differ')}</p> : null}
    </Section>
  );
}
