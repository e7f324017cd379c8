'use client';

import { DIFF_VIEWS, useDiffViewParameter } from '#lib/browser/rollout-url.ts';
import type { TemplateChange } from '#lib/domain/rollout/template-change.ts';
import { sayChange } from '#lib/text/describe/template-change.ts';
import type { Between, RevisionDiff, RevisionsAnswer, TemplateChoice } from '#lib/wire/revision-diff.ts';
import { useText } from '../shell/text-context.ts';
import { Choice, Select } from '../ui/choice.tsx';
import { Section } from '../ui/section.tsx';
import { HeadCell, Table, TextCell } from '../ui/table.tsx';
import { nameChoice } from './revision-words.ts';
import { YamlDiff } from './yaml-diff.tsx';

type Props = {
  readonly answer: RevisionsAnswer;
  /** What was asked for; the answer to it may still be on its way. */
  readonly between: Between | null;
  readonly onChoose: (between: Between) => void;
};

/** What differs between two templates, as meaning or as YAML. */
export function RevisionDiffSection({ answer, between, onChoose }: Props) {
  const text = useText();
  const [view, setView] = useDiffViewParameter();
  const { diff } = answer;
  const shown = between ?? diff?.between;
  return (
    <Section
      title={text.say('diff.title')}
      aside={
        shown === undefined ? null : (
          <>
            <Sides answer={answer} between={shown} onChoose={onChoose} />
            <Choice
              label={text.say('diff.view')}
              value={view}
              options={DIFF_VIEWS.map((value) => ({ value, label: text.say(`diff.view.${value}`) }))}
              onChange={(next) => void setView(next)}
            />
          </>
        )
      }
    >
      {diff === null ? <p className="text-sm">{text.say('diff.single.sentence')}</p> : <Diff diff={diff} view={view} />}
    </Section>
  );
}

function Sides({ answer, between, onChoose }: Omit<Props, 'between'> & { readonly between: Between }) {
  const text = useText();
  const choices: readonly TemplateChoice[] = [
    ...new Set([
      ...(answer.by === 'template' ? [] : ['template' as const]),
      ...answer.revisions.map(({ number }) => number),
      between.before,
      between.after,
    ]),
  ];
  const options = choices.map((choice) => ({ value: `${choice}`, label: nameChoice(text, answer, choice) }));
  const choose = (side: keyof Between) => (value: string) => {
    const choice = choices.find((each) => `${each}` === value);
    if (choice !== undefined) onChoose({ ...between, [side]: choice });
  };
  return (
    <>
      <Select label={text.say('diff.from')} value={`${between.before}`} options={options} onChange={choose('before')} />
      <Select label={text.say('diff.to')} value={`${between.after}`} options={options} onChange={choose('after')} />
    </>
  );
}

function Diff({ diff, view }: { readonly diff: RevisionDiff; readonly view: (typeof DIFF_VIEWS)[number] }) {
  const text = useText();
  if (diff.kind === 'NotThere') {
    const number = diff.missing === 'template' ? '' : diff.missing;
    return <p className="text-sm">{text.say('diff.missing.sentence', { number })}</p>;
  }
  const { changes, lines } = diff;
  if (changes.length === 0) return <p className="text-sm">{text.say('diff.same.sentence')}</p>;
  const isOther = changes.every(({ area }) => area === 'other');
  return (
    <div className="flex flex-col gap-2">
      <p className="max-w-[80ch] text-sm">
        {isOther
          ? text.say('diff.other.sentence', { command: 'kubectl rollout restart' })
          : text.say('diff.count.sentence', { count: changes.length })}
      </p>
      {view === 'yaml' ? <YamlDiff lines={lines} /> : isOther ? null : <Changes changes={changes} />}
      <p className="max-w-[80ch] text-muted-fg text-xs">{text.say('diff.notKept.sentence')}</p>
    </div>
  );
}

function Changes({ changes }: { readonly changes: readonly TemplateChange[] }) {
  const text = useText();
  return (
    <Table caption={text.say('diff.title')}>
      <thead>
        <tr>
          <HeadCell>{text.say('diff.column.what')}</HeadCell>
          <HeadCell isWide>{text.say('diff.column.where')}</HeadCell>
          <HeadCell>{text.say('diff.column.before')}</HeadCell>
          <HeadCell>{text.say('diff.column.after')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => {
          const { area, container, subject } = change;
          const { where, what, before, after } = sayChange(text, change);
          return (
            <tr key={`${area} ${container ?? ''} ${subject}`} data-change={area} className="align-top">
              <TextCell>
                <span className="wrap-anywhere block min-w-20 py-1.5">
                  {what}
                  <span className="block text-muted-fg text-xs sm:hidden">{where}</span>
                </span>
              </TextCell>
              <TextCell isWide>
                <span className="wrap-anywhere block py-1.5 text-muted-fg">{where}</span>
              </TextCell>
              <TextCell>
                <Value text={before} isKept={change.before !== undefined && change.before !== ''} />
              </TextCell>
              <TextCell>
                <Value text={after} isKept={change.after !== undefined && change.after !== ''} />
              </TextCell>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

/** What stands in the template is set as it is written there; what we say of it is not. */
function Value({ text, isKept }: { readonly text: string; readonly isKept: boolean }) {
  const style = isKept ? 'font-mono text-xs leading-5' : 'text-muted-fg';
  return <span className={`wrap-anywhere block min-w-24 py-1.5 ${style}`}>{text}</span>;
}
