'use client';

import { useServerText } from '#lib/browser/fleet-context.ts';
import { useRevisions } from '#lib/browser/rollout-query.ts';
import { useBetweenParameter } from '#lib/browser/rollout-url.ts';
import type { RevisionsAnswer } from '#lib/wire/revision-diff.ts';
import { Moment } from '../shell/cell-facts.tsx';
import { useText } from '../shell/text-context.ts';
import { LongName } from '../ui/long-name.tsx';
import { Section } from '../ui/section.tsx';
import { HeadCell, NumberCell, Table, TextCell } from '../ui/table.tsx';
import { RevisionDiffSection } from './revision-diff.tsx';
import { listOf, sayRevisions } from './revision-words.ts';

type Props = { readonly daemonSet: { readonly namespace: string; readonly name: string } };

/** The ControllerRevisions and the pods of each, and what differs between two of them [5.4]. */
export function Revisions({ daemonSet }: Props) {
  const text = useText();
  const [between, setBetween] = useBetweenParameter();
  const query = useRevisions(daemonSet, between);
  const answer = query.data?.kind === 'Found' ? query.data.details : undefined;
  if (answer === undefined) {
    const failed = query.isError || query.data?.kind === 'Problem';
    return (
      <Section title={text.say('screen.revisions')}>
        <p className="text-sm">{text.say(failed ? 'revision.failed.sentence' : 'revision.loading.sentence')}</p>
      </Section>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <RevisionList answer={answer} />
      <RevisionDiffSection answer={answer} between={between} onChoose={(next) => void setBetween(next)} />
    </div>
  );
}

function RevisionList({ answer }: { readonly answer: RevisionsAnswer }) {
  const text = useText();
  return (
    <Section title={text.say('screen.revisions')}>
      <Sentences answer={answer} />
      {answer.revisions.length === 0 && answer.unlisted.length === 0 ? null : (
        <div className="max-w-4xl">
          <Table caption={text.say('screen.revisions')}>
            <thead>
              <tr>
                <HeadCell>{text.say('revision.column.number')}</HeadCell>
                <HeadCell>{text.say('revision.column.hash')}</HeadCell>
                <HeadCell isNumber>{text.say('screen.column.pods')}</HeadCell>
                <HeadCell isNumber>{text.say('screen.column.created')}</HeadCell>
                <HeadCell>{text.say('revision.column.note')}</HeadCell>
              </tr>
            </thead>
            <tbody>
              {answer.revisions.map((revision) => (
                <ListedRow key={`${revision.number} ${revision.hash}`} revision={revision} />
              ))}
              {answer.unlisted.map(({ hash, pods }) => (
                <tr key={hash ?? ''} data-revision="unlisted" className="text-muted-fg">
                  <TextCell>–</TextCell>
                  <TextCell>
                    <Hash hash={hash} />
                  </TextCell>
                  <NumberCell>{text.formatCount(pods)}</NumberCell>
                  <NumberCell>–</NumberCell>
                  <TextCell>{text.say(hash === undefined ? 'revision.note.noHash' : 'revision.note.pruned')}</TextCell>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </Section>
  );
}

/** They name ages, so they are made anew each second and drawn when they differ. */
function Sentences({ answer }: { readonly answer: RevisionsAnswer }) {
  const text = useText();
  const joined = useServerText((now) => sayRevisions(text, answer, now).join('\n'));
  return (
    <ul className="mb-2 flex max-w-[80ch] flex-col gap-0.5 text-sm">
      {joined.split('\n').map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function Hash({ hash }: { readonly hash: string | undefined }) {
  return (
    <span className="font-mono text-xs">
      <LongName text={hash ?? '–'} />
    </span>
  );
}

function ListedRow({ revision }: { readonly revision: RevisionsAnswer['revisions'][number] }) {
  const text = useText();
  const { number, hash, pods, createdAt, current, rolledBackTo } = revision;
  const notes = [
    ...(current ? [text.say('revision.note.current')] : []),
    ...(rolledBackTo ? [text.say('revision.note.rolledBack')] : []),
  ];
  return (
    <tr data-revision={number} className={current ? 'font-semibold' : ''}>
      <TextCell>{number}</TextCell>
      <TextCell>
        <Hash hash={hash} />
      </TextCell>
      <NumberCell>{pods === undefined ? text.say('revision.pods.unknown') : text.formatCount(pods)}</NumberCell>
      <NumberCell>
        <Moment at={createdAt} />
      </NumberCell>
      <TextCell>{listOf(text, notes)}</TextCell>
    </tr>
  );
}
