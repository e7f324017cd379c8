import { type Raw, rawOf } from '../project/raw.ts';
import { isSet, rawsOf, stringOf } from './value.ts';

/**
 * Whether a template asks the scheduler for more than room [PL8]: pods of it may have to wait where there is enough.
 * What is merely preferred makes nobody wait.
 */
export function asksBeyondRoom(template: unknown): boolean {
  const spec = rawOf(rawOf(template)['spec']);
  return bindsToPods(rawOf(spec['affinity'])) || bindsToSpread(spec) || bindsToClaim(spec);
}

function bindsToPods(affinity: Raw): boolean {
  return ['podAffinity', 'podAntiAffinity'].some(
    (kind) => rawsOf(rawOf(affinity[kind])['requiredDuringSchedulingIgnoredDuringExecution']).length > 0,
  );
}

function bindsToSpread(spec: Raw): boolean {
  return rawsOf(spec['topologySpreadConstraints']).some(
    ({ whenUnsatisfiable }) => stringOf(whenUnsatisfiable) !== 'ScheduleAnyway',
  );
}

function bindsToClaim(spec: Raw): boolean {
  return rawsOf(spec['volumes']).some((volume) => isSet(volume, 'persistentVolumeClaim') || isSet(volume, 'ephemeral'));
}
