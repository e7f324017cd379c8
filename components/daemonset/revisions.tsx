'use client';

import type { DaemonSetDetails } from '#lib/wire/details.ts';
import { Moment } from '../shell/cell-facts.tsx';
import { useText } from '../shell/text-context.ts';
import { LongName } from '../ui/long-name.tsx';
import { Section } from '../ui/section.tsx';
import { HeadCell, NumberCell, Table, TextCell } from '../ui/table.tsx';

/** ControllerRevisions, newest first, and how many pods are of each. */
export function RevisionsSection({ revisions }: Pick<DaemonSetDetails, 'revisions'>) {
  const text = useText();
  return (
    <Section title={text.say('screen.revisions')}>
      {revisions.length === 0 ? (
        <p className="text-sm">{text.say('screen.none')}</p>
      ) : (
        <Table caption={text.say('screen.revisions')}>
          <thead>
            <tr>
              <HeadCell>{text.say('screen.column.revision')}</HeadCell>
              <HeadCell>{text.say('screen.column.name')}</HeadCell>
              <HeadCell isNumber>{text.say('screen.column.pods')}</HeadCell>
              <HeadCell isNumber>{text.say('screen.column.created')}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {revisions.map(({ number, hash, pods, createdAt, current }) => (
              <tr key={`${number} ${hash ?? ''}`} className={current ? 'font-semibold' : ''}>
                <TextCell>{number}</TextCell>
                <TextCell>
                  <span className="flex items-baseline gap-2">
                    <span className="font-mono text-xs">
                      <LongName text={hash ?? '–'} />
                    </span>
                    {current ? <span className="text-xs">{text.say('screen.revision.current')}</span> : null}
                  </span>
                </TextCell>
                <NumberCell>{text.formatCount(pods)}</NumberCell>
                <NumberCell>
                  <Moment at={createdAt} />
                </NumberCell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}
