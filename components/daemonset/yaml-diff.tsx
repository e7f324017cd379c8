'use client';

import { useState } from 'react';
import type { DiffLine } from '#lib/wire/revision-diff.ts';
import { useText } from '../shell/text-context.ts';
import { ScrollFrame } from '../ui/scroll-frame.tsx';
import { foldLines } from './fold-lines.ts';

const SIGNS = { same: ' ', added: '+', removed: '−' } as const;
const STYLES = {
  same: 'border-transparent',
  added: 'border-accent bg-accent/15',
  removed: 'border-line-strong bg-sunken text-muted-fg',
} as const;
const TAGS = { same: 'span', added: 'ins', removed: 'del' } as const;

function Line({ line: { kind, text: content } }: { readonly line: DiffLine }) {
  const text = useText();
  const Tag = TAGS[kind];
  return (
    <Tag data-line={kind} className={`block whitespace-pre border-l-2 pr-3 pl-2 no-underline ${STYLES[kind]}`}>
      {kind === 'same' ? null : <span className="sr-only">{text.say(`diff.yaml.${kind}`)} </span>}
      <span aria-hidden="true" className="inline-block w-4 select-none">
        {SIGNS[kind]}
      </span>
      {content}
    </Tag>
  );
}

/** Line by line; of long runs of equal lines only those beside a difference are shown at first. */
export function YamlDiff({ lines }: { readonly lines: readonly DiffLine[] }) {
  const text = useText();
  const [isWhole, setIsWhole] = useState(false);
  const folded = foldLines(lines);
  const isFolded = folded.some(({ kind }) => kind === 'Fold');
  const shown = isWhole ? foldLines(lines, Number.POSITIVE_INFINITY) : folded;
  return (
    <div className="flex flex-col items-start gap-2">
      <ScrollFrame
        label={text.say('diff.yaml.label')}
        className="max-h-[70vh] w-full overflow-auto rounded-md border bg-raised py-1"
      >
        <pre className="w-max min-w-full font-mono text-xs leading-5">
          <code>
            {shown.map((part) =>
              part.kind === 'Fold' ? (
                <span key={part.at} className="block border-y bg-bg py-0.5 pl-8 font-sans text-2xs text-muted-fg">
                  {text.say('diff.yaml.same', { count: part.count })}
                </span>
              ) : (
                <Line key={part.at} line={part.line} />
              ),
            )}
          </code>
        </pre>
      </ScrollFrame>
      {isFolded ? (
        <button
          type="button"
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
          className="rounded-sm border border-line-strong px-2 py-0.5 text-xs hover:bg-raised"
        >
          {text.say(isWhole ? 'diff.yaml.few' : 'diff.yaml.all')}
        </button>
      ) : null}
    </div>
  );
}
