import { describe, expect, test } from 'vitest';
import {
  begin,
  change,
  daemonSetOf,
  fail,
  MINUTE,
  podOn,
  podsOf,
  run,
  SECOND,
  type Stand,
  said,
  work,
  write,
} from '#lib/testing/daemonset-stand.ts';

describe('[EV5] a pod that fails again and again', () => {
  function failures(stand: Stand, count: number): readonly number[] {
    const waits: number[] = [];
    for (let at = 0; at < count; at += 1) {
      const before = said(stand, 'FailedDaemonPod').length;
      const pod = podOn(stand, 'node-1');
      run(stand, pod);
      stand.clock.advance(50);
      fail(stand, pod);
      const since = stand.clock.now();
      while (said(stand, 'FailedDaemonPod').length === before && stand.clock.now() < since + MINUTE)
        stand.clock.advance(10);
      waits.push(Math.round((stand.clock.now() - since) / SECOND));
      stand.clock.advance(50);
      work(stand);
      stand.clock.advance(50);
    }
    return waits;
  }

  test('is deleted after 1 s, 2 s, 4 s ...; a change of the spec begins anew', () => {
    const stand = begin(1);
    stand.clock.advance(50);
    expect(failures(stand, 5)).toStrictEqual([0, 1, 2, 4, 8]);
    change(stand, (each) => ({ ...each, spec: { ...each.spec, revisionHistoryLimit: 3 } }));
    stand.clock.advance(50);
    expect(failures(stand, 3)).toStrictEqual([0, 1, 2]);
  });

  test('[EV6] stays meanwhile and keeps its node without surge', () => {
    const stand = begin(1);
    stand.clock.advance(50);
    failures(stand, 4);
    fail(stand, podOn(stand, 'node-1'));
    stand.clock.advance(3 * SECOND);
    expect(podsOf(stand).map(({ status }) => status.phase)).toStrictEqual(['Failed']);
    expect(daemonSetOf(stand).status.currentNumberScheduled).toBe(1);
  });

  test('[EV6] with surge a new one is made at once beside it', () => {
    const stand = begin(1, { update: { maxSurge: 1, maxUnavailable: 0 } });
    stand.clock.advance(50);
    for (let at = 0; at < 4; at += 1) {
      for (const pod of podsOf(stand)) if (pod.status.phase !== 'Failed') fail(stand, pod);
      stand.clock.advance(50);
    }
    // The first is gone without a wait; of the others all wait, and one runs.
    expect(
      podsOf(stand)
        .map(({ status }) => status.phase)
        .toSorted(),
    ).toStrictEqual(['Failed', 'Failed', 'Failed', 'Pending']);
  });

  test('an appointment stands, whatever else wakes the controller before', () => {
    const stand = begin(2);
    stand.clock.advance(50);
    work(stand);
    failures(stand, 5);
    const pod = podOn(stand, 'node-1');
    run(stand, pod);
    stand.clock.advance(50);
    const before = said(stand, 'FailedDaemonPod').length;
    fail(stand, pod);
    stand.clock.advance(10 * SECOND);
    write(stand, podOn(stand, 'node-2'), (each) => ({
      ...each,
      metadata: { ...each.metadata, annotations: { a: 'b' } },
    }));
    stand.clock.advance(5 * SECOND);
    expect(said(stand, 'FailedDaemonPod')).toHaveLength(before);
    stand.clock.advance(1.1 * SECOND);
    expect(said(stand, 'FailedDaemonPod')).toHaveLength(before + 1);
  });

  test('[EV4] succeeded pods have no wait', () => {
    const stand = begin(1);
    stand.clock.advance(50);
    for (let at = 0; at < 5; at += 1) {
      write(stand, podOn(stand, 'node-1'), (each) => ({ ...each, status: { phase: 'Succeeded' } }));
      stand.clock.advance(50);
    }
    expect(said(stand, 'SucceededDaemonPod')).toHaveLength(5);
    expect(podsOf(stand).map(({ status }) => status.phase)).toStrictEqual(['Pending']);
  });
});
