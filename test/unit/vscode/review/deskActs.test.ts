import { describe, expect, it } from 'vitest';
import { ReviewDesk } from '../../../../src/core/review/desk.ts';
import { deskAct } from '../../../../src/vscode/review/deskActs.ts';
import { FakeClock } from '../../core/sampling/fakes.ts';

const sight = { visible: true, focused: true };

describe('what the page of the desk hands over', () => {
  it.each(['{"password": hunter2}', '[1]', '"hunter2"', ''])(
    'takes no form that is none, and quotes nothing of it: %s',
    (content) => {
      const desk = new ReviewDesk({ clock: new FakeClock() });
      const taken = deskAct(desk, { type: 'submit', id: 'x', hash: 'x', content }, sight);
      expect(taken).toMatchObject({ taken: false });
      expect(JSON.stringify(taken)).not.toContain('hunter');
    },
  );
});
