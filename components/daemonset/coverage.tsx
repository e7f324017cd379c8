'use client';

import { useCallback, useMemo, useState } from 'react';
import { useIsUntrusted, usePicture, useServerClock } from '#lib/browser/fleet-context.ts';
import { useOpenNode, useViewParameter, VIEWS } from '#lib/browser/url-state.ts';
import { countStates } from '#lib/browser/worst.ts';
import type { DaemonSetDetails } from '#lib/wire/details.ts';
import type { Picture, PictureDaemonSet } from '#lib/wire/picture.ts';
import { CellGrid } from '../shell/grid/cell-grid.tsx';
import { GroupSelect, useGrouping } from '../shell/grid/group-select.tsx';
import { Legend } from '../shell/grid/legend.tsx';
import { useMuted } from '../shell/grid/use-muted.ts';
import { useText } from '../shell/text-context.ts';
import { Choice } from '../ui/choice.tsx';
import { Section } from '../ui/section.tsx';
import { CellDrawer } from './cell-drawer.tsx';
import { createCoverage } from './coverage-cells.ts';
import { CoverageTable } from './coverage-table.tsx';

type Props = { readonly daemonSet: PictureDaemonSet; readonly details: DaemonSetDetails | undefined };

const EMPTY = new Uint8Array();

function Squares({ daemonSet, details, picture }: Props & { readonly picture: Picture }) {
  const text = useText();
  const now = useServerClock();
  const isUntrusted = useIsUntrusted();
  const { nodes } = picture;
  const column = picture.cells.get(daemonSet.uid) ?? EMPTY;
  const grouping = useGrouping(nodes);
  const [view, setView] = useViewParameter();
  const [openNode, setOpenNode] = useOpenNode();
  const [muted, toggle] = useMuted();
  const [makeCoverage] = useState(createCoverage);
  const coverage = useMemo(
    () => makeCoverage({ text, nodes, column, details, isUntrusted, now }),
    [makeCoverage, text, nodes, column, details, isUntrusted, now],
  );
  const counts = useMemo(() => countStates(column), [column]);
  const onOpen = useCallback((node: string) => void setOpenNode(node), [setOpenNode]);
  const name = daemonSet.name;
  return (
    <Section
      title={text.say('screen.coverage')}
      aside={
        <>
          <GroupSelect nodes={nodes} grouping={grouping} />
          <Choice
            label={text.say('screen.view')}
            value={view}
            options={VIEWS.map((value) => ({ value, label: text.say(`screen.view.${value}`) }))}
            onChange={(next) => void setView(next)}
          />
        </>
      }
    >
      <div className="mb-3">
        <Legend counts={counts} muted={muted} onToggle={toggle} />
      </div>
      {view === 'table' ? (
        <CoverageTable
          caption={text.say('screen.coverage.table', { daemonSet: name })}
          grouping={grouping}
          coverage={coverage}
          muted={muted}
          onOpen={onOpen}
        />
      ) : (
        <CellGrid
          label={text.say('screen.coverage.grid', { daemonSet: name })}
          groups={grouping.groups}
          groupName={grouping.groupName}
          cellOf={coverage.cellOf}
          muted={muted}
          openNode={openNode}
          onOpen={onOpen}
        />
      )}
      <CellDrawer
        daemonSet={daemonSet}
        node={openNode}
        state={openNode === null ? undefined : stateOfNode(picture, coverage.cellOf, openNode)}
        details={openNode === null ? undefined : coverage.detailsOf(openNode)}
        onClose={() => void setOpenNode(null)}
      />
    </Section>
  );
}

function stateOfNode(
  { nodes }: Picture,
  cellOf: ReturnType<ReturnType<typeof createCoverage>>['cellOf'],
  node: string,
) {
  const index = nodes.findIndex(({ name }) => name === node);
  return index === -1 ? undefined : cellOf(index);
}

/** Which nodes run it and which do not, and of each why [5.4]. */
export function CoverageSection({ daemonSet, details }: Props) {
  const text = useText();
  const picture = usePicture();
  if (picture !== undefined) return <Squares daemonSet={daemonSet} details={details} picture={picture} />;
  return (
    <Section title={text.say('screen.coverage')}>
      <p className="text-muted-fg text-sm">{text.say('screen.picture.loading')}</p>
    </Section>
  );
}
