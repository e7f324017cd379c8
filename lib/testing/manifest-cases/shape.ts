import { CONTAINER, POD } from '../manifest-base.ts';
import type { ManifestCase } from '../manifest-cases.ts';

export const SHAPE_CASES: readonly ManifestCase[] = [
  {
    name: 'replicas, which a DaemonSet has not',
    edits: { '/spec/replicas': 3 },
    problems: ['spec.replicas: unknown field "spec.replicas" (a DaemonSet runs one pod on each node)'],
  },
  {
    name: 'a misspelt field of a container',
    edits: { [`${CONTAINER}/imagee`]: 'x' },
    problems: ['spec.template.spec.containers[0].imagee: unknown field "spec.template.spec.containers[0].imagee"'],
  },
  {
    name: 'a field with a capital',
    edits: { [`${CONTAINER}/ImagePullPolicy`]: 'Always' },
    problems: [
      'spec.template.spec.containers[0].ImagePullPolicy: unknown field "spec.template.spec.containers[0].ImagePullPolicy" (did you mean imagePullPolicy?)',
    ],
  },
  {
    name: 'the field strategy of a Deployment',
    edits: { '/spec/strategy': { type: 'RollingUpdate' } },
    problems: ['spec.strategy: unknown field "spec.strategy" (did you mean updateStrategy?)'],
  },
  {
    name: 'a number in quotes where a number is wanted',
    edits: { '/spec/minReadySeconds': '5' },
    problems: ['spec.minReadySeconds: text where a whole number is wanted'],
  },
  {
    name: 'true in quotes',
    edits: { [`${POD}/hostNetwork`]: 'true' },
    problems: ['spec.template.spec.hostNetwork: text where true or false is wanted'],
  },
  {
    name: 'a number among the arguments',
    edits: { [`${CONTAINER}/args`]: [1] },
    problems: ['spec.template.spec.containers[0].args[0]: a whole number where text (in quotes) is wanted'],
  },
  {
    name: 'a number as the value of a variable',
    edits: { [`${CONTAINER}/env/0/value`]: 5 },
    problems: ['spec.template.spec.containers[0].env[0].value: a whole number where text (in quotes) is wanted'],
  },
  {
    name: 'a map where a list is wanted',
    edits: { [`${POD}/containers`]: { name: 'x' } },
    problems: ['spec.template.spec.containers: a map where a list is wanted'],
  },
  {
    name: 'a text where a map is wanted',
    edits: { [`${CONTAINER}/resources`]: 'none' },
    problems: ['spec.template.spec.containers[0].resources: text where a map is wanted'],
  },
  {
    name: 'a quantity that cannot be read',
    edits: { [`${CONTAINER}/resources/requests/cpu`]: '1cpu' },
    problems: [
      `spec.template.spec.containers[0].resources.requests[cpu]: Invalid value: "1cpu": quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
    ],
  },
  {
    name: 'a quantity without quotes',
    edits: { [`${CONTAINER}/resources/requests/cpu`]: 1 },
    problems: [],
  },
  {
    name: 'half a core without quotes',
    edits: { [`${CONTAINER}/resources/requests/cpu`]: 0.5 },
    problems: [],
  },
  {
    name: 'true where a number or a percentage is wanted',
    edits: { '/spec/updateStrategy/rollingUpdate/maxUnavailable': true },
    problems: [
      'spec.updateStrategy.rollingUpdate.maxUnavailable: a truth value (true, yes, on and their like without quotes) where a whole number or text is wanted',
    ],
  },
  {
    name: 'a list that is null',
    edits: { [`${POD}/tolerations`]: null },
    problems: [],
  },
];
