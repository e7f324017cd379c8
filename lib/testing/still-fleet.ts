import type { HeartbeatParts } from '#lib/fleet/fleet.ts';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import type { Picture } from '#lib/wire/picture.ts';

type ResourceBeat = Heartbeat['perResource'][string];

/** A fleet whose picture is what the test says it is. */
export type StillFleet = {
  readonly picture: () => Picture;
  readonly onChange: (listener: (picture: Picture) => void) => () => void;
  readonly onHealthChange: (listener: () => void) => () => void;
  readonly heartbeat: () => HeartbeatParts;
  readonly show: (picture: Picture) => void;
  /** Another state of health: the number of relists of pods, and the age. */
  readonly be: (health: { readonly relists?: number; readonly asOfAgeMs?: number | null }) => void;
  readonly listeners: () => number;
};

export function createStillFleet(initial: Picture, now: () => number): StillFleet {
  let picture = initial;
  let health = { relists: 0, asOfAgeMs: 0 as number | null };
  const pictureListeners = new Set<(picture: Picture) => void>();
  const healthListeners = new Set<() => void>();
  const pods = (): ResourceBeat => ({
    state: 'live',
    cause: null,
    note: null,
    synced: true,
    asOfAgeMs: health.asOfAgeMs,
    lastEventAgeMs: null,
    objects: 0,
    expected: null,
    relists: health.relists,
  });
  return {
    picture: () => picture,
    onChange: (listener) => {
      pictureListeners.add(listener);
      return () => pictureListeners.delete(listener);
    },
    onHealthChange: (listener) => {
      healthListeners.add(listener);
      return () => healthListeners.delete(listener);
    },
    heartbeat: () => ({ asOfAgeMs: health.asOfAgeMs, perResource: { pods: pods() }, now: now() }),
    show: (next) => {
      picture = next;
      for (const listener of pictureListeners) listener(next);
    },
    be: (next) => {
      health = { ...health, ...next };
      for (const listener of healthListeners) listener();
    },
    listeners: () => pictureListeners.size + healthListeners.size,
  };
}
