import { describe, expect, test } from 'vitest';
import { type Misbehaviour, ScriptedApi } from '#lib/testing/scripted-api.ts';
import { createStepClock, settle } from '#lib/testing/step-clock.ts';
import { TokenBucket } from './bucket.ts';
import { Probe } from './probe.ts';

async function start(wrong?: Misbehaviour, chance = 0.5) {
  const clock = createStepClock();
  const api = new ScriptedApi(clock);
  if (wrong !== undefined) api.misbehave = () => wrong;
  const answers: { readonly sentAt: number; readonly afterFailure: boolean }[] = [];
  const stopping = new AbortController();
  const probe = new Probe({
    transport: api,
    clock,
    random: () => chance,
    bucket: new TokenBucket(clock),
    intervalMillis: 5_000,
    onAnswered: (sentAt, afterFailure) => answers.push({ sentAt, afterFailure }),
  });
  const running = probe.run(stopping.signal);
  await settle();
  const asked = () => api.requests.map(({ at }) => at);
  const stop = async () => {
    stopping.abort();
    await running;
    expect(clock.pending()).toStrictEqual([]);
  };
  return { api, clock, probe, answers, asked, pass: clock.pass, stop };
}

describe('the probe', () => {
  test('asks every 5 s and tells when each answered question was sent', async () => {
    const { probe, answers, asked, pass, stop } = await start();
    await pass(10_000);
    expect(asked()).toStrictEqual([0, 5_000, 10_000]);
    expect(answers).toStrictEqual([0, 5_000, 10_000].map((sentAt) => ({ sentAt, afterFailure: false })));
    expect(probe.version).toBe('v1.36.3');
    expect(probe.isDown).toBe(false);
    await stop();
  });

  test.for([
    [0, [0, 1_000, 2_000, 3_000]],
    [0.999, [0, 2_998]],
  ] as const)('asks every 2 s, more or less by half, while nobody answers (chance %d)', async ([chance, times]) => {
    const { probe, answers, asked, pass, stop } = await start({ unreachable: 'ECONNREFUSED' }, chance);
    await pass(3_000);
    expect(asked()).toStrictEqual(times);
    expect(answers).toStrictEqual([]);
    expect(probe.isDown).toBe(true);
    await stop();
  });

  test('tells the first answer after a failure apart', async () => {
    const { api, probe, answers, pass, stop } = await start({ unreachable: 'ECONNREFUSED' });
    api.misbehave = () => undefined;
    await pass(7_000);
    expect(answers).toStrictEqual([
      { sentAt: 2_000, afterFailure: true },
      { sentAt: 7_000, afterFailure: false },
    ]);
    expect(probe.isDown).toBe(false);
    await stop();
  });

  test('403 is an answer: somebody is there', async () => {
    const { probe, answers, stop } = await start({ status: 403 });
    expect(answers).toStrictEqual([{ sentAt: 0, afterFailure: false }]);
    expect([probe.isDown, probe.version]).toStrictEqual([false, undefined]);
    await stop();
  });

  test('403 after an outage, where we were let in before, is a server that starts; for 10 s at most', async () => {
    const { api, probe, answers, pass, stop } = await start();
    api.misbehave = () => ({ unreachable: 'ECONNREFUSED' });
    await pass(5_000);
    api.misbehave = () => ({ status: 403 });
    await pass(9_000);
    expect([probe.isDown, answers.length]).toStrictEqual([true, 1]);
    await pass(6_000);
    expect([probe.isDown, answers.at(-1)]).toStrictEqual([false, { sentAt: 17_000, afterFailure: true }]);
    await stop();
  });

  test.for([401, 404, 500, 503])('%d is no answer, but somebody is there', async (status) => {
    const { probe, answers, stop } = await start({ status });
    expect([probe.isDown, answers]).toStrictEqual([false, []]);
    await stop();
  });

  test('a question without an answer is given up after 10 s', async () => {
    const { probe, asked, pass, stop } = await start('hang');
    await pass(9_999);
    expect(probe.isDown).toBe(false);
    await pass(2_001);
    expect(probe.isDown).toBe(true);
    expect(asked()).toStrictEqual([0, 12_000]);
    await stop();
  });

  test('asks at once when somebody else finds nobody there, and not again within a second', async () => {
    const { api, probe, answers, asked, pass, stop } = await start();
    await pass(2_000);
    const nobody = { kind: 'Unreachable', host: 'h', code: 'ECONNREFUSED' } as const;
    probe.doubt(nobody);
    expect(probe.isDown).toBe(true);
    await settle();
    expect(asked()).toStrictEqual([0, 2_000]);
    expect(answers.at(-1)).toStrictEqual({ sentAt: 2_000, afterFailure: true });
    probe.doubt(nobody);
    await pass(999);
    expect(asked()).toStrictEqual([0, 2_000]);
    await pass(1);
    expect(asked()).toStrictEqual([0, 2_000, 3_000]);
    expect(api.requests).toHaveLength(3);
    await stop();
  });

  test('keeps the quiet that the server asked for, in a hurry too', async () => {
    const { probe, asked, pass, stop } = await start();
    probe.keepQuiet(20_000);
    probe.doubt({ kind: 'Unreachable', host: 'h', code: 'ECONNREFUSED' });
    await pass(19_999);
    expect(asked()).toStrictEqual([0]);
    await pass(1);
    expect(asked()).toStrictEqual([0, 20_000]);
    await stop();
  });

  test('waits as long as a Retry-After of its own, up to a minute', async () => {
    const { api, asked, pass, stop } = await start({ status: 429, retryAfterMillis: 1e12 });
    api.misbehave = () => undefined;
    await pass(60_000);
    expect(asked()).toStrictEqual([0, 60_000]);
    await stop();
  });

  test('a version that is none is not told', async () => {
    const { probe, stop } = await start({ text: '<html>' });
    expect(probe.version).toBeUndefined();
    await stop();
  });
});
