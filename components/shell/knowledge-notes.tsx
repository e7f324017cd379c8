'use client';

import { useKnowledge } from '#lib/browser/fleet-context.ts';
import { isResource } from '#lib/text/describe/health.ts';
import { CopyLine } from '../ui/copy-line.tsx';
import { useText } from './text-context.ts';

/** What may not be read costs a sentence each, with the rule that would grant it [7.1]. */
export function KnowledgeNotes() {
  const text = useText();
  const knowledge = useKnowledge();
  const notes = Object.entries(knowledge).flatMap(([resource, known]) =>
    known === 'Forbidden' && isResource(resource) ? [{ resource, ...text.describeKnowledge(resource, known) }] : [],
  );
  if (notes.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 border-line-strong border-l-2 pl-3 text-sm" data-knowledge="">
      {notes.map(({ resource, sentence, grant }) => (
        <li key={resource}>
          <details>
            <summary className="cursor-pointer">{sentence}</summary>
            {grant === undefined ? null : (
              <div className="mt-1 mb-2 flex max-w-2xl flex-col gap-1 text-muted-fg text-xs">
                {text.say('knowledge.grant')}
                <CopyLine line={grant} copyLabel={text.say('screen.copy')} copiedLabel={text.say('screen.copied')} />
              </div>
            )}
          </details>
        </li>
      ))}
    </ul>
  );
}
