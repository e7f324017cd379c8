import { type Raw, rawOf } from '../project/raw.ts';
import { cautionTemplate } from './caution.ts';
import { FieldPath } from './field-path.ts';
import { judgeMetadata } from './metadata.ts';
import { judgePodTemplate } from './pod-template.ts';
import type { Problem } from './problem.ts';
import { notNegative } from './rule.ts';
import { judgeSelector } from './selector.ts';
import { judgeUpdateStrategy } from './update-strategy.ts';

/** What the API server would refuse of the values of a DaemonSet, and then what it would warn of. */
export function* judgeDaemonSet(object: Raw): Generator<Problem> {
  const spec = rawOf(object['spec']);
  const path = FieldPath.of('spec');
  yield* judgeMetadata(rawOf(object['metadata']), FieldPath.of('metadata'));
  yield* judgeSelector(spec, path);
  yield* judgePodTemplate(rawOf(spec['template']), path.child('template'));
  yield* notNegative(spec, path, 'minReadySeconds', 'revisionHistoryLimit');
  yield* judgeUpdateStrategy(rawOf(spec['updateStrategy']), path.child('updateStrategy'));
  yield* cautionTemplate(rawOf(spec['template']), path.child('template'));
}
