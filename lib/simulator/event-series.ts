import type { EventDraft } from './context.ts';

/*
 * How events.k8s.io/v1 counts: what is said again about the same version of an object, with whatever note, is the series
 * of the first. The first repetition is written at once; further ones from time to time. Source: client-go, tools/events.
 */

const FINISH_MILLIS = 360_000;
const REFRESH_MILLIS = 1_800_000;

export type Series = { readonly name: string; readonly count: number; readonly lastAt: number };

export type EventSeries = {
  /** What is to be written now, if anything: a count of 1 is the event itself. */
  readonly observe: (draft: EventDraft, now: number, newName: () => string) => Series | undefined;
  /** To be called once a minute: what has been counted since, and is to be written. */
  readonly due: (now: number) => readonly { readonly draft: EventDraft; readonly series: Series }[];
};

type Known = { readonly draft: EventDraft; readonly startedAt: number; series: Series };

export function createEventSeries(startedAt: number): EventSeries {
  const known = new Map<string, Known>();
  let finishedAt = startedAt;
  let refreshedAt = startedAt;
  return {
    observe: (draft, now, newName) => {
      const { type, action, reason, component, regarding } = draft;
      const key = JSON.stringify([type, action, reason, component, regarding]);
      const before = known.get(key);
      if (before === undefined) {
        const series = { name: newName(), count: 1, lastAt: now };
        known.set(key, { draft, startedAt: now, series });
        return series;
      }
      before.series = { ...before.series, count: before.series.count + 1, lastAt: now };
      return before.series.count === 2 ? before.series : undefined;
    },
    due: (now) => {
      const written: Known[] = [];
      if (now - refreshedAt >= REFRESH_MILLIS) {
        refreshedAt = now;
        written.push(...[...known.values()].filter(({ series }) => series.count > 1));
      }
      if (now - finishedAt >= FINISH_MILLIS) {
        finishedAt = now;
        for (const [key, each] of known) {
          if (each.series.lastAt >= now - FINISH_MILLIS) continue;
          known.delete(key);
          if (each.series.count > 1 && !written.includes(each)) written.push(each);
        }
      }
      return written.map(({ draft, series }) => ({ draft, series }));
    },
  };
}
