'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { useIsUntrusted } from '#lib/browser/fleet-context.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { CellGrid } from '../shell/grid/cell-grid.tsx';
import type { Grouping } from '../shell/grid/group-select.tsx';
import { nodeCells } from '../shell/grid/node-cells.ts';
import { useText } from '../shell/text-context.ts';

type Props = {
  readonly picture: Picture;
  /** The nodes that the words of the filter let through. */
  readonly found: readonly number[];
  readonly grouping: Grouping;
  /** States that are set aside: drawn faintly, since no square moves because its state changed [P6]. */
  readonly muted: ReadonlySet<CellState>;
};

/** The nodes as squares in their groups, each in the worst state of its DaemonSets. */
export function NodesGrid({ picture, found, grouping, muted }: Props) {
  const text = useText();
  const router = useRouter();
  const isUntrusted = useIsUntrusted();
  const { cellOf } = useMemo(() => nodeCells(text, picture, isUntrusted), [text, picture, isUntrusted]);
  const groups = useMemo(() => {
    const kept = new Set(found);
    return grouping.groups.flatMap((group) => {
      const nodes = group.nodes.filter((index) => kept.has(index));
      return nodes.length === 0 ? [] : [{ ...group, nodes }];
    });
  }, [grouping.groups, found]);
  const onOpen = useCallback((node: string) => router.push(`/nodes/${encodeURIComponent(node)}`), [router]);
  return (
    <CellGrid
      label={text.say('screen.nodes.map')}
      groups={groups}
      groupName={grouping.groupName}
      cellOf={cellOf}
      muted={muted}
      openNode={null}
      onOpen={onOpen}
    />
  );
}
