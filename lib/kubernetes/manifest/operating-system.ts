import { listOf, type Raw, rawOf } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { forbidden, invalid, notSupported, type Problem, required } from './problem.ts';
import { isSet, rawsOf, stringOf } from './value.ts';

/** What goes with the operating system that the pod names, and with processes on a Windows host. */
export function* judgeOperatingSystem(spec: Raw, path: FieldPath): Generator<Problem> {
  yield* judgeHostProcess(spec, path);
  if (!isSet(spec, 'os')) return;
  const name = stringOf(rawOf(spec['os'])['name']);
  if (name === '') yield required(path.child('os', 'name'));
  else if (name === 'linux') yield* judgeLinux(spec, path);
  else if (name === 'windows') yield* judgeWindows(spec, path);
  else yield { ...notSupported(path.child('os'), name, ['linux', 'windows']), at: path.child('os', 'name') };
}

type Context = { readonly context: Raw; readonly path: FieldPath };

function containerContexts(spec: Raw, path: FieldPath): readonly Context[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    rawsOf(spec[list]).map(({ securityContext }, index) => ({
      context: rawOf(securityContext),
      path: path.child(list).index(index).child('securityContext'),
    })),
  );
}

function* judgeLinux(spec: Raw, path: FieldPath): Generator<Problem> {
  const pod = { context: rawOf(spec['securityContext']), path: path.child('securityContext') };
  for (const each of [pod, ...containerContexts(spec, path)]) {
    if (!isSet(each.context, 'windowsOptions')) continue;
    yield forbidden(each.path.child('windowsOptions'), 'windows options cannot be set for a linux pod');
  }
}

const POD_FIELDS = ['hostUsers', 'shareProcessNamespace'];
const POD_FLAGS = ['hostPID', 'hostIPC'];
const POD_CONTEXT_FIELDS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
];
const CONTAINER_FIELDS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];

function* judgeWindows(spec: Raw, path: FieldPath): Generator<Problem> {
  const context = rawOf(spec['securityContext']);
  const at = path.child('securityContext');
  const set = [
    ...POD_FIELDS.filter((field) => isSet(spec, field)).map((field) => path.child(field)),
    ...POD_FLAGS.filter((field) => spec[field] === true).map((field) => path.child(field)),
    ...POD_CONTEXT_FIELDS.filter((field) => isSet(context, field)).map((field) => at.child(field)),
    ...(listOf(context['sysctls']).length > 0 ? [at.child('sysctls')] : []),
    ...containerContexts(spec, path).flatMap((each) =>
      CONTAINER_FIELDS.filter((field) => isSet(each.context, field)).map((field) => each.path.child(field)),
    ),
  ];
  for (const field of set) yield forbidden(field, 'cannot be set for a windows pod');
}

/** Containers that are processes of a Windows host: all or none of a pod, and on the host's network. */
function* judgeHostProcess(spec: Raw, path: FieldPath): Generator<Problem> {
  const ofPod = hostProcessOf(rawOf(spec['securityContext']));
  const contexts = containerContexts(spec, path);
  for (const { context, path: at } of contexts) {
    const own = hostProcessOf(context);
    if (ofPod === undefined || own === undefined || own === ofPod) continue;
    const detail = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
    yield invalid(at.child('windowsOptions', 'hostProcess'), own, detail);
  }
  const count = contexts.filter(({ context }) => hostProcessOf(context) ?? ofPod ?? false).length;
  if (count === 0) return;
  if (count < contexts.length) {
    yield invalid(
      path,
      '',
      'If pod contains any hostProcess containers then all containers must be HostProcess containers',
    );
  }
  if (spec['hostNetwork'] !== true) {
    yield invalid(
      path.child('hostNetwork'),
      false,
      'hostNetwork must be true if pod contains any hostProcess containers',
    );
  }
}

function hostProcessOf(context: Raw): boolean | undefined {
  const value = rawOf(context['windowsOptions'])['hostProcess'];
  return typeof value === 'boolean' ? value : undefined;
}
