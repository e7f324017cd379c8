import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgePodSecurity, podSecurityDenial, podSecurityOf } from '#lib/domain/audit/pod-security.ts';
import { manifestWith } from '#lib/testing/manifest-base.ts';
import { MANIFEST_CASES, type ManifestCase } from '#lib/testing/manifest-cases.ts';
import { mutatedManifest } from '#lib/testing/mutated-manifest.ts';
import { POD_SECURITY_CASES } from '#lib/testing/pod-security-cases.ts';
import { ApiError } from '#testbed/client.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { podSecuritySubjectOf } from '../project/pod-security.ts';
import { rawOf } from '../project/raw.ts';
import { FieldPath } from './field-path.ts';
import { judgeManifest } from './judge-manifest.ts';
import { loadManifestModels } from './manifest-models.ts';
import type { ManifestProblem } from './problem.ts';
import { judgeShape } from './shape.ts';

/** What is said of a manifest, held against what a real API server says when it is asked to take it. */

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(async () => {
  await plane?.stop();
});

const TRY = '/apis/apps/v1/namespaces/default/daemonsets?dryRun=All&fieldValidation=Strict';

async function refusalOf(path: string, object: unknown): Promise<ApiError | undefined> {
  try {
    await plane.client.request('POST', path, object);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/** `path: message` of all that a Status names field by field. */
function causesOf({ causes }: ApiError): readonly string[] {
  return causes.map(({ field = '', message = '' }) => `${field}: ${message}`);
}

function saidOf(problems: readonly ManifestProblem[], severity: ManifestProblem['severity']): readonly string[] {
  return problems.filter((problem) => problem.severity === severity).map(({ path, message }) => `${path}: ${message}`);
}

function pathsOf(lines: readonly string[]): readonly string[] {
  return [...new Set(lines.map((line) => line.slice(0, line.indexOf(': '))))].sort();
}

async function judged({ edits }: ManifestCase): Promise<readonly ManifestProblem[]> {
  return judgeManifest({ object: manifestWith(edits), lineOf: () => 1 });
}

/** What stops at the first thing that cannot be decoded names it without places: `containers.args`, or not at all. */
function decodingNames(said: string, { path, message }: ManifestProblem): boolean {
  const [, quantityRule = message] = message.split('": ');
  return (
    said.includes(`unknown field ${JSON.stringify(path)}`) ||
    said.includes(`.${path.replaceAll(/\[\d+\]/g, '').replace(/\[[^\]]+\]$/, '')} of type`) ||
    said.endsWith(`: ${quantityRule}`)
  );
}

describe('the API server', () => {
  test.for(MANIFEST_CASES)('of $name', async (row) => {
    const problems = await judged(row);
    const errors = saidOf(problems, 'error');
    const refusal = await refusalOf(TRY, manifestWith(row.edits));
    expect(refusal !== undefined).toBe(errors.length > 0);
    if (refusal === undefined) {
      const warnings = await plane.client.warningsOf('POST', TRY, manifestWith(row.edits));
      if (row.apart === undefined) expect([...warnings].sort()).toStrictEqual([...saidOf(problems, 'warning')].sort());
    } else if (refusal.code === 400) {
      expect(problems.filter((problem) => decodingNames(refusal.said, problem))).not.toStrictEqual([]);
    } else {
      const theirs = causesOf(refusal);
      if (row.apart === undefined) expect([...new Set(theirs)].sort()).toStrictEqual([...errors].sort());
      else expect(pathsOf(errors)).toStrictEqual(expect.arrayContaining([...pathsOf(theirs)]));
    }
  });

  test('words that are said to be other than ours are', async () => {
    for (const row of MANIFEST_CASES.filter(({ apart }) => apart !== undefined)) {
      const problems = await judged(row);
      const refusal = await refusalOf(TRY, manifestWith(row.edits));
      const theirs =
        refusal === undefined ? await plane.client.warningsOf('POST', TRY, manifestWith(row.edits)) : causesOf(refusal);
      const severity = refusal === undefined ? 'warning' : 'error';
      expect([row.name, [...theirs].sort()]).not.toStrictEqual([row.name, [...saidOf(problems, severity)].sort()]);
    }
  });
});

/** As often as it takes some time; the samples of one seed are always the same. */
const SAMPLES = { seed: 17, numRuns: 8_000 };

async function decodableSamples(): Promise<readonly Record<string, unknown>[]> {
  const models = await loadManifestModels();
  return fc.sample(mutatedManifest, SAMPLES).filter((object) => {
    const { namespace = 'default' } = rawOf(object['metadata']);
    const isItem = object['kind'] === 'DaemonSet' && object['apiVersion'] === 'apps/v1' && namespace === 'default';
    // An exponent of nine digits keeps the API server busy for longer than anybody waits.
    if (!isItem || JSON.stringify(object).includes('1e999999999')) return false;
    return [...judgeShape(object, 'V1DaemonSet', FieldPath.root, models)].length === 0;
  });
}

test('of hundreds of manifests in which something was deleted, renamed or made strange: the same', async () => {
  const samples = await decodableSamples();
  const counts = { taken: 0, refused: 0 };
  for (const object of samples) {
    const problems = await judgeManifest({ object, lineOf: () => 1 });
    const ours = pathsOf(saidOf(problems, 'error'));
    const refusal = await refusalOf(TRY, object);
    counts[refusal === undefined ? 'taken' : 'refused'] += 1;
    const theirs = refusal === undefined ? [] : pathsOf(causesOf(refusal));
    // Of a missing selector the API server tells only what follows from it.
    const expected = ours.filter((path) => path !== 'spec.selector' || theirs.includes(path));
    if (refusal?.code !== 400) expect([object, theirs]).toStrictEqual([object, expected]);
    expect([object, ours.length > 0]).toStrictEqual([object, refusal !== undefined]);
  }
  expect(counts.taken).toBeGreaterThan(100);
  expect(counts.refused).toBeGreaterThan(300);
});

describe('Pod Security', () => {
  test.for(POD_SECURITY_CASES)('of $name', async ({ level, version, metadata = {}, spec }) => {
    const namespace = `audit-${level}-${version.replace('.', '-')}`;
    const label = 'pod-security.kubernetes.io/enforce';
    const labels = { [label]: level, [`${label}-version`]: version };
    await plane.client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } });
    await plane.client.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } });
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'agent', ...metadata }, spec };
    const refusal = await refusalOf(`/api/v1/namespaces/${namespace}/pods?dryRun=All`, pod);
    const verdict = judgePodSecurity(podSecuritySubjectOf(pod), podSecurityOf(labels));
    const denial = podSecurityDenial(verdict);
    expect(refusal?.said).toBe(denial === undefined ? undefined : `pods "agent" is forbidden: ${denial}`);
  });
});
