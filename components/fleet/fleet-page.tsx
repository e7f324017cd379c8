'use client';

import { KnowledgeNotes } from '../shell/knowledge-notes.tsx';
import { ReadingTrouble } from '../shell/reading-trouble.tsx';
import { DaemonSetTable } from './daemonset-table.tsx';
import { FleetSentence } from './fleet-sentence.tsx';
import { NodeMap } from './node-map.tsx';

/** Is anything wrong? Where? Since when? Can I trust this page? [5.3] */
export function FleetPage({ sentence }: { readonly sentence: string }) {
  return (
    <div className="flex flex-col gap-4">
      <FleetSentence served={sentence} />
      <ReadingTrouble />
      <KnowledgeNotes />
      <DaemonSetTable />
      <NodeMap />
    </div>
  );
}
