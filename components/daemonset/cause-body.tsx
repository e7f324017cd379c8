'use client';

import type { ReactNode } from 'react';
import { useServerText } from '#lib/browser/fleet-context.ts';
import { type Cause, type CauseEvidence, NODES_WITH_EVIDENCE } from '#lib/domain/rollout/causes/cause.ts';
import { NodeLinks } from '../shell/node-links.tsx';
import { useText } from '../shell/text-context.ts';
import { CopyLine } from '../ui/copy-line.tsx';

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h4 className="text-muted-fg text-xs">{title}</h4>
      {children}
    </div>
  );
}

function objectOf({ object: { kind, namespace, name } }: CauseEvidence): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** Object, field, value: enough to look it up with kubectl [P9]. */
function EvidenceList({ evidence }: { readonly evidence: readonly CauseEvidence[] }) {
  const text = useText();
  return (
    <ul className="flex flex-col gap-1.5">
      {evidence.map((each) => (
        <li key={text.describeEvidence(each)} className="wrap-anywhere border-line border-l-2 pl-2 text-xs leading-5">
          <span className="font-medium">{objectOf(each)}</span>
          <span className="text-muted-fg"> · </span>
          <code className="font-mono">{each.field}</code>
          <span className="text-muted-fg"> = </span>
          <code className="font-mono font-semibold">{`${each.value}`}</code>
        </li>
      ))}
    </ul>
  );
}

function Commands({ commands }: Pick<Cause, 'commands'>) {
  const text = useText();
  return (
    <div className="flex flex-col gap-1.5">
      {commands.map(({ command, changes }) => (
        <CopyLine
          key={command}
          line={command}
          copyLabel={text.say('screen.copy')}
          copiedLabel={text.say('screen.copied')}
          {...(changes ? { warning: text.say('diagnosis.changes') } : {})}
        />
      ))}
    </div>
  );
}

/** Why, where, how it is known, and what to do about it [P9]. */
export function CauseBody({ cause }: { readonly cause: Cause }) {
  const text = useText();
  const sentence = useServerText((now) => text.describeCause(cause, now).sentence);
  const { nodes, evidence, commands } = cause;
  const { advice } = text.describeCause(cause, cause.since ?? 0);
  const isCut = nodes.length > NODES_WITH_EVIDENCE;
  return (
    <div className="flex min-w-0 flex-col gap-3 text-sm">
      <p className="wrap-anywhere max-w-prose">{sentence}</p>
      <Part title={text.say('diagnosis.advice')}>
        <p className="max-w-prose">{advice}</p>
      </Part>
      {commands.length === 0 ? null : (
        <Part title={text.say('diagnosis.commands')}>
          <Commands commands={commands} />
        </Part>
      )}
      {nodes.length === 0 ? null : (
        <Part title={text.say('diagnosis.nodes', { count: nodes.length })}>
          <NodeLinks nodes={nodes} />
        </Part>
      )}
      {evidence.length === 0 ? null : (
        <Part
          title={
            isCut
              ? text.say('diagnosis.evidence.first', { count: NODES_WITH_EVIDENCE })
              : text.say('diagnosis.evidence')
          }
        >
          <EvidenceList evidence={evidence} />
        </Part>
      )}
    </div>
  );
}
