import { rawOf } from '../project/raw.ts';
import { cleanText } from '../project/text.ts';
import { judgeDaemonSet } from './daemonset.ts';
import { FieldPath } from './field-path.ts';
import { loadManifestModels } from './manifest-models.ts';
import type { ManifestProblem, Problem } from './problem.ts';
import type { ManifestItem } from './read-manifest.ts';
import { judgeShape } from './shape.ts';

/** More problems than anybody reads; a file with this many was never meant as a manifest. */
const MOST_PROBLEMS = 500;

/**
 * What the API server would say to a DaemonSet, all of it at once: unknown names and wrong types, then values. An
 * unknown name is an error because kubectl asks for strict validation unless told otherwise, and is then refused.
 */
export async function judgeManifest(
  item: Pick<ManifestItem, 'object' | 'lineOf'>,
): Promise<readonly ManifestProblem[]> {
  const models = await loadManifestModels();
  const told: ManifestProblem[] = [];
  const seen = new Set<string>();
  for (const problem of problemsOf(item.object, models)) {
    const one = toldOf(problem, item.lineOf);
    const key = `${one.path} ${one.message}`;
    if (!seen.has(key)) told.push(one);
    seen.add(key);
    if (told.length >= MOST_PROBLEMS) break;
  }
  return told;
}

function* problemsOf(object: unknown, models: Awaited<ReturnType<typeof loadManifestModels>>): Generator<Problem> {
  yield* judgeShape(object, 'V1DaemonSet', FieldPath.root, models);
  yield* judgeDaemonSet(rawOf(object));
}

const LONGEST_PATH = 500;

function toldOf({ path, message, severity, at = path }: Problem, lineOf: ManifestItem['lineOf']): ManifestProblem {
  return { path: cleanText(path.toString()).slice(0, LONGEST_PATH), message, severity, line: lineOf(at.steps) };
}
