'use client';

import Link from 'next/link';
import { Fragment } from 'react';
import { useServerText } from '#lib/browser/fleet-context.ts';
import type { Text } from '#lib/text/text.ts';
import type { NodeDetails } from '#lib/wire/details.ts';
import { CellStateBadge } from '../shell/state-badge.tsx';
import { useText } from '../shell/text-context.ts';
import { LongName } from '../ui/long-name.tsx';
import { Section } from '../ui/section.tsx';
import { ABOVE_NARROW_ROW, HeadCell, NarrowRow, NumberCell, Table, TextCell } from '../ui/table.tsx';

type Entry = NodeDetails['daemonSets'][number];

/** All reasons; of what keeps a DaemonSet from a node only the one rule that decides, and how many more there are. */
function sayWhy(text: Text, { state, reasons }: Entry, now: number): string {
  const [first] = reasons;
  if (state !== 'excluded' || first === undefined) return text.describeCell({ state, reasons }, now).text;
  const rule = text.describeReason(first, now).sentences[0] ?? '';
  return reasons.length === 1 ? rule : text.say('room.rule.more', { rule, more: reasons.length - 1 });
}

function Why({ entry, hasPlan }: { readonly entry: Entry; readonly hasPlan: boolean }) {
  const text = useText();
  const why = useServerText((now) => sayWhy(text, entry, now));
  if (!hasPlan) return <>{why}</>;
  return (
    <>
      {why}{' '}
      <a href="#room" className="text-accent underline decoration-line-strong underline-offset-2">
        {text.say('room.link')}
      </a>
    </>
  );
}

function Since({ since }: { readonly since: number | undefined }) {
  const text = useText();
  return <>{useServerText((now) => (since === undefined ? '–' : text.duration(now - since)))}</>;
}

type Props = {
  readonly entries: readonly Entry[];
  readonly isUntrusted: boolean;
  /** The DaemonSets that wait for room here, each `namespace/name`: below stands what would make it. */
  readonly waiting: ReadonlySet<string>;
};

/** Every DaemonSet answers for this node: should it run here, does it, and if not, why not [5.6]; those that do not want it come last. */
export function RollCall({ entries, isUntrusted, waiting }: Props) {
  const text = useText();
  const wanted = entries.filter(({ state }) => state !== 'excluded');
  const inOrder = [...wanted, ...entries.filter(({ state }) => state === 'excluded')];
  return (
    <Section title={text.say('screen.node.daemonSets')}>
      <Table caption={text.say('screen.node.daemonSets')}>
        <thead>
          <tr>
            <HeadCell>{text.say('screen.column.state')}</HeadCell>
            <HeadCell>{text.say('screen.column.daemonSet')}</HeadCell>
            <HeadCell isWide>{text.say('screen.column.why')}</HeadCell>
            <HeadCell isWide>{text.say('screen.column.pod')}</HeadCell>
            <HeadCell isNumber>{text.say('screen.column.since')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {inOrder.map((entry) => (
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
                    className="flex max-w-72 items-baseline gap-x-2 hover:underline max-sm:max-w-40 max-sm:flex-wrap"
                  >
                    <LongName text={entry.name} />
                    <span className="flex max-w-32 flex-none font-normal text-muted-fg text-xs">
                      <LongName text={entry.namespace} />
                    </span>
                  </Link>
                </HeadCell>
                <TextCell isWide>
                  <span className="block min-w-56 break-words py-1">
                    <Why entry={entry} hasPlan={waiting.has(`${entry.namespace}/${entry.name}`)} />
                  </span>
                </TextCell>
                <TextCell isWide>
                  {entry.pods[0] === undefined ? '–' : <LongName text={entry.pods[0].name} className="max-w-60" />}
                </TextCell>
                <NumberCell>
                  <Since since={entry.since} />
                </NumberCell>
              </tr>
              <NarrowRow columns={3}>
                <Why entry={entry} hasPlan={waiting.has(`${entry.namespace}/${entry.name}`)} />
                {entry.pods[0] === undefined ? null : (
                  <div className="text-muted-fg">
                    <LongName text={entry.pods[0].name} />
                  </div>
                )}
              </NarrowRow>
            </Fragment>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
