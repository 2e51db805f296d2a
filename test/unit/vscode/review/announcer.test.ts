import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReviewDesk } from '../../../../src/core/review/desk.ts';
import { Review } from '../../../../src/core/review/review.ts';
import { inspect } from '../../../../src/core/sampling/inspection.ts';
import { useLanguage } from '../../../../src/core/text/l10n.ts';
import { Announcer } from '../../../../src/vscode/review/announcer.ts';
import { askOf, FakeClock, FakeModels, settle } from '../../core/sampling/fakes.ts';

vi.mock('vscode', () => ({
  window: {
    state: { focused: true },
    // The person presses the first button.
    showInformationMessage: (_text: string, button: string) => Promise.resolve(button),
  },
}));

afterEach(() => useLanguage());

describe('the notification of a request', () => {
  it.each(['en', 'xx'])('opens the desk by its button, in the language %s', async (tag) => {
    useLanguage({ tag, bundle: tag === 'en' ? {} : { Review: 'Ansehen' } });
    const desk = new ReviewDesk({ clock: new FakeClock() });
    const show = vi.fn<(options: { readonly focus: boolean }) => void>();
    const panel = { visible: false, show };
    const announcer = new Announcer({ desk, panel, mode: () => 'notify', watching: () => false });
    const ask = askOf();
    desk.add([
      new Review({ id: 'r', ask, receivedAt: 1, inspection: inspect(ask.params), preparation: new FakeModels() }),
    ]);
    await settle();
    expect(show).toHaveBeenCalledWith({ focus: true });
    announcer.dispose();
  });
});
