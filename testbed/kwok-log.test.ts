import { expect, test } from 'vitest';
import { kwokErrors } from './kwok-log.ts';

const entry = (fields: object) => JSON.stringify({ level: 'ERROR', msg: 'failed to apply stage', ...fields });
const template = 'failed to compute patch build template: template: _:5: undefined variable "$x": image not found';

const rows = [
  {
    name: 'a template that does not parse, whatever it quotes',
    line: entry({ stage: 'pod-ready', err: template }),
    errors: [`failed to apply stage pod-ready: ${template}`],
  },
  {
    name: 'a message without the NULs of its buffer',
    line: entry({ err: 'stage match: bad\0\0\0' }),
    errors: ['failed to apply stage : stage match: bad'],
  },
  { name: 'a panic', line: 'panic: runtime error', errors: ['panic: runtime error'] },
  {
    name: 'not a pod that went meanwhile',
    line: entry({ err: 'failed to delete pod agent-1: pods "agent-1" not found' }),
    errors: [],
  },
  {
    name: 'not a server that is away',
    line: entry({ err: 'dial tcp 127.0.0.1:1: connect: connection refused' }),
    errors: [],
  },
  { name: 'not what is only told', line: JSON.stringify({ level: 'INFO', msg: 'Patch pod' }), errors: [] },
  { name: 'not a line that is cut', line: '{"level":"ERROR","msg":"fail', end: '', errors: [] },
];
test.for(rows)('reports $name', ({ line, end = '\n', errors }) => {
  expect(kwokErrors(`first\n${line}${end}`)).toStrictEqual(errors);
});
