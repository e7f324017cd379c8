import { systemClock } from '#lib/base/clock.ts';
import { systemRandom } from '#lib/base/random.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { openConnection } from './connection.ts';
import type { FleetStore } from './fleet-store.ts';
import { type ChangedSubjects, changedSubjects } from './subjects.ts';
import type { Ticker } from './ticker.ts';

export type FollowOptions = {
  readonly store: FleetStore;
  readonly ticker: Ticker;
  readonly onSubjects: (subjects: ChangedSubjects) => void;
};

/** Joins the connection to the store and both to the events of this window; the result ends all of it. */
export function followFleet({ store, ticker, onSubjects }: FollowOptions): () => void {
  let last: Picture | undefined;
  const connection = openConnection(
    { fetch: (path, init) => fetch(path, init), clock: systemClock, random: systemRandom },
    {
      onPicture: ({ picture }) => {
        store.update({ picture });
        if (last !== undefined) onSubjects(changedSubjects(last, picture));
        last = picture;
      },
      onHeartbeat: (heartbeat) => {
        const proof = {
          monotonic: systemClock.monotonic(),
          wall: systemClock.now(),
          asOfAgeMillis: heartbeat.asOfAgeMs,
        };
        store.update({ heartbeat, proof });
      },
      onLink: (link) => store.update({ link }),
    },
    document.visibilityState === 'visible',
  );
  const onVisibility = (): void => {
    // The age first: nothing may be painted with the colour of a status before it is known how old it is [L6].
    store.flush();
    ticker.tick();
    connection.setVisible(document.visibilityState === 'visible');
  };
  const onWake = (): void => {
    ticker.tick();
    connection.wake();
  };
  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('pageshow', onWake);
  window.addEventListener('online', onWake);
  ticker.start();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    window.removeEventListener('pageshow', onWake);
    window.removeEventListener('online', onWake);
    ticker.stop();
    connection.close();
  };
}
