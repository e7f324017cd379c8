'use client';

import { useServerText } from '#lib/browser/fleet-context.ts';
import { describeCompleteAfter } from '#lib/text/describe/make-room.ts';
import type { NodeDetails } from '#lib/wire/details.ts';
import { Lasting, Moment } from '../shell/cell-facts.tsx';
import { useText } from '../shell/text-context.ts';
import { Facts } from '../ui/facts.tsx';
import { Section } from '../ui/section.tsx';
import { HeadCell, NumberCell, Table, TextCell } from '../ui/table.tsx';

export function ConditionsSection({ conditions }: Pick<NodeDetails, 'conditions'>) {
  const text = useText();
  const title = text.say('screen.node.conditions');
  if (conditions.length === 0) {
    return (
      <Section title={title}>
        <p className="text-sm">{text.say('screen.node.conditions.none')}</p>
      </Section>
    );
  }
  return (
    <Section title={title}>
      <Table caption={title}>
        <thead>
          <tr>
            <HeadCell>{text.say('screen.column.type')}</HeadCell>
            <HeadCell>{text.say('screen.column.status')}</HeadCell>
            <HeadCell>{text.say('screen.column.reason')}</HeadCell>
            <HeadCell isNumber>{text.say('screen.column.since')}</HeadCell>
            <HeadCell>{text.say('screen.column.message')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {conditions.map(({ type, status, reason, message, lastTransitionTime }) => (
            <tr key={type}>
              <HeadCell scope="row">{type}</HeadCell>
              <TextCell>{status}</TextCell>
              <TextCell>{reason ?? '–'}</TextCell>
              <NumberCell>
                <Lasting since={lastTransitionTime} />
              </NumberCell>
              <TextCell>
                <span className="block min-w-48 break-words py-1">{message ?? ''}</span>
              </TextCell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

export function TaintsSection({ taints, unschedulable }: Pick<NodeDetails, 'taints' | 'unschedulable'>) {
  const text = useText();
  return (
    <Section title={text.say('screen.node.taints')}>
      {taints.length === 0 ? <p className="text-sm">{text.say('screen.node.taints.none')}</p> : null}
      <ul className="text-sm">
        {taints.map(({ key, value, effect, timeAdded }) => (
          <li key={`${key} ${effect}`} className="flex flex-wrap gap-x-3 wrap-anywhere">
            <span className="font-mono text-xs leading-5">{`${key}${value === '' ? '' : `=${value}`}:${effect}`}</span>
            {timeAdded === undefined ? null : (
              <span className="text-muted-fg">
                <Moment at={timeAdded} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {unschedulable ? <p className="mt-2 text-sm">{text.say('screen.node.unschedulable')}</p> : null}
    </Section>
  );
}

export function NodeFactsSection({ details }: { readonly details: NodeDetails }) {
  const text = useText();
  const { createdAt, nodeInfo, internalIPs, allocatable, completeAfter, unschedulable } = details;
  const complete = useServerText((now) => describeCompleteAfter(text, completeAfter, now).phrase);
  const completeSentence = useServerText((now) => describeCompleteAfter(text, completeAfter, now).sentence);
  const entries = Object.entries(allocatable);
  return (
    <Section title={text.say('screen.about')}>
      <Facts
        facts={[
          { term: text.say('screen.created'), detail: <Moment at={createdAt} /> },
          {
            term: text.say('room.complete'),
            detail: <span title={completeSentence}>{complete}</span>,
          },
          { term: text.say('room.cordoned'), detail: text.say(`room.cordoned.${unschedulable ? 'yes' : 'no'}`) },
          {
            term: text.say('screen.node.addresses'),
            detail: internalIPs.length === 0 ? text.say('screen.none') : internalIPs.join(text.say('screen.list')),
          },
          ...Object.entries(nodeInfo).map(([term, detail]) => ({
            term,
            detail: <span className="wrap-anywhere">{detail}</span>,
          })),
          ...entries.map(([resource, quantity]) => ({
            term: `${text.say('screen.node.allocatable')}: ${resource}`,
            detail: text.quantity(resource, quantity),
          })),
        ]}
      />
    </Section>
  );
}

export function LabelsSection({ labels }: Pick<NodeDetails, 'labels'>) {
  const text = useText();
  const entries = Object.entries(labels).toSorted(([left], [right]) => text.compareNames(left, right));
  return (
    <Section title={text.say('screen.node.labels')}>
      {entries.length === 0 ? <p className="text-sm">{text.say('screen.none')}</p> : null}
      <ul className="font-mono text-xs leading-5">
        {entries.map(([key, value]) => (
          <li key={key} className="wrap-anywhere">
            {value === '' ? key : `${key}=${value}`}
          </li>
        ))}
      </ul>
    </Section>
  );
}
