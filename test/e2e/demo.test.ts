import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Demo, openDemo } from './demo.ts';
import { leftovers } from './federation.ts';
import { signOn } from './sign-on.ts';
import { sleep } from './sleep.ts';
import { usage } from './usage.ts';

// One federation for all that needs the demo as it is: it takes a minute and more to come up.
let demo: Demo;
beforeAll(async () => void (demo = await openDemo()));
afterAll(() => demo?.close());

usage(() => demo);
signOn(() => demo);
sleep(() => demo);

it('leaves nothing after a purge', async () => {
  const { federation } = demo;
  await federation.chatiere('down', '--purge', '--confirm', federation.id);
  expect(await leftovers(federation.id)).toEqual([]);
});
