'use client';

import type { FleetPart } from '#lib/text/describe/fleet.ts';
import { KnowledgeNotes } from '../shell/knowledge-notes.tsx';
import { ReadingTrouble } from '../shell/reading-trouble.tsx';
import { Attention } from './attention.tsx';
import { DaemonSetTable } from './daemonset-table.tsx';
import { FleetSentence } from './fleet-sentence.tsx';
import { NodeMap } from './node-map.tsx';
import { SimulatedHint } from './simulated-hint.tsx';

type Props = {
  readonly sentence: readonly FleetPart[];
  /** What starts Rollcall. */
  readonly command: string;
};

/** Is anything wrong? Where? Since when? Can I trust this page? [5.3] */
export function FleetPage({ sentence, command }: Props) {
  return (
    <div className="flex flex-col gap-4">
      <FleetSentence served={sentence} />
      <SimulatedHint command={command} />
      <ReadingTrouble />
      <KnowledgeNotes />
      <Attention />
      <div id="daemonsets" className="scroll-mt-(--bar-height)">
        <DaemonSetTable />
      </div>
      <div id="nodes" className="scroll-mt-(--bar-height)">
        <NodeMap />
      </div>
    </div>
  );
}
