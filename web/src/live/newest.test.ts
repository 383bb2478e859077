import { expect, it } from 'vitest';
import { Newest } from './newest';

it('asks one at a time, and of those that waited the newest only', async () => {
  const asked: number[] = [];
  const answers: (() => void)[] = [];
  const newest = new Newest<number>((wanted) => {
    asked.push(wanted);
    return new Promise((resolve) => answers.push(resolve));
  });
  for (const wanted of [1, 2, 3]) newest.want(wanted);
  expect(asked).toEqual([1]);
  answers[0]!();
  await Promise.resolve();
  await Promise.resolve();
  expect(asked).toEqual([1, 3]);
  newest.want(4);
  newest.forget();
  answers[1]!();
  await new Promise((resolve) => setTimeout(resolve));
  expect(asked).toEqual([1, 3]);
  newest.want(5);
  expect(asked).toEqual([1, 3, 5]);
});
