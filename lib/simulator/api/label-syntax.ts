/*
 * What keys and values of labels may look like, and what the API says of those that do not. Source: apimachinery,
 * api/validate/content.
 */

const NAME_PATTERN = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const SUBDOMAIN_PATTERN = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';
const NAME = new RegExp(`^${NAME_PATTERN}$`);
const SUBDOMAIN = new RegExp(`^${SUBDOMAIN_PATTERN}$`);
const NAME_BYTES = 63;
const SUBDOMAIN_BYTES = 253;

const ALPHANUMERIC =
  "consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const NAME_RULE = `must ${ALPHANUMERIC} (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${NAME_PATTERN}')`;
const VALUE_RULE = `a valid label must be an empty string or ${ALPHANUMERIC} (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(${NAME_PATTERN})?')`;
const SUBDOMAIN_RULE = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN_PATTERN}')`;

function tooLong(limit: number): string {
  return `must be no more than ${limit} bytes`;
}

/** What is wrong with a key, such as `example.com/name`; nothing, as a rule. */
export function keyProblems(key: string): readonly string[] {
  const parts = key.split('/');
  if (parts.length > 2)
    return [`a valid label key ${NAME_RULE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  return [
    ...(prefix === undefined ? [] : prefixProblems(prefix).map((problem) => `prefix part ${problem}`)),
    ...nameProblems(name).map((problem) => `name part ${problem}`),
  ];
}

function prefixProblems(prefix: string): readonly string[] {
  if (prefix === '') return ['must be non-empty'];
  return [
    ...(Buffer.byteLength(prefix) > SUBDOMAIN_BYTES ? [tooLong(SUBDOMAIN_BYTES)] : []),
    ...(SUBDOMAIN.test(prefix) ? [] : [SUBDOMAIN_RULE]),
  ];
}

function nameProblems(name: string): readonly string[] {
  return [
    ...(name === '' ? ['must be non-empty'] : []),
    ...(Buffer.byteLength(name) > NAME_BYTES ? [tooLong(NAME_BYTES)] : []),
    ...(NAME.test(name) ? [] : [NAME_RULE]),
  ];
}

export function valueProblems(value: string): readonly string[] {
  return [
    ...(Buffer.byteLength(value) > NAME_BYTES ? [tooLong(NAME_BYTES)] : []),
    ...(value === '' || NAME.test(value) ? [] : [VALUE_RULE]),
  ];
}
