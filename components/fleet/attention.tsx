'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { useDaemonSets, useIsUntrusted, useNodeTroubles, useServerText } from '#lib/browser/fleet-context.ts';
import { isAboutRoom, starvedAddress } from '#lib/browser/starved-url.ts';
import { type AttentionRow, findAttention } from '#lib/domain/rollout/attention.ts';
import type { Text } from '#lib/text/text.ts';
import type { PictureDaemonSet, PictureNodeTrouble } from '#lib/wire/picture.ts';
import { SmallMeter } from '../shell/budget/small-meter.tsx';
import { NodeLink } from '../shell/node-links.tsx';
import { CellStateBadge, DaemonSetStateBadge } from '../shell/state-badge.tsx';
import { useText } from '../shell/text-context.ts';
import { Section } from '../ui/section.tsx';
import { DaemonSetLink } from './daemonset-link.tsx';
import { Since } from './since.tsx';

/** So many are seen at a glance; the table below has them all. */
const ROWS_SHOWN = 6;

type Row = AttentionRow<PictureDaemonSet, PictureNodeTrouble>;

type FrameProps = {
  readonly id: string;
  readonly badge: ReactNode;
  readonly children: ReactNode;
  /** The budget of the rollout, and what comes next. */
  readonly aside: ReactNode;
};

function Frame({ id, badge, children, aside }: FrameProps) {
  return (
    <li
      data-attention={id}
      className="grid gap-x-4 gap-y-1 border-line border-t py-2 text-sm first:border-t-0 sm:grid-cols-[9.5rem_minmax(0,1fr)] lg:grid-cols-[9.5rem_minmax(0,46rem)_20rem]"
    >
      <div>{badge}</div>
      <div className="flex min-w-0 flex-col gap-0.5">{children}</div>
      <div className="flex flex-col gap-0.5 sm:col-start-2 lg:col-start-3">{aside}</div>
    </li>
  );
}

/** Nothing to say of a rollout that is none: a DaemonSet that is only incomplete. */
function Rollout({ daemonSet }: { readonly daemonSet: PictureDaemonSet }) {
  const text = useText();
  const next = useServerText((now) => text.describeEta(daemonSet, now) ?? '');
  if (daemonSet.finishes === null) return null;
  return (
    <>
      {daemonSet.budget === null ? null : <SmallMeter budget={daemonSet.budget} />}
      {next === '' ? null : <span className="text-xs first-letter:uppercase">{next}</span>}
    </>
  );
}

/** The cause in words; where none is known, what the verdict says. */
function sayWhy(text: Text, daemonSet: PictureDaemonSet, now: number): string {
  const { cause } = daemonSet;
  return cause === null
    ? text.describeDaemonSet({ ...daemonSet, since: null, concernedNodes: [] }, now)
    : text.nameCause(cause.code);
}

type AffectedProps = {
  readonly daemonSet: PictureDaemonSet;
  readonly affected: number;
  readonly all: number;
};

/** On how many nodes; where they have no room, the way to what would make it [P9]. */
function Affected({ daemonSet, affected, all }: AffectedProps) {
  const text = useText();
  const words = text.say('attention.affected', { affected, all });
  if (daemonSet.cause === null || !isAboutRoom(daemonSet.cause.code)) {
    return <span className="text-muted-fg">{words}</span>;
  }
  return (
    <Link
      prefetch={false}
      href={starvedAddress({ daemonSet })}
      className="text-muted-fg underline decoration-line-strong underline-offset-2 hover:decoration-current"
    >
      {words}
    </Link>
  );
}

