import { isIP } from 'node:net';
import { listOf, type Raw, rawOf } from '../project/raw.ts';
import { judgeContainers, judgeInitContainers } from './container.ts';
import type { FieldPath } from './field-path.ts';
import { judgeLabels } from './metadata.ts';
import { dnsLabelFaults, labelKeyFaults, searchDomainFaults, subdomainFaults } from './name-syntax.ts';
import { judgeNodeAffinity } from './node-affinity.ts';
import { judgeOperatingSystem } from './operating-system.ts';
import { judgePodAffinity } from './pod-affinity.ts';
import { duplicate, forbidden, invalid, type Problem, required, tooLong } from './problem.ts';
import { judgePodResources, judgeResourceList } from './resource.ts';
import { exactlyOneOf, faults, named, oneOf } from './rule.ts';
import { judgePodSecurityContext } from './security-context.ts';
import { judgeTolerations } from './toleration.ts';
import { judgeTopologySpread } from './topology-spread.ts';
import { isSet, numberOf, rawsOf, stringOf } from './value.ts';
import { judgeVolumes } from './volume.ts';

/** The spec of a template's pods. */
export function* judgePodSpec(spec: Raw, path: FieldPath): Generator<Problem> {
  const volumes = yield* judgeVolumes(spec['volumes'], path.child('volumes'));
  const claims = yield* judgeResourceClaims(spec['resourceClaims'], path.child('resourceClaims'));
  yield* judgeContainers(spec, path, { volumes, claims });
  yield* judgeInitContainers(spec, path, { volumes, claims });
  yield* judgePodResources(spec, path);
  yield* judgeResourceList(spec['overhead'], path.child('overhead', 'limits'), path.child('overhead'));
  yield* judgeNetwork(spec, path);
  yield* judgeNames(spec, path);
  yield* judgeLabels(spec['nodeSelector'], path.child('nodeSelector'));
  yield* judgePodSecurityContext(spec, path);
  yield* judgeNodeAffinity(rawOf(spec['affinity']), path.child('affinity'));
  yield* judgePodAffinity(rawOf(spec['affinity']), path.child('affinity'));
  yield* judgeTolerations(spec['tolerations'], path.child('tolerations'));
  yield* judgeTopologySpread(spec['topologySpreadConstraints'], path.child('topologySpreadConstraints'));
  yield* judgeGates(spec, path);
  yield* judgeOperatingSystem(spec, path);
}

const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

function* judgeNetwork(spec: Raw, path: FieldPath): Generator<Problem> {
  yield* oneOf(spec, path, 'dnsPolicy', DNS_POLICIES);
  yield* judgeDnsConfig(spec, path.child('dnsConfig'));
  yield* named(spec, path, 'hostname', dnsLabelFaults);
  yield* named(spec, path, 'subdomain', dnsLabelFaults);
  yield* judgeHostnameOverride(spec, path.child('hostnameOverride'));
  for (const [index, alias] of rawsOf(spec['hostAliases']).entries()) {
    const at = path.child('hostAliases').index(index);
    yield* judgeAddress(alias['ip'], at.child('ip'));
    for (const [place, hostname] of listOf(alias['hostnames']).entries()) {
      yield* faults(at.child('hostnames').index(place), hostname, subdomainFaults(stringOf(hostname)));
    }
  }
}

function* judgeAddress(value: unknown, path: FieldPath): Generator<Problem> {
  // Zeros before the numbers of an IPv4 address are let pass, as they always were.
  const address = stringOf(value).replace(/(^|\.)0+(?=\d)/g, '$1');
  if (isIP(address) === 0) {
    yield invalid(path, stringOf(value), 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)');
  }
}

const MOST_NAME_SERVERS = 3;
const MOST_SEARCH_PATHS = 32;
const LONGEST_SEARCH_LIST = 2_048;

function* judgeDnsConfig(spec: Raw, path: FieldPath): Generator<Problem> {
  const config = rawOf(spec['dnsConfig']);
  const nameservers = listOf(config['nameservers']);
  if (spec['dnsPolicy'] === 'None') {
    if (!isSet(spec, 'dnsConfig')) yield required(path, 'must provide `dnsConfig` when `dnsPolicy` is None');
    else if (nameservers.length === 0) {
      const detail = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
      yield required(path.child('nameservers'), detail);
    }
  }
  if (nameservers.length > MOST_NAME_SERVERS) {
    yield invalid(path.child('nameservers'), nameservers, `must not have more than ${MOST_NAME_SERVERS} nameservers`);
  }
  for (const [index, each] of nameservers.entries()) yield* judgeAddress(each, path.child('nameservers').index(index));
  yield* judgeSearches(listOf(config['searches']).map(stringOf), path.child('searches'));
  for (const [index, option] of rawsOf(config['options']).entries()) {
    if (stringOf(option['name']) === '') yield required(path.child('options').index(index), 'must not be empty');
  }
}

