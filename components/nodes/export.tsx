'use client';

import { downloadText } from '#lib/browser/download.ts';
import { freshnessAt, serverNowAt, useFleetSource } from '#lib/browser/fleet-context.ts';
import { isUntrusted } from '#lib/browser/freshness.ts';
import {
  type ExportedView,
  type ExportStamp,
  exportFileName,
  type NodeExport,
  nodesAsCsv,
  nodesAsJson,
} from '#lib/browser/node-export.ts';
import type { NodeList } from '#lib/browser/node-list.ts';
import type { NodeColumn, NodeSort } from '#lib/browser/node-sort.ts';
import { type NodesView, useNodesQuery, useNodesStates } from '#lib/browser/nodes-url.ts';
import type { Grouping } from '../shell/grid/group-select.tsx';
import { useText } from '../shell/text-context.ts';

type Props = {
  readonly list: NodeList;
  readonly rows: readonly number[];
  readonly columns: readonly NodeColumn[];
  readonly sort: NodeSort;
  readonly grouping: Grouping;
  readonly view: NodesView;
};

/** As of when the data is, read when the button is pressed. */
function useStamp(): () => ExportStamp {
  const { store, ticker, glance } = useFleetSource();
  return () => {
    const [state, tick] = [store.getState(), ticker.getTick()];
    const freshness = freshnessAt(state, tick, glance);
    const { source, cluster } = state.picture ?? glance;
    return {
      cluster: cluster.name,
      asOf: serverNowAt(state, tick, glance) - ('ageMillis' in freshness ? freshness.ageMillis : 0),
      isStale: isUntrusted(freshness.kind),
      simulated: source.kind === 'Cluster' ? (source.simulated?.scenario ?? null) : null,
    };
  };
}

function viewOf({ view, columns, grouping }: Props): ExportedView {
  switch (view) {
    case 'table':
      return { kind: 'table', columns };
    case 'matrix':
      return { kind: 'matrix' };
    case 'grid': {
      const names = new Map(
        grouping.groups.flatMap(({ key, nodes }) => nodes.map((index) => [index, grouping.groupName(key)] as const)),
      );
      return { kind: 'grid', groupOf: (index) => names.get(index) ?? '' };
    }
  }
}

const FORMATS = [
  { extension: 'csv', mediaType: 'text/csv', write: nodesAsCsv },
  { extension: 'json', mediaType: 'application/json', write: nodesAsJson },
] as const;

/** What is on the screen, as it is filtered and sorted, as a file; it is made in the page. */
export function Export(props: Props) {
  const text = useText();
  const stampOf = useStamp();
  const [query] = useNodesQuery();
  const [states] = useNodesStates();
  if (props.rows.length === 0) return null;
  const save = ({ extension, mediaType, write }: (typeof FORMATS)[number]): void => {
    const stamp = stampOf();
    const { list, rows, sort } = props;
    const exported: NodeExport = { list, rows, sort, view: viewOf(props), filter: { query, states }, stamp };
    downloadText(exportFileName(stamp, extension), mediaType, write(exported));
  };
  return (
    <fieldset className="flex rounded-sm border border-line">
      <legend className="sr-only">{text.say('nodes.export')}</legend>
      {FORMATS.map((format) => (
        <button
          key={format.extension}
          type="button"
          title={text.say('nodes.export')}
          onClick={() => save(format)}
          className="px-2 py-0.5 text-muted-fg text-xs hover:text-fg"
        >
          {text.say(`nodes.export.${format.extension}`)}
        </button>
      ))}
    </fieldset>
  );
}
