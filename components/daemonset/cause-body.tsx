'use client';

import type { ReactNode } from 'react';
import { useServerText } from '#lib/browser/fleet-context.ts';
import { type Cause, type CauseEvidence, NODES_WITH_EVIDENCE } from '#lib/domain/rollout/causes/cause.ts';
import type { PictureDaemonSet } from '#lib/wire/picture.ts';
import { NodeLinks } from '../shell/node-links.tsx';
import { useText } from '../shell/text-context.ts';
import { CopyLine } from '../ui/copy-line.tsx';
import { joinEvidence } from './evidence-rows.ts';
import { RoomLink } from './room-link.tsx';

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h4 className="text-muted-fg text-xs">{title}</h4>
      {children}
    </div>
  );
}

/** Values of so many characters are words of Kubernetes to be read, not a word to be seen at a glance. */
const LONG_VALUE = 40;

/** Object, field, value: enough to look it up with kubectl [P9]. */
function EvidenceList({ evidence }: { readonly evidence: readonly CauseEvidence[] }) {
  return (
    <ul className="flex flex-col gap-1.5">
      {joinEvidence(evidence).map(({ key, objects, field, value }) => (
        <li key={key} className="wrap-anywhere border-line border-l-2 pl-2 text-xs leading-5">
          {objects.map((object) => (
            <span key={object} className="mr-2 inline-block font-medium">
              {object}
            </span>
          ))}
          <code className="font-mono text-muted-fg">{field}</code>
          <span className="text-muted-fg"> = </span>
          <code className={`font-mono ${value.length > LONG_VALUE ? '' : 'font-semibold'}`}>{value}</code>
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

type Props = { readonly cause: Cause; readonly daemonSet: Pick<PictureDaemonSet, 'namespace' | 'name'> };

/** Why, where, how it is known, and what to do about it [P9]. */
export function CauseBody({ cause, daemonSet }: Props) {
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
        <RoomLink code={cause.code} daemonSet={daemonSet} />
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
