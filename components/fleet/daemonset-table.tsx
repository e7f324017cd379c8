'use client';

import { memo } from 'react';
import { useDaemonSets, useIsUntrusted, useKnowledge, useServerText } from '#lib/browser/fleet-context.ts';
import type { PictureCounts, PictureDaemonSet } from '#lib/wire/picture.ts';
import { DaemonSetStateBadge } from '../shell/state-badge.tsx';
import { useText } from '../shell/text-context.ts';
import { ABOVE_NARROW_ROW, HeadCell, NarrowRow, NumberCell, Table, TextCell } from '../ui/table.tsx';
import { DaemonSetLink } from './daemonset-link.tsx';
import { Since } from './since.tsx';

const COUNTERS = [
  'desiredNumberScheduled',
  'currentNumberScheduled',
  'numberReady',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberMisscheduled',
] as const satisfies readonly (keyof PictureCounts)[];

type CountProps = {
  readonly status: number;
  /** Undefined when the pods are not known: then nothing was counted. */
  readonly counted: number | undefined;
};

/** What the status says; our own count beside it where the two differ [P5]. */
function Count({ status, counted }: CountProps) {
  const text = useText();
  if (counted === undefined || status === counted) return <>{text.formatCount(status)}</>;
  return (
    <span title={text.say('screen.counter.differs', { status, counted })} className="block leading-4">
      {text.formatCount(status)}
      <span className="block text-muted-fg text-xs">{text.say('screen.counter.counted', { counted })}</span>
    </span>
  );
}

/** What holds: said of everything that is not at rest. The nodes that are told of above are not named in every row. */
function Verdict({ daemonSet }: { readonly daemonSet: PictureDaemonSet }) {
  const text = useText();
  const concernedNodes = daemonSet.explainedByNodes ? [] : daemonSet.concernedNodes;
  return <>{useServerText((now) => text.describeDaemonSet({ ...daemonSet, since: null, concernedNodes }, now))}</>;
}

type RowProps = {
  readonly daemonSet: PictureDaemonSet;
  readonly isUntrusted: boolean;
  readonly arePodsKnown: boolean;
};

const Row = memo(function Row({ daemonSet, isUntrusted, arePodsKnown }: RowProps) {
  const text = useText();
  const { namespace, name, revision, status, counted } = daemonSet;
  const isAtRest = daemonSet.state === 'Complete' || daemonSet.state === 'Idle';
  const verdict = isUntrusted || isAtRest ? null : <Verdict daemonSet={daemonSet} />;
  const row = (
    <tr
      data-daemonset={`${namespace}/${name}`}
      data-state={isUntrusted ? 'Unknown' : daemonSet.state}
      className={verdict === null ? '' : ABOVE_NARROW_ROW}
    >
      <TextCell>
        <DaemonSetStateBadge state={daemonSet.state} isKept={isUntrusted} />
      </TextCell>
      <HeadCell scope="row">
        <DaemonSetLink daemonSet={daemonSet} />
      </HeadCell>
      {COUNTERS.map((counter) => (
        <NumberCell key={counter}>
          <Count status={status[counter]} counted={arePodsKnown ? counted[counter] : undefined} />
        </NumberCell>
      ))}
      <NumberCell>
        {revision === null ? '–' : <span title={revision.hash}>{text.formatCount(revision.number)}</span>}
      </NumberCell>
      <NumberCell>
        <Since daemonSet={daemonSet} />
      </NumberCell>
      <TextCell isWide>
        {verdict === null ? null : <span className="block min-w-56 py-1 text-xs leading-4">{verdict}</span>}
      </TextCell>
    </tr>
  );
  return (
    <>
      {row}
      {verdict === null ? null : <NarrowRow columns={COUNTERS.length + 4}>{verdict}</NarrowRow>}
    </>
  );
});

/** All DaemonSets, in the order of the picture: worst first [RS2]. */
export function DaemonSetTable() {
  const text = useText();
  const daemonSets = useDaemonSets();
  const isUntrusted = useIsUntrusted();
  const arePodsKnown = useKnowledge()['pods'] === 'Known';
  if (daemonSets.length === 0) return null;
  return (
    <Table caption={text.say('screen.daemonSets')}>
      <thead>
        <tr>
          <HeadCell>{text.say('screen.column.state')}</HeadCell>
          <HeadCell>{text.say('screen.column.daemonSet')}</HeadCell>
          {COUNTERS.map((counter) => (
            <HeadCell key={counter} isNumber title={counter}>
              {text.say(`screen.counter.${counter}`)}
            </HeadCell>
          ))}
          <HeadCell isNumber>{text.say('screen.column.revision')}</HeadCell>
          <HeadCell isNumber>{text.say('screen.column.since')}</HeadCell>
          <HeadCell isWide>{text.say('screen.column.verdict')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {daemonSets.map((daemonSet) => (
          <Row key={daemonSet.uid} {...{ daemonSet, isUntrusted, arePodsKnown }} />
        ))}
      </tbody>
    </Table>
  );
}
