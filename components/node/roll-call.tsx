'use client';

import Link from 'next/link';
import { Fragment } from 'react';
import { useServerText } from '#lib/browser/fleet-context.ts';
import type { NodeDetails } from '#lib/wire/details.ts';
import { CellStateBadge } from '../shell/state-badge.tsx';
import { useText } from '../shell/text-context.ts';
import { LongName } from '../ui/long-name.tsx';
import { Section } from '../ui/section.tsx';
import { ABOVE_NARROW_ROW, HeadCell, NarrowRow, NumberCell, Table, TextCell } from '../ui/table.tsx';

type Entry = NodeDetails['daemonSets'][number];

function Why({ entry }: { readonly entry: Entry }) {
  const text = useText();
  return <>{useServerText((now) => text.describeCell(entry, now).text)}</>;
}

function Since({ since }: { readonly since: number | undefined }) {
  const text = useText();
  return <>{useServerText((now) => (since === undefined ? '–' : text.duration(now - since)))}</>;
}

/** Every DaemonSet answers for this node: should it run here, does it, and if not, why not [5.6]. */
export function RollCall({
  entries,
  isUntrusted,
}: {
  readonly entries: readonly Entry[];
  readonly isUntrusted: boolean;
}) {
  const text = useText();
  return (
    <Section title={text.say('screen.node.daemonSets')}>
      <Table caption={text.say('screen.node.daemonSets')}>
        <thead>
          <tr>
            <HeadCell>{text.say('screen.column.state')}</HeadCell>
            <HeadCell>{text.say('screen.column.daemonSet')}</HeadCell>
            <HeadCell isWide>{text.say('screen.column.why')}</HeadCell>
            <HeadCell>{text.say('screen.column.pod')}</HeadCell>
            <HeadCell isNumber>{text.say('screen.column.since')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Fragment key={`${entry.namespace}/${entry.name}`}>
              <tr
                data-daemonset={`${entry.namespace}/${entry.name}`}
                data-state={isUntrusted ? 'unknown' : entry.state}
                className={ABOVE_NARROW_ROW}
              >
                <TextCell>
                  {isUntrusted && entry.state !== 'unknown' ? (
                    <span className="whitespace-nowrap text-muted-fg">
                      {text.say('screen.kept', { word: text.describeCellState(entry.state).word })}
                    </span>
                  ) : (
                    <CellStateBadge state={entry.state} />
                  )}
                </TextCell>
                <HeadCell scope="row">
                  <Link
                    prefetch={false}
                    href={`/daemonsets/${encodeURIComponent(entry.namespace)}/${encodeURIComponent(entry.name)}`}
                    className="flex max-w-72 items-baseline gap-2 hover:underline"
                  >
                    <LongName text={entry.name} />
                    <span className="flex max-w-32 flex-none font-normal text-muted-fg text-xs">
                      <LongName text={entry.namespace} />
                    </span>
                  </Link>
                </HeadCell>
                <TextCell isWide>
                  <span className="block min-w-56 break-words py-1">
                    <Why entry={entry} />
                  </span>
                </TextCell>
                <TextCell>
                  {entry.pods[0] === undefined ? '–' : <LongName text={entry.pods[0].name} className="max-w-60" />}
                </TextCell>
                <NumberCell>
                  <Since since={entry.since} />
                </NumberCell>
              </tr>
              <NarrowRow columns={4}>
                <Why entry={entry} />
              </NarrowRow>
            </Fragment>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
