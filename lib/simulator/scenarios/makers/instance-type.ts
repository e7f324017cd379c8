import type { NodePlan } from '../../node-plan.ts';
import type { Quantities } from '../../objects.ts';

/** What a kind of machine offers, and what is left of it when kubelet and system have taken their share. */
export type InstanceType = {
  readonly capacity: Quantities;
  readonly allocatable: Quantities;
  readonly arch?: NodePlan['arch'];
};

const SMALL = { 'ephemeral-storage': '80Gi', pods: '58' } as const;
const SMALL_LEFT = { 'ephemeral-storage': '71Gi' } as const;

export const INSTANCE_TYPES = {
  'm7i.large': {
    capacity: { ...SMALL, cpu: '2', memory: '7832Mi', pods: '29' },
    allocatable: { ...SMALL_LEFT, cpu: '1930m', memory: '7158Mi' },
  },
  'm7i.xlarge': {
    capacity: { ...SMALL, cpu: '4', memory: '15842Mi' },
    allocatable: { ...SMALL_LEFT, cpu: '3920m', memory: '14848Mi' },
  },
  'm7i.2xlarge': {
    capacity: { ...SMALL, cpu: '8', memory: '31710Mi' },
    allocatable: { ...SMALL_LEFT, cpu: '7910m', memory: '30716Mi' },
  },
  /** With prefixes for its addresses it takes 110 pods. */
  'm7i.4xlarge': {
    capacity: { ...SMALL, cpu: '16', memory: '63566Mi', pods: '110' },
    allocatable: { ...SMALL_LEFT, cpu: '15890m', memory: '62171Mi' },
  },
  't3.small': {
    capacity: { cpu: '2', memory: '1930Mi', 'ephemeral-storage': '8Gi', pods: '11' },
    allocatable: { cpu: '1930m', memory: '1418Mi', 'ephemeral-storage': '6Gi' },
  },
  'm7g.xlarge': {
    capacity: { ...SMALL, cpu: '4', memory: '15842Mi' },
    allocatable: { ...SMALL_LEFT, cpu: '3920m', memory: '14848Mi' },
    arch: 'arm64',
  },
  'c7i.2xlarge': {
    capacity: { ...SMALL, cpu: '8', memory: '15710Mi' },
    allocatable: { ...SMALL_LEFT, cpu: '7910m', memory: '14716Mi' },
  },
  'g6.2xlarge': {
    capacity: { ...SMALL, cpu: '8', memory: '31710Mi', 'nvidia.com/gpu': '1' },
    allocatable: { ...SMALL_LEFT, cpu: '7910m', memory: '30716Mi' },
  },
  /** One compute tray of a rack of 18. */
  'p6e-gb200.36xlarge': {
    capacity: { cpu: '144', memory: '960Gi', 'ephemeral-storage': '3500Gi', pods: '250', 'nvidia.com/gpu': '4' },
    allocatable: { cpu: '142', memory: '948Gi' },
    arch: 'arm64',
  },
  'n1-highmem-8': {
    capacity: { cpu: '8', memory: '52Gi', 'ephemeral-storage': '250Gi', pods: '110' },
    allocatable: { cpu: '7910m', memory: '48425Mi' },
  },
} as const satisfies Readonly<Record<string, InstanceType>>;

export type InstanceTypeName = keyof typeof INSTANCE_TYPES;
