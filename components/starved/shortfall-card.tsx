'use client';

import { nameAmount } from '#lib/text/describe/phrase.ts';
import { sayAmount } from '#lib/text/describe/room-amount.ts';
import { tellingStep } from '#lib/text/describe/sizing.ts';
import type { Text } from '#lib/text/text.ts';
import type { Sizing } from '#lib/wire/room.ts';
import { useText } from '../shell/text-context.ts';
import { LongName } from '../ui/long-name.tsx';
import { HeadCell, NumberCell, Table } from '../ui/table.tsx';
import { type Bin, binShortfalls, isBytes } from './histogram.ts';
import { HistogramChart } from './histogram-chart.tsx';
import type { Shortfall } from './shortfalls.ts';

function labelOf(text: Text, { sizing: { daemonSet, resource }, amounts }: Shortfall): string {
  const write = (amount: number): string => sayAmount(text, resource, amount);
  const least = write(amounts.reduce((low, each) => Math.min(low, each), Number.MAX_SAFE_INTEGER));
  const most = write(amounts.reduce((high, each) => Math.max(high, each), 0));
  return text.say('starved.shortfall.label', {
    daemonSet,
    resource: nameAmount(text, resource),
    nodes: amounts.length,
    amount: least === most ? most : text.say('starved.range', { least, most }),
  });
}

/** How many fit when the request is lowered by so much. */
function fitAt({ steps }: Sizing, reduction: number): number {
  return steps.findLast((step) => step.reduction <= reduction)?.fit ?? 0;
}

type FiguresProps = { readonly sizing: Sizing; readonly bins: readonly Bin[]; readonly label: string };

/** The same in figures. */
function Figures({ sizing, bins, label }: FiguresProps) {
  const text = useText();
  return (
    <details>
      <summary className="cursor-pointer text-muted-fg text-xs">{text.say('starved.shortfall.table')}</summary>
      <Table caption={label}>
        <thead>
          <tr>
            <HeadCell>{text.say('starved.column.short')}</HeadCell>
            <HeadCell isNumber>{text.say('starved.column.nodes')}</HeadCell>
            <HeadCell isNumber>{text.say('starved.column.fit')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {bins.map(({ upTo, nodes }) => (
            <tr key={upTo}>
              <HeadCell scope="row">
                {text.say('starved.shortfall.upTo', { amount: sayAmount(text, sizing.resource, upTo) })}
              </HeadCell>
              <NumberCell>{text.formatCount(nodes)}</NumberCell>
              <NumberCell>{text.formatCount(fitAt(sizing, upTo))}</NumberCell>
            </tr>
          ))}
        </tbody>
      </Table>
    </details>
  );
}

/** What one DaemonSet lacks of one resource, how it is spread, and what a smaller request would win [5.7]. */
export function ShortfallCard({ shortfall }: { readonly shortfall: Shortfall }) {
  const text = useText();
  const { sizing, amounts } = shortfall;
  const { daemonSet, resource, steps, nodes } = sizing;
  const bins = binShortfalls(amounts, isBytes(resource));
  const telling = tellingStep(steps);
  const reduction = telling === undefined ? '' : sayAmount(text, resource, telling.reduction);
  const label = labelOf(text, shortfall);
  return (
    <li data-shortfall={`${daemonSet} ${resource}`} className="flex min-w-0 flex-col gap-1.5">
      <h3 className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-sm">
        <LongName text={daemonSet} className="font-medium" />
        <span className="text-muted-fg">{nameAmount(text, resource)}</span>
      </h3>
      <HistogramChart
        bins={bins}
        label={label}
        formatCount={text.formatCount}
        formatAmount={(amount) => sayAmount(text, resource, amount)}
        mark={
          telling === undefined
            ? undefined
            : { at: telling.reduction, label: text.say('starved.sizing.mark', { reduction, fit: telling.fit, nodes }) }
        }
      />
      <p className="max-w-prose text-sm">{text.describeSizing(sizing)}</p>
      <Figures sizing={sizing} bins={bins} label={label} />
    </li>
  );
}
