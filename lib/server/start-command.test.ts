import { expect, test } from 'vitest';
import { startCommand } from './start-command.ts';

test.for([
  { name: 'npm in this checkout', environment: { npm_package_json: '/src/package.json' }, says: 'npm start --' },
  {
    name: 'npm in somebody else’s package',
    environment: { npm_package_json: '/app/package.json' },
    says: 'rollcall serve',
  },
  { name: 'a shell or a container', environment: {}, says: 'rollcall serve' },
])('started by $name: $says', ({ environment, says }) => {
  expect(startCommand(environment, '/src/package.json')).toBe(says);
});
