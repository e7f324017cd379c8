'use client';

import { useFleet, useFleetAt, useFleetSource } from '#lib/browser/fleet-context.ts';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import { HeadCell, NumberCell, Table, TextCell } from '../ui/table.tsx';
import { useText } from './text-context.ts';

type Row = Heartbeat['perResource'][string];

function ResourceRow({ resource, row, elapsed }: { resource: string; row: Row; elapsed: number }) {
  const text = useText();
  const age = (millis: number | null): string => (millis === null ? '–' : text.duration(millis + elapsed));
  return (
    <tr>
      <HeadCell scope="row">{text.nameResource(resource)}</HeadCell>
      <TextCell>{text.describeReflectorState(row.state)}</TextCell>
      <NumberCell>{age(row.asOfAgeMs)}</NumberCell>
      <NumberCell>{age(row.lastEventAgeMs)}</NumberCell>
      <NumberCell>{text.formatCount(row.objects)}</NumberCell>
      <NumberCell>{text.formatCount(row.relists)}</NumberCell>
      <TextCell>{text.describeReflectorCause(row.cause, row.note) ?? ''}</TextCell>
    </tr>
  );
}

/** Of each resource: how it is being followed, since when, and what is in the way. */
export function FreshnessDetails() {
  const text = useText();
  const { glance } = useFleetSource();
  const heartbeat = useFleet((state) => state.heartbeat);
  const ignored = useFleet((state) => state.picture?.ignoredNodes ?? glance.ignoredNodes);
  const isFiles = useFleet((state) => (state.picture?.source ?? glance.source).kind === 'Files');
  const elapsed = useFleetAt(({ proof }, tick) =>
    proof === undefined ? 0 : Math.max(0, Math.floor((tick.monotonic - proof.monotonic) / 1_000) * 1_000),
  );
  return (
    <div className="max-w-2xl">
      {heartbeat === undefined ? null : (
        <Table caption={text.say('screen.fresh.details')}>
          <thead>
            <tr>
              {(['resource', 'state'] as const).map((column) => (
                <HeadCell key={column}>{text.say(`screen.column.${column}`)}</HeadCell>
              ))}
              {(['asOf', 'lastEvent', 'objects', 'relists'] as const).map((column) => (
                <HeadCell key={column} isNumber>
                  {text.say(`screen.column.${column}`)}
                </HeadCell>
              ))}
              <HeadCell>{text.say('screen.column.note')}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {Object.entries(heartbeat.perResource).map(([resource, row]) => (
              <ResourceRow key={resource} resource={resource} row={row} elapsed={isFiles ? 0 : elapsed} />
            ))}
          </tbody>
        </Table>
      )}
      <p className="mt-2 text-muted-fg text-xs">
        {text.say(isFiles ? 'screen.fresh.files' : 'screen.fresh.meaning')}
        {ignored === 0 ? null : ` ${text.say('screen.fresh.ignoredNodes', { count: ignored, flag: '--ignore-nodes' })}`}
      </p>
    </div>
  );
}
