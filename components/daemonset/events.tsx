'use client';

import { useState } from 'react';
import { useKnowledge } from '#lib/browser/fleet-context.ts';
import type { DaemonSetDetails } from '#lib/wire/details.ts';
import type { EventGroup } from '#lib/wire/event-group.ts';
import { Moment } from '../shell/cell-facts.tsx';
import { TONE_TEXT } from '../shell/look.ts';
import { NodeLinks } from '../shell/node-links.tsx';
import { useText } from '../shell/text-context.ts';
import { Glyph } from '../ui/glyph.tsx';
import { Section } from '../ui/section.tsx';
import { HeadCell, NumberCell, Table, TextCell } from '../ui/table.tsx';

function EventRow({ group, isRaw }: { readonly group: EventGroup; readonly isRaw: boolean }) {
  const text = useText();
  const { type, reason, template, message, regarding, count, first, last, nodes } = group;
  const isWarning = type === 'Warning';
  return (
    <tr data-event={reason} className="align-top">
      <HeadCell scope="row">
        <span className={`flex items-center gap-1.5 py-1.5 ${isWarning ? TONE_TEXT.starved : ''}`}>
          {isWarning ? <Glyph name="triangle" size={12} className="flex-none" /> : null}
          {isWarning ? <span className="sr-only">{text.say('events.type.Warning')}</span> : null}
          {reason}
        </span>
      </HeadCell>
      <TextCell>
        <span className="wrap-anywhere block min-w-64 max-w-[70ch] py-1.5">
          <span className="text-muted-fg text-xs">{regarding}</span> {isRaw ? message : template}
        </span>
      </TextCell>
      <NumberCell>
        <span className="block py-1.5">{text.formatCount(count)}</span>
      </NumberCell>
      <NumberCell>
        <span className="block py-1.5">
          <Moment at={first ?? undefined} />
        </span>
      </NumberCell>
      <NumberCell>
        <span className="block py-1.5">
          <Moment at={last ?? undefined} />
        </span>
      </NumberCell>
      <TextCell>
        <span className="block min-w-40 max-w-md py-1.5">{nodes.length === 0 ? '–' : <NodeLinks nodes={nodes} />}</span>
      </TextCell>
    </tr>
  );
}

/** Events as one row per reason and form of message; the messages themselves at the press of a button [5.4]. */
export function EventsSection({ events }: Pick<DaemonSetDetails, 'events'>) {
  const text = useText();
  const [isRaw, setIsRaw] = useState(false);
  const knowledge = useKnowledge()['events'];
  if (knowledge !== undefined && knowledge !== 'Known') {
    return <p className="pt-3 text-sm">{text.describeKnowledge('events', knowledge).sentence}</p>;
  }
  if (events.length === 0) return <p className="pt-3 text-sm">{text.say('events.none.sentence')}</p>;
  return (
    <Section
      title={text.say('events.title')}
      aside={
        <label className="flex items-center gap-1.5 text-xs">
          <input
            type="checkbox"
            checked={isRaw}
            onChange={({ target }) => setIsRaw(target.checked)}
            className="accent-accent"
          />
          {text.say('events.raw')}
        </label>
      }
    >
      <Table caption={text.say('events.title')}>
        <thead>
          <tr>
            <HeadCell>{text.say('screen.column.reason')}</HeadCell>
            <HeadCell>{text.say('screen.column.message')}</HeadCell>
            <HeadCell isNumber>{text.say('events.column.count')}</HeadCell>
            <HeadCell isNumber>{text.say('events.column.first')}</HeadCell>
            <HeadCell isNumber>{text.say('events.column.last')}</HeadCell>
            <HeadCell>{text.say('events.column.nodes')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {events.map((group) => (
            <EventRow key={`${group.reason} ${group.regarding} ${group.template}`} group={group} isRaw={isRaw} />
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
