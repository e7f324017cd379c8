'use client';

import type { NodeList } from '#lib/browser/node-list.ts';
import type { ExpectationCounts } from '#lib/browser/node-tally.ts';
import { EXPECTATIONS } from '#lib/domain/placement/node-completeness.ts';
import { useText } from '../shell/text-context.ts';

type Props = {
  readonly id: string;
  readonly daemonSets: NodeList['daemonSets'];
  readonly counts: readonly ExpectationCounts[];
};

/** What the painted squares say to whoever cannot see them: DaemonSets × what is expected, as numbers [A1]. */
export function MatrixSummary({ id, daemonSets, counts }: Props) {
  const text = useText();
  return (
    // A table is as wide as its words, whatever it is told: what hides it is around it.
    <div className="sr-only">
      <table id={id}>
        <caption>{text.say('nodes.matrix.summary')}</caption>
        <thead>
          <tr>
            <th scope="col">{text.say('screen.column.daemonSet')}</th>
            {EXPECTATIONS.map((kind) => (
              <th key={kind} scope="col">
                {text.say(`nodes.expectation.${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {daemonSets.map(({ namespace, name, uid }, at) => (
            <tr key={uid}>
              <th scope="row">{`${namespace}/${name}`}</th>
              {EXPECTATIONS.map((kind) => (
                <td key={kind}>{text.formatCount(counts[at]?.[kind] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