function DaemonSetRow({ daemonSet }: { readonly daemonSet: PictureDaemonSet }) {
  const text = useText();
  const { state, cause, concerned, counted, namespace, name } = daemonSet;
  const why = useServerText((now) => sayWhy(text, daemonSet, now));
  const affected = cause === null || cause.nodes === 0 ? concerned : cause.nodes;
  const all = Math.max(counted.desiredNumberScheduled, affected);
  return (
    <Frame
      id={`${namespace}/${name}`}
      badge={<DaemonSetStateBadge state={state} isKept={false} />}
      aside={<Rollout daemonSet={daemonSet} />}
    >
      <span className="flex flex-wrap items-baseline gap-x-3 font-medium">
        <DaemonSetLink daemonSet={daemonSet} tab="diagnosis" />
        <span className="font-normal text-muted-fg text-xs">
          <Since daemonSet={daemonSet} />
        </span>
      </span>
      <span className="flex flex-wrap gap-x-3">
        <span>{why}</span>
        {affected === 0 ? null : <Affected daemonSet={daemonSet} affected={affected} all={all} />}
      </span>
    </Frame>
  );
}

function NodesRow({
  trouble,
  held,
}: {
  readonly trouble: PictureNodeTrouble;
  readonly held: readonly PictureDaemonSet[];
}) {
  const text = useText();
  const title = useServerText((now) => text.describeNodeTrouble(trouble, now).title);
  const { names, nodes, daemonSets, pool, kind } = trouble;
  const [first] = held;
  return (
    <Frame
      id={`${pool ?? ''} ${kind}`}
      badge={
        <span className="flex flex-col gap-0.5">
          <CellStateBadge state="nodeDown" />
          {first === undefined ? null : <DaemonSetStateBadge state={first.state} isKept={false} />}
        </span>
      }
      aside={first === undefined ? null : <Rollout daemonSet={first} />}
    >
      <span className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{title}</span>
        <span className="text-muted-fg">{text.say('attention.daemonSets', { count: daemonSets.length })}</span>
      </span>
      <ul className="flex flex-wrap items-baseline gap-x-3">
        {names.map((name) => (
          <li key={name} className="flex min-w-0 max-w-full">
            <NodeLink node={name} />
          </li>
        ))}
        {nodes > names.length ? (
          <li>
            <a href="#nodes" className="text-muted-fg underline underline-offset-2">
              {text.say('attention.moreNodes', { count: nodes - names.length })}
            </a>
          </li>
        ) : null}
      </ul>
      {held.length === 0 ? null : (
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-muted-fg">{text.say('attention.holds')}</span>
          <ul className="flex min-w-0 flex-wrap gap-x-3">
            {held.map((daemonSet) => (
              <li key={daemonSet.uid} className="flex min-w-0 max-w-full font-medium">
                <DaemonSetLink daemonSet={daemonSet} tab="diagnosis" />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Frame>
  );
}

function keyOf(row: Row): string {
  return row.kind === 'DaemonSet' ? row.daemonSet.uid : `${row.trouble.pool ?? ''} ${row.trouble.kind}`;
}

/** What wants a look, worst first: a dead node is one row, however many DaemonSets should run on it [5.3]. */
export function Attention() {
  const text = useText();
  const daemonSets = useDaemonSets();
  const troubles = useNodeTroubles();
  const isUntrusted = useIsUntrusted();
  const rows = findAttention(daemonSets, troubles);
  // Of data of unknown age nothing is said but that [P3].
  if (isUntrusted || rows.length === 0) return null;
  const rest = rows.length - ROWS_SHOWN;
  return (
    <Section title={text.say('attention.title')}>
      <ul data-attention-list="">
        {rows
          .slice(0, ROWS_SHOWN)
          .map((row) =>
            row.kind === 'DaemonSet' ? (
              <DaemonSetRow key={keyOf(row)} daemonSet={row.daemonSet} />
            ) : (
              <NodesRow key={keyOf(row)} trouble={row.trouble} held={row.held} />
            ),
          )}
      </ul>
      {rest > 0 ? (
        <p className="mt-1 text-sm">
          <a href="#daemonsets" className="text-accent underline underline-offset-2">
            {text.say('attention.rest', { count: rest })}
          </a>
        </p>
      ) : null}
    </Section>
  );
}
