/*
 * What the API server says about names, each fault a sentence of its own; none means that the name will do.
 */

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const UNDERSCORED = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';

type Faults = readonly string[];

function unlike(text: string, pattern: string, sentence: string, ...examples: readonly string[]): Faults {
  // What is too long is refused for that alone; no pattern need be tried on it.
  if (text.length > LONGEST_TRIED || new RegExp(`^(?:${pattern})$`).test(text)) return [];
  // Two spaces, as in the API server's own sentence: people look for it.
  const shown = examples.map((example) => `'${example}'`).join(',  or ');
  return [`${sentence} (e.g. ${shown}, regex used for validation is '${pattern}')`];
}

const LONGEST_TRIED = 1_024;

function longerThan(text: string, most: number): Faults {
  return Buffer.byteLength(text) > most ? [`must be no more than ${most} characters`] : [];
}

export function dnsLabelFaults(text: string): Faults {
  const sentence =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  const shape = unlike(text, LABEL, sentence, 'my-name', '123-abc');
  const dots = shape.length > 0 && unlike(text, SUBDOMAIN, '').length === 0;
  return [...longerThan(text, 63), ...(dots ? ['must not contain dots'] : shape)];
}

export function subdomainFaults(text: string): Faults {
  const sentence =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return [...longerThan(text, 253), ...unlike(text, SUBDOMAIN, sentence, 'example.com')];
}

/** Of a search domain: it may have underscores. */
export function searchDomainFaults(text: string): Faults {
  const sentence =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
  return [...longerThan(text, 253), ...unlike(text, `${UNDERSCORED}(\\.${UNDERSCORED})*`, sentence, 'example.com')];
}

const QUALIFIED_SENTENCE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const QUALIFIED_EXAMPLES = ['MyName', 'my.name', '123-abc'];

/** Of a key: `name` or `prefix/name`. */
export function labelKeyFaults(text: string): Faults {
  const [first = '', second, ...others] = text.split('/');
  if (others.length > 0) {
    const shown = QUALIFIED_EXAMPLES.map((example) => `'${example}'`).join(',  or ');
    return [
      `a valid label key ${QUALIFIED_SENTENCE} (e.g. ${shown}, regex used for validation is '${QUALIFIED}') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = second ?? first;
  const prefixFaults = second === undefined ? [] : first === '' ? ['must be non-empty'] : subdomainFaults(first);
  const length = name === '' ? ['must be non-empty'] : longerThan(name, 63);
  const shape = unlike(name, QUALIFIED, QUALIFIED_SENTENCE, ...QUALIFIED_EXAMPLES);
  return [
    ...prefixFaults.map((fault) => `prefix part ${fault}`),
    ...[...length, ...shape].map((fault) => `name part ${fault}`),
  ];
}

export function labelValueFaults(text: string): Faults {
  const sentence =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  return [...longerThan(text, 63), ...unlike(text, `(${QUALIFIED})?`, sentence, 'MyValue', 'my_value', '12345')];
}

export function portNameFaults(text: string): Faults {
  return [
    ...longerThan(text, 15),
    ...(/^[-a-z0-9]+$/.test(text) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(text) ? [] : ['must contain at least one letter (a-z)']),
    ...(text.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(/^-|-$/.test(text) ? ['must not begin or end with a hyphen'] : []),
  ];
}

export function environmentNameFaults(text: string): Faults {
  if (text === '') return ['environment variable name must be non-empty'];
  return /^[ -<>-~]+$/.test(text)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

export function configKeyFaults(text: string): Faults {
  const sentence = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
  return [
    ...longerThan(text, 253),
    ...unlike(text, '[-._a-zA-Z0-9]+', sentence, 'key.name', 'KEY_NAME', 'key-name'),
    ...(text === '.' || text === '..' ? [`must not be '${text}'`] : []),
    ...(text !== '..' && text.startsWith('..') ? ["must not start with '..'"] : []),
  ];
}

export function headerNameFaults(text: string): Faults {
  const sentence = "a valid HTTP header must consist of alphanumeric characters or '-'";
  return unlike(text, '[-A-Za-z0-9]+', sentence, 'X-Header-Name');
}

export function percentFaults(text: string): Faults {
  const sentence = "a valid percent string must be a numeric string followed by an ending '%'";
  return unlike(text, '[0-9]+%', sentence, '1%', '93%');
}

export function portNumberFaults(port: number): Faults {
  return rangeFaults(port, 1, 65_535);
}

/** Of users and groups. */
export function idFaults(id: number): Faults {
  return rangeFaults(id, 0, 2 ** 31 - 1);
}

function rangeFaults(value: number, least: number, most: number): Faults {
  return value >= least && value <= most ? [] : [`must be between ${least} and ${most}, inclusive`];
}

/** Of a path below something: neither absolute nor upwards. */
export function relativePathFaults(path: string): Faults {
  return [...(path.startsWith('/') ? ['must be a relative path'] : []), ...backstepFaults(path)];
}

export function backstepFaults(path: string): Faults {
  return path.split('/').includes('..') ? ["must not contain '..'"] : [];
}

/** Of a file in a volume that Kubernetes writes: names that begin with two dots are its own. */
export function volumeFilePathFaults(path: string): Faults {
  const isReserved = path.startsWith('..') && !path.startsWith('../') && path !== '..';
  return [...relativePathFaults(path), ...(isReserved ? ["must not start with '..'"] : [])];
}
