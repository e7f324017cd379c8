import { parseArgs } from 'node:util';
import { failure, type Result, success } from '#lib/base/result.ts';

/** One thing that can be said to a command: as a flag, or as ROLLCALL_<FLAG> in the environment. */
export type OptionSpec = {
  readonly name: string;
  /** One letter, as in `-o json`. */
  readonly short?: string;
  /** A switch is there or not; a list may be said several times; of an optional value only `--name=VALUE` names one. */
  readonly kind: 'switch' | 'value' | 'list' | 'optional';
  /** What an optional value is that is not said. */
  readonly otherwise?: string;
  readonly placeholder?: string;
  readonly help: string;
  /** Words that follow the flag belong to it too, as in `--from a.json b.json`. */
  readonly takesMany?: boolean;
};

/** What was said for one option, and how, so that a sentence about it can name the place. */
export type Said = { readonly label: string; readonly values: readonly string[] };
export type ParsedOptions = {
  readonly said: ReadonlyMap<string, Said>;
  readonly positionals: readonly string[];
  readonly help: boolean;
};
export type Environment = Readonly<Record<string, string | undefined>>;

/** Flags win over the environment, option by option. The error is one sentence that names the flag. */
export function parseOptions(
  specs: readonly OptionSpec[],
  argv: readonly string[],
  environment: Environment,
): Result<ParsedOptions, string> {
  const said = new Map<string, Said>();
  for (const spec of specs) {
    const fromEnvironment = readEnvironment(spec, environment);
    if (!fromEnvironment.ok) return fromEnvironment;
    if (fromEnvironment.value !== undefined) said.set(spec.name, fromEnvironment.value);
  }
  const flags = readFlags(specs, argv);
  if (!flags.ok) return flags;
  for (const [name, each] of flags.value.said) said.set(name, each);
  return success({ said, positionals: flags.value.positionals, help: flags.value.help });
}

/** Where the environment says an option. */
export function environmentName(option: string): string {
  return `ROLLCALL_${option.replaceAll('-', '_').toUpperCase()}`;
}

function readEnvironment(spec: OptionSpec, environment: Environment): Result<Said | undefined, string> {
  const label = environmentName(spec.name);
  const value = environment[label];
  // Beside a Service called "rollcall" Kubernetes sets ROLLCALL_PORT=tcp://10.0.0.1:8470 in every pod; it means nothing to us.
  if (value === undefined || value === '' || /^(tcp|udp|sctp):\/\//.test(value)) return success(undefined);
  if (spec.kind === 'list') return success({ label, values: value.split(',').map((each) => each.trim()) });
  if (spec.kind === 'value') return success({ label, values: [value] });
  if (value === 'true' || value === '1') return success({ label, values: [spec.otherwise ?? 'true'] });
  if (value === 'false' || value === '0') return success(undefined);
  if (spec.kind === 'optional') return success({ label, values: [value] });
  return failure(`${label}=${value} is neither true nor false`);
}

type Flags = { readonly said: Map<string, Said>; readonly positionals: readonly string[]; readonly help: boolean };

function readFlags(specs: readonly OptionSpec[], argv: readonly string[]): Result<Flags, string> {
  const options = Object.fromEntries(
    specs.map(({ name, short, kind }) => {
      const isBare = kind === 'switch' || kind === 'optional';
      const type = isBare ? ('boolean' as const) : ('string' as const);
      return [name, short === undefined ? { type } : { type, short }];
    }),
  );
  // Not strict: Node's own words for a fault are three sentences long. What strict would refuse is refused below.
  const { tokens } = parseArgs({
    args: [...argv],
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const said = new Map<string, Said>();
  const positionals: string[] = [];
  let help = false;
  let open: OptionSpec | undefined;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') {
      open = undefined;
    } else if (token.kind === 'positional') {
      if (open === undefined) positionals.push(token.value);
      else add(said, open, `--${open.name}`, token.value);
    } else if (token.name === 'help' && token.value === undefined) {
      help = true;
    } else {
      const spec = specs.find(({ name }) => name === token.name);
      if (spec === undefined) return failure(`there is no flag ${token.rawName}; --help lists those there are`);
      const fault = flagFault(spec, token.value, said);
      if (fault !== undefined) return failure(fault);
      add(said, spec, `--${spec.name}`, token.value ?? spec.otherwise ?? 'true');
      open = spec.takesMany === true ? spec : undefined;
    }
  }
  return success({ said, positionals, help });
}

function flagFault(spec: OptionSpec, value: string | undefined, said: ReadonlyMap<string, Said>): string | undefined {
  const flag = `--${spec.name}`;
  if (spec.kind === 'switch')
    return value === undefined ? undefined : `${flag} takes no value, and got ${quote(value)}`;
  if (spec.kind === 'optional') {
    if (value === '') return `${flag}= needs a value: ${flag}=${spec.placeholder ?? 'VALUE'}`;
    return said.has(spec.name) ? `${flag} is there twice, and takes one value` : undefined;
  }
  if (value === undefined || value === '') return `${flag} needs a value: ${flag} ${spec.placeholder ?? 'VALUE'}`;
  // `--context --port 1`: a flag was meant, not a context of that name; `--context=--port` says the latter.
  if (value.startsWith('--')) return `${flag} needs a value, and ${quote(value)} is a flag`;
  if (spec.kind === 'value' && said.has(spec.name)) return `${flag} is there twice, and takes one value`;
  return undefined;
}

function add(said: Map<string, Said>, { name }: OptionSpec, label: string, value: string): void {
  said.set(name, { label, values: [...(said.get(name)?.values ?? []), value] });
}

/** A value in a sentence: never a control character of it, and never too much. */
export function quote(value: string): string {
  const text = JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
}

/** The list of options for --help. */
export function describeOptions(specs: readonly OptionSpec[]): string {
  const rows = specs.map(({ name, short, kind, placeholder, takesMany, help }) => {
    const word = kind === 'optional' ? `[=${placeholder}]` : ` ${placeholder}${takesMany === true ? '...' : ''}`;
    const value = placeholder === undefined ? '' : word;
    return [`${short === undefined ? '' : `-${short}, `}--${name}${value}`, help] as const;
  });
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return rows.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}\n`).join('');
}
