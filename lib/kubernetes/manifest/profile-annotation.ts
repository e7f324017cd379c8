import type { Raw } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { invalid, invalidUnshown, type Problem } from './problem.ts';
import { rawsOf, stringOf } from './value.ts';

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/';
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

const PLAIN_APP_ARMOR = ['', 'runtime/default', 'unconfined'];
const PLAIN_SECCOMP = ['runtime/default', 'docker/default', 'unconfined'];

/** The few annotations of a template that the API server reads; what else stands in them is told to nobody. */
export function* judgeProfileAnnotations(annotations: Raw, spec: Raw, template: FieldPath): Generator<Problem> {
  for (const [key, value] of Object.entries(annotations)) {
    const text = stringOf(value);
    const at = template.child('metadata', 'annotations').key(key);
    const path = template.child('annotations');
    if (key.startsWith(APP_ARMOR)) {
      const container = key.slice(APP_ARMOR.length);
      if (!hasContainer(spec, container)) yield { ...invalid(path.key(key), container, 'container not found'), at };
      if (!isProfile(text, PLAIN_APP_ARMOR)) {
        yield { ...invalidUnshown(path.key(key), 'invalid AppArmor profile name'), at };
      }
    }
    if ((key.startsWith(SECCOMP) || key === SECCOMP_POD) && !isProfile(text, PLAIN_SECCOMP)) {
      yield { ...invalidUnshown(path.child(key), 'must be a valid seccomp profile'), at };
    }
    if (key === DELETION_COST && !isDeletionCost(text)) {
      yield { ...invalidUnshown(path.key(key), 'must be a 32bit integer'), at };
    }
  }
}

function hasContainer(spec: Raw, name: string): boolean {
  return ['initContainers', 'containers'].flatMap((field) => rawsOf(spec[field])).some((each) => each['name'] === name);
}

function isProfile(text: string, plain: readonly string[]): boolean {
  if (plain.includes(text)) return true;
  return text.startsWith('localhost/') && !text.split('/').includes('..');
}

function isDeletionCost(text: string): boolean {
  return /^(?:0|-?[1-9]\d{0,9})$/.test(text) && Math.abs(Number(text)) < 2 ** 31;
}
