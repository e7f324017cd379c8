import { FleetPage } from '#components/fleet/fleet-page.tsx';
import { readingOf } from '#lib/browser/reading.ts';
import { readFleet, readRuntime } from '#lib/server/runtime.ts';
import { createText } from '#lib/text/text.ts';
import { readPreferences } from './request.ts';

export default async function Page() {
  const fleet = readFleet();
  if (fleet === undefined) return null;
  const { locale } = await readPreferences();
  const [picture, heartbeat] = [fleet.picture(), fleet.heartbeat()];
  const reading = readingOf(heartbeat);
  const sentence = createText(locale).describeFleetParts(picture, {
    now: picture.source.kind === 'Files' ? picture.source.asOf : heartbeat.now,
    ageMillis: picture.source.kind === 'Files' ? null : heartbeat.asOfAgeMs,
    ...(reading === undefined ? {} : { reading }),
  });
  return <FleetPage sentence={sentence} command={readRuntime()?.command ?? ''} />;
}
