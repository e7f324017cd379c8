import { expect, test } from 'vitest';
import { failure } from '#lib/base/result.ts';
import { parseLabelQuery } from './label-query.ts';

const labels = { app: 'agent', tier: 'node', size: '5', empty: '', 'example.com/a': 'b' };

const CHOOSING: readonly (readonly [string, boolean])[] = [
  ['', true],
  [' ', true],
  ['app', true],
  ['other', false],
  ['!other', true],
  ['!app', false],
  ['app=agent', true],
  ['app == agent', true],
  ['app=', false],
  ['empty=', true],
  ['other=', false],
  ['app!=agent', false],
  ['other!=agent', true],
  ['app in (agent,other)', true],
  ['app in (other)', false],
  ['other in (agent)', false],
  ['empty in ()', true],
  ['app notin (other)', true],
  ['app notin (agent)', false],
  ['other notin (agent)', true],
  ['size>4,size<6', true],
  ['size > 5', false],
  ['app>1', false],
  ['other>1', false],
  ['example.com/a=b, tier in (node , edge)\t,\napp', true],
  ['in', false],
  ['tier in (in,notin,node)', true],
  // Every object has it, but not as a label.
  ['constructor', false],
  ['!toString', true],
];
test.for(CHOOSING)('the selector "%s" chooses the object: %s', ([selector, isChosen]) => {
  const query = parseLabelQuery(selector);
  expect(query.ok && query.value(labels)).toBe(isChosen);
});

const NAME_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const LONG = 'x'.repeat(64);

/** What a real API server of 1.36.3 said, word for word. */
const UNREADABLE: readonly (readonly [string, string])[] = [
  ['a in (a', "unable to parse requirement: found '', expected: ',' or ')'"],
  ['a in (', "unable to parse requirement: found '', expected: ',', ')' or identifier"],
  ['a in (a,', "unable to parse requirement: found '', expected: ',', or identifier"],
  ['a in a)', "unable to parse requirement: found 'a' expected: '('"],
  ['a in (a b)', "unable to parse requirement: found 'b', expected: ',' or ')'"],
  ['a=b=c', "found '=', expected: ',' or 'end of string'"],
  ['=b', "found '=', expected: !, identifier, or 'end of string'"],
  ['a,,b', "found ',', expected: identifier after ','"],
  ['a,', "found '', expected: identifier after ','"],
  ['!', "unable to parse requirement: found '', expected: identifier"],
  ['!!a', "unable to parse requirement: found '!', expected: identifier"],
  ['!a=b', "found '=', expected: ',' or 'end of string'"],
  ['a!', "unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt"],
  ['a notin', "unable to parse requirement: found '' expected: '('"],
  ['x y', "unable to parse requirement: found 'y', expected: in, notin, =, ==, !=, gt, lt"],
  ['a=b c', "found 'c', expected: ',' or 'end of string'"],
  ['a=>', "unable to parse requirement: found '>', expected: identifier"],
  ['a===b', "unable to parse requirement: found '=', expected: identifier"],
  ['(', "found '(', expected: !, identifier, or 'end of string'"],
  ['-a', `unable to parse requirement: <nil>: Invalid value: "-a": name part ${NAME_RULE}`],
  ['/a', 'unable to parse requirement: <nil>: Invalid value: "/a": prefix part must be non-empty'],
  [
    'a/',
    `unable to parse requirement: <nil>: Invalid value: "a/": name part must be non-empty; name part ${NAME_RULE}`,
  ],
  [LONG, `unable to parse requirement: <nil>: Invalid value: "${LONG}": name part must be no more than 63 bytes`],
  [
    'X/a',
    "unable to parse requirement: <nil>: Invalid value: \"X/a\": prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
  ],
  [
    'a/b/c',
    `unable to parse requirement: <nil>: Invalid value: "a/b/c": a valid label key ${NAME_RULE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
  ],
  ['a=-', `unable to parse requirement: values[0][a]: Invalid value: "-": ${VALUE_RULE}`],
  ['a in (b,ä)', `unable to parse requirement: values[1][a]: Invalid value: "ä": ${VALUE_RULE}`],
  [`a=${LONG}`, `unable to parse requirement: values[0][a]: Invalid value: "${LONG}": must be no more than 63 bytes`],
  [
    'a>1.5',
    "unable to parse requirement: values[0]: Invalid value: \"1.5\": for 'Gt', 'Lt' operators, the value must be an integer",
  ],
  [
    'a>99999999999999999999',
    "unable to parse requirement: values[0]: Invalid value: \"99999999999999999999\": for 'Gt', 'Lt' operators, the value must be an integer",
  ],
];
test.for(UNREADABLE)('the selector "%s" cannot be read, and the reason is the real one', ([selector, message]) => {
  expect(parseLabelQuery(selector)).toStrictEqual(failure(message));
});
