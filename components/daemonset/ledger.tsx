'use client';

import { useServerText } from '#lib/browser/fleet-context.ts';
import type { Budget, Holder } from '#lib/domain/rollout/verdict.ts';
import { OWNER_LOOKS } from '../shell/budget/budget-looks.ts';
import { FieldGlyph } from '../shell/field-glyph.tsx';
import { fieldClasses } from '../shell/look.ts';
import { NodeLink } from '../shell/node-links.tsx';
import { useText } from '../shell/text-context.ts';
import { useFold } from '../ui/fold.tsx';
import { LongName } from '../ui/long-name.tsx';
import { Section } from '../ui/section.tsx';
import { HeadCell, NumberCell, Table, TextCell } from '../ui/table.tsx';
import { sortHolders } from './holders.ts';

/** Where thousands hold, the first of them are enough to begin with. */
const ROWS_AT_FIRST = 20;

function Since({ since }: { readonly since: number | undefined }) {
  const text = useText();
  return <>{useServerText((now) => (since === undefined ? '–' : text.duration(now - since)))}</>;
}

function HolderRow({ holder }: { readonly holder: Holder }) {
  const text = useText();
  const { node, pod, since, kind } = holder;
  const { owner, row, reason, kind: manner } = text.describeHolder(holder, since ?? 0);
  const look = { ...OWNER_LOOKS[owner], severity: 3 } as const;
  return (
    <tr data-holder={node} data-kind={kind}>
      <HeadCell scope="row">
        <span className="flex max-w-56">
          <NodeLink node={node} />
        </span>
      </HeadCell>
      <TextCell>
        <span className="flex items-center gap-1.5 whitespace-nowrap">
          <span className={`grid size-4 flex-none place-items-center rounded-[3px] ${fieldClasses(look)}`}>
            {look.glyph === 'hatched' ? null : <FieldGlyph look={look} size={11} />}
          </span>
          {manner}
        </span>
      </TextCell>
      <TextCell>{reason}</TextCell>
      <TextCell>{row}</TextCell>
      <TextCell>
        <span className="flex max-w-60 font-mono text-xs">{pod === undefined ? '–' : <LongName text={pod} />}</span>
      </TextCell>
      <NumberCell>
        <Since since={since} />
      </NumberCell>
    </tr>
  );
}

function LedgerTable({ title, holders }: { readonly title: string; readonly holders: readonly Holder[] }) {
  const text = useText();
  const fold = useFold(sortHolders(holders), ROWS_AT_FIRST, {
    more: text.say('diagnosis.more', { count: holders.length }),
    fewer: text.say('diagnosis.fewer', { count: ROWS_AT_FIRST }),
  });
  return (
    <Section title={title} aside={<span className="text-muted-fg text-sm">{text.formatCount(holders.length)}</span>}>
      <Table caption={title}>
        <thead>
          <tr>
            <HeadCell>{text.say('screen.column.node')}</HeadCell>
            <HeadCell>{text.say('diagnosis.column.manner')}</HeadCell>
            <HeadCell>{text.say('diagnosis.column.wait')}</HeadCell>
            <HeadCell>{text.say('diagnosis.column.row')}</HeadCell>
            <HeadCell>{text.say('screen.column.pod')}</HeadCell>
            <HeadCell isNumber>{text.say('screen.column.since')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {fold.shown.map((holder) => (
            <HolderRow key={holder.node} holder={holder} />
          ))}
        </tbody>
      </Table>
      {fold.button === null ? null : <div className="mt-2">{fold.button}</div>}
    </Section>
  );
}

/** Every holder of the budget: where, why, and since when; what is stuck first [RS3]. */
export function LedgerSection({ budget }: { readonly budget: Budget }) {
  const text = useText();
  const { holders, unavailable = [] } = budget;
  const title = text.say('diagnosis.ledger');
  return (
    <>
      {holders.length === 0 ? (
        <Section title={title}>
          <p className="text-sm">{text.say('diagnosis.ledger.empty.sentence')}</p>
        </Section>
      ) : (
        <LedgerTable title={title} holders={holders} />
      )}
      {unavailable.length === 0 ? null : <LedgerTable title={text.say('meter.apart')} holders={unavailable} />}
    </>
  );
}
