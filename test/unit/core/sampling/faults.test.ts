import { expect, it } from 'vitest';
import { askOf, House } from './fakes.ts';

it('a fault of our own ends what is on the desk too: nothing stays there that nobody walks with', async () => {
  const house = new House();
  house.clock.interval = () => {
    throw new TypeError('Broken');
  };
  await expect(house.pipeline.run([askOf({ key: 'a' }), askOf({ key: 'b' })])).rejects.toMatchObject({
    kind: 'failed',
    message: 'The request could not be handled.',
  });
  expect(house.desk.reviews.map(({ phase }) => phase)).toEqual(['closed', 'closed']);
  expect(house.errors).toEqual(['Round: Broken']);
});
