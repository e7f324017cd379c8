'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { useFleetSource, useIsUntrusted, usePicture } from '#lib/browser/fleet-context.ts';
import { countStates } from '#lib/browser/worst.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { CellGrid } from '../shell/grid/cell-grid.tsx';
import { GroupSelect, useGrouping } from '../shell/grid/group-select.tsx';
import { Legend } from '../shell/grid/legend.tsx';
import { nodeCells } from '../shell/grid/node-cells.ts';
import { useMuted } from '../shell/grid/use-muted.ts';
import { useText } from '../shell/text-context.ts';
import { Section } from '../ui/section.tsx';

function Squares({ picture }: { readonly picture: Picture }) {
  const text = useText();
  const router = useRouter();
  const isUntrusted = useIsUntrusted();
  const grouping = useGrouping(picture.nodes);
  const [muted, toggle] = useMuted();
  const { worst, cellOf } = useMemo(() => nodeCells(text, picture, isUntrusted), [text, picture, isUntrusted]);
  const counts = useMemo(() => countStates(worst), [worst]);
  const onOpen = useCallback((node: string) => router.push(`/nodes/${encodeURIComponent(node)}`), [router]);
  return (
    <Section
      title={text.say('screen.count.nodes', { count: picture.nodes.length })}
      aside={<GroupSelect nodes={picture.nodes} grouping={grouping} />}
    >
      <div className="mb-3">
        <Legend counts={counts} muted={muted} onToggle={toggle} />
      </div>
      <CellGrid
        label={text.say('screen.nodes.map')}
        groups={grouping.groups}
        groupName={grouping.groupName}
        cellOf={cellOf}
        muted={muted}
        openNode={null}
        onOpen={onOpen}
      />
    </Section>
  );
}

/** One square per node, the worst of its DaemonSets [5.3]. Before the snapshot is here: the counts of the glance. */
export function NodeMap() {
  const text = useText();
  const { glance } = useFleetSource();
  const picture = usePicture();
  if (picture !== undefined) {
    if (picture.nodes.length > 0) return <Squares picture={picture} />;
    return picture.daemonSets.length === 0 ? null : <p className="text-muted-fg">{text.say('screen.nodes.none')}</p>;
  }
  return (
    <Section title={text.say('screen.count.nodes', { count: glance.nodeCount })}>
      <Legend counts={glance.worst} muted={NOTHING} onToggle={() => {}} />
      <p className="mt-2 text-muted-fg text-sm">{text.say('screen.picture.loading')}</p>
    </Section>
  );
}

const NOTHING: ReadonlySet<never> = new Set();
