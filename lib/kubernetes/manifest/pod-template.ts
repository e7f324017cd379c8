import { listOf, type Raw, rawOf } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { judgeAnnotations, judgeLabels } from './metadata.ts';
import { judgePodSpec } from './pod-spec.ts';
import { forbidden, notSupported, type Problem } from './problem.ts';
import { judgeProfileAnnotations } from './profile-annotation.ts';
import { isSet, stringOf } from './value.ts';

/** The template of the pods, with what only a DaemonSet asks of it. */
export function* judgePodTemplate(template: Raw, path: FieldPath): Generator<Problem> {
  const metadata = rawOf(template['metadata']);
  const spec = rawOf(template['spec']);
  const specPath = path.child('spec');
  yield* judgeLabels(metadata['labels'], path.child('metadata', 'labels'), path.child('labels'));
  yield* judgeAnnotations(metadata['annotations'], path.child('metadata', 'annotations'), path.child('annotations'));
  yield* judgeProfileAnnotations(rawOf(metadata['annotations']), spec, path);
  yield* judgePodSpec(spec, specPath);
  yield* judgeRestartPolicy(stringOf(spec['restartPolicy']), specPath.child('restartPolicy'));
  if (isSet(spec, 'activeDeadlineSeconds')) {
    yield forbidden(specPath.child('activeDeadlineSeconds'), 'activeDeadlineSeconds in DaemonSet is not Supported');
  }
  if (listOf(spec['ephemeralContainers']).length > 0) {
    yield forbidden(specPath.child('ephemeralContainers'), 'ephemeral containers not allowed in pod template');
  }
}

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];

function* judgeRestartPolicy(policy: string, path: FieldPath): Generator<Problem> {
  if (policy === '' || policy === 'Always') return;
  if (!RESTART_POLICIES.includes(policy)) yield notSupported(path, policy, RESTART_POLICIES);
  yield notSupported(path, policy, ['Always']);
}