function* judgeSearches(searches: readonly string[], path: FieldPath): Generator<Problem> {
  if (searches.length > MOST_SEARCH_PATHS) {
    yield invalid(path, searches, `must not have more than ${MOST_SEARCH_PATHS} search paths`);
  }
  if (searches.join(' ').length > LONGEST_SEARCH_LIST) {
    const detail = `must not have more than ${LONGEST_SEARCH_LIST} characters (including spaces) in the search list`;
    yield invalid(path, searches, detail);
  }
  for (const [index, search] of searches.entries()) {
    const name = search.replace(/\.$/, '');
    if (search !== '.') yield* faults(path.index(index), name, searchDomainFaults(name));
  }
}

function* judgeHostnameOverride(spec: Raw, path: FieldPath): Generator<Problem> {
  const value = spec['hostnameOverride'];
  if (typeof value !== 'string') return;
  if (spec['setHostnameAsFQDN'] === true) {
    yield forbidden(path, 'may not be specified when setHostnameAsFQDN is true');
  }
  if (spec['hostNetwork'] === true) yield forbidden(path, 'may not be specified when hostNetwork is true');
  if (value.length > 64) yield tooLong(path, 64);
  yield* faults(path, value, subdomainFaults(value));
}

function* judgeNames(spec: Raw, path: FieldPath): Generator<Problem> {
  const account = isSet(spec, 'serviceAccountName') ? 'serviceAccountName' : 'serviceAccount';
  for (const fault of named(spec, path, account, subdomainFaults)) {
    yield { ...fault, path: path.child('serviceAccountName'), at: fault.path };
  }
  yield* named(spec, path, 'nodeName', subdomainFaults);
  yield* named(spec, path, 'priorityClassName', subdomainFaults);
  if (typeof spec['runtimeClassName'] === 'string') {
    const name = spec['runtimeClassName'];
    yield* faults(path.child('runtimeClassName'), name, subdomainFaults(name));
  }
  yield* exactlyOneOf(spec, path, 'preemptionPolicy', ['PreemptLowerPriority', 'Never']);
  const deadline = numberOf(spec['activeDeadlineSeconds']);
  if (deadline !== undefined && (deadline < 1 || deadline > 2 ** 31 - 1)) {
    yield invalid(path.child('activeDeadlineSeconds'), deadline, 'must be between 1 and 2147483647, inclusive');
  }
}

function* judgeGates(spec: Raw, path: FieldPath): Generator<Problem> {
  for (const [index, gate] of rawsOf(spec['readinessGates']).entries()) {
    const type = stringOf(gate['conditionType']);
    yield* faults(path.child('readinessGates').index(index).child('conditionType'), type, labelKeyFaults(type));
  }
  const names = rawsOf(spec['schedulingGates']).map(({ name }) => stringOf(name));
  for (const [index, name] of names.entries()) {
    const at = path.child('schedulingGates').index(index);
    yield* faults(at, name, labelKeyFaults(name));
    if (names.indexOf(name) < index) yield duplicate(at, name);
  }
}

/** Gives back the names of the claims, which containers may use. */
function* judgeResourceClaims(claims: unknown, path: FieldPath): Generator<Problem, readonly string[]> {
  const names = rawsOf(claims).map(({ name }) => stringOf(name));
  for (const [index, claim] of rawsOf(claims).entries()) {
    const at = path.index(index);
    const name = names[index] ?? '';
    if (name === '') yield required(at.child('name'));
    else if (names.indexOf(name) < index) yield duplicate(at.child('name'), name);
    else yield* faults(at.child('name'), name, dnsLabelFaults(name));
    const sources = ['resourceClaimName', 'resourceClaimTemplateName'].filter((field) => isSet(claim, field));
    for (const field of sources) yield* faults(at.child(field), claim[field], subdomainFaults(stringOf(claim[field])));
    if (sources.length === 2) {
      yield invalid(at, { name }, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified');
    }
    if (sources.length === 0) {
      yield invalid(at, { name }, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`');
    }
  }
  return names.filter((name) => name !== '');
}
