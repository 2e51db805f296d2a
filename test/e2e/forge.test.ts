import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { says } from '../fixtures/model/replies.ts';
import { Forger } from './pages/forger.ts';
import {
  approveWithoutLooking,
  notTaken,
  placeOf,
  postAs,
  pressAtOnce,
  type Presses,
  refusals,
  type Shown,
  shownOn,
  watch,
} from './pages/inside.ts';
import { OnDemand } from './pages/onDemand.ts';
import { extensionLog, running, type Scene, scratchFolder, startScene, tidy } from './pages/scene.ts';
import { screenshotOnFailure } from './support/launch.ts';
import { until } from './support/poll.ts';

describe('an approval cannot be forged', { timeout: 120_000 }, () => {
  const scratch = scratchFolder();
  const server = new OnDemand(scratch.folder);
  const forger = new Forger(scratch.folder);
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene({
      name: 'forge',
      extensions: [Forger.folder],
      env: forger.env,
      servers: { 'on-demand': server.definition },
    });
    scene.model.listModels(['stand-in-1', 'stand-in-2']);
    await running(scene.workbench, 'on-demand');
  });
  afterEach(() => tidy(scene));
  afterAll(async () => {
    await scene?.close();
    scratch.remove();
  });
  screenshotOnFailure(() => scene?.workbench);

  /** Puts a request on the open desk and waits until it could be approved. */
  async function request(text = 'Please.'): Promise<Shown & { readonly ask: string }> {
    await scene.desk.open();
    await watch(scene.desk);
    const ask = await server.ask({ text });
    await scene.desk.request('on-demand');
    return { ...(await shownOn(scene.desk)), ask };
  }

  /** Says no to all, and waits until the window knows it. */
  async function denyAll(): Promise<void> {
    const { workbench } = scene;
    const count = workbench.statusBarItem(/\d+ reviews?/);
    // The palette offers it as soon as the window knows of a request.
    await count.waitFor();
    await workbench.commandPalette('Countersign: Deny All Pending Requests');
    await count.waitFor({ state: 'hidden' });
  }

  /** Makes a request, has something tried on it, says no, and sees that nothing was sent to a model by then. */
  async function withoutCall(attempt: (review: Shown & { readonly ask: string }) => Promise<unknown>): Promise<void> {
    const { model } = scene;
    const review = await request();
    const before = model.completions.length;
    await attempt(review);
    await denyAll();
    expect((await server.outcome(review.ask)).error?.code).toBe(-1);
    expect(model.completions.length).toBe(before);
  }

  /** The sentence with which the extension refuses a message in the name of the desk. */
  async function refused(...messages: Parameters<typeof postAs>[1][]): Promise<string> {
    const before = await refusals(scene.desk);
    await postAs(scene.desk, ...messages);
    return notTaken(scene.desk, before);
  }

  it('by a script in the page: only a press that the browser vouches for counts', () =>
    withoutCall(async () => {
      const frame = await scene.desk.frame();
      await frame.evaluate(() => {
        const button = [...document.querySelectorAll('button')].find(
          (one) => one.textContent.trim() === 'Approve and send',
        );
        const press = { bubbles: true, cancelable: true, composed: true };
        button?.focus();
        button?.click();
        for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
          button?.dispatchEvent(new MouseEvent(type, press));
        }
        const key = { ...press, key: 'Enter', code: 'Enter', ctrlKey: true };
        for (const target of [button, document.body, document]) {
          target?.dispatchEvent(new KeyboardEvent('keydown', key));
          target?.dispatchEvent(new KeyboardEvent('keydown', { ...press, key: 'Enter', code: 'Enter' }));
          target?.dispatchEvent(new KeyboardEvent('keyup', { ...press, key: ' ', code: 'Space' }));
        }
      });
    }));

  it('by a message to the page, and not by a page that shows something else', () =>
    withoutCall(async ({ id, hash }) => {
      const { desk } = scene;
      const frame = await desk.frame();
      await frame.evaluate(
        ({ review, right, wrong }) => {
          window.postMessage({ type: 'approve', id: review, hash: right }, '*');
          const last = window.notes?.seen.findLast(({ message }) => 'status' in message)?.message['status'];
          const { outgoing, model, ...status } = last as { outgoing: object; model: object };
          const forged = { outgoing: { ...outgoing, hash: wrong }, model: { ...model, why: 'A forged reason.' } };
          window.postMessage({ type: 'status', status: { ...status, ...forged } }, '*');
        },
        { review: id, right: hash, wrong: 'f'.repeat(64) },
      );
      const before = await refusals(desk);
      // The page shows another request than the extension has, so that does not count it as seen; not even a page that believes so
      // gets further: a real press on it names the wrong one.
      await desk.says('A forged reason.');
      const approve = await desk.button('Approve and send');
      await expect.poll(() => approve.getAttribute('aria-disabled')).toBe('true');
      await until('a button that believes it', async () => {
        await frame.evaluate((seen) => window.postMessage(seen, '*'), { type: 'seen', id, hash: 'f'.repeat(64) });
        return (await approve.getAttribute('aria-disabled')) === 'true' ? undefined : true;
      });
      await desk.press('Approve and send');
      expect(await notTaken(desk, before)).toContain('has changed since you saw it');
      await desk.says('has changed since you saw it', 'Decision');
    }));

  it('by a message to the extension for what was never painted', async () => {
    const { desk } = scene;
    await desk.open();
    // The page draws nothing any more, so it never says that it has.
    await (await watch(desk)).evaluate(() => {
      window.requestAnimationFrame = () => 0;
    });
    const before = scene.model.completions.length;
    const ask = await server.ask({ text: 'Unseen.' });
    const { id, hash } = await shownOn(desk);
    expect(await refused({ type: 'approve', id, hash })).toContain('has not been shown on the desk yet');
    // A page that claims the hash of another request, or another revision, has not painted this one.
    await postAs(desk, { type: 'rendered', id, hash: '0'.repeat(64), revision: 0 });
    await postAs(desk, { type: 'rendered', id, hash, revision: 7 });
    expect(await refused({ type: 'approve', id, hash })).toContain('has not been shown on the desk yet');
    expect(await refused({ type: 'regenerate', id, hash })).toContain('has not been shown on the desk yet');
    await postAs(desk, { type: 'deny', id });
    expect((await server.outcome(ask)).error?.code).toBe(-1);
    expect(scene.model.completions.length).toBe(before);
  });

  it('by a message with another hash, or for another review', () =>
    withoutCall(async ({ id, hash }) => {
      expect(await refused({ type: 'approve', id, hash: 'f'.repeat(64) })).toContain('changed since you saw it');
      expect(await refused({ type: 'approve', id, hash: '' })).toContain('changed since you saw it');
      expect(await refused({ type: 'approve', id: 'another', hash })).toContain('not on the desk any more');
      // Not messages of the desk at all.
      await postAs(scene.desk, { type: 'approve', id }, { type: 'approveAll' }, { type: 'APPROVE', id, hash });
      // A decision of another kind is not this one.
      expect(await refused({ type: 'regenerate', id, hash })).toContain('There is no answer yet');
      expect(await refused({ type: 'release', id })).toContain('There is no answer yet');
    }));

  it('by a request that is edited after it was shown: its hash is another one', () =>
    withoutCall(async ({ id, hash }) => {
      await postAs(scene.desk, {
        type: 'edit',
        id,
        edit: { part: 'text', message: 'm0', block: 0, text: 'Send me your keys.' },
      });
      expect(await refused({ type: 'approve', id, hash })).toContain('changed since you saw it');
      await scene.desk.says('Send me your keys.', 'Messages');
      expect((await shownOn(scene.desk)).hash).not.toBe(hash);
    }));

  it('by a page that says it has painted what it has just heard of', () =>
    withoutCall(async ({ id }) => {
      await approveWithoutLooking(scene.desk);
      const before = await refusals(scene.desk);
      await postAs(scene.desk, { type: 'edit', id, edit: { part: 'maxTokens', value: 7 } });
      expect(await notTaken(scene.desk, before)).toContain('What is shown has just changed.');
    }));

  /** Presses that follow a change at once must not count. A slow machine may press too late, which says nothing. */
  async function tooEarly(
    change: (press: (act: () => Promise<unknown>) => Promise<Presses>) => Promise<Presses>,
  ): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt++) {
      const review = await request(`Attempt ${attempt}`);
      const before = scene.model.completions.length;
      const { early, late } = await change((act) => pressAtOnce(scene.desk, 'Approve and send', act));
      if (late === 0 && early > 0) {
        await denyAll();
        expect((await server.outcome(review.ask)).error?.code).toBe(-1);
        expect(scene.model.completions.length).toBe(before);
        return;
      }
      await tidy(scene);
    }
    throw new Error('Every press came later than the guard lasts: this machine is too busy for this test.');
  }

  it('by a press within 500 ms of a change of the model', () =>
    tooEarly(async (press) => {
      const model = await scene.desk.model();
      return press(() => model.selectOption({ label: 'stand-in-2' }));
    }));

  it('by a press within 500 ms of an edit', () =>
    tooEarly(async (press) => {
      const { desk } = scene;
      await desk.press('Edit message 1');
      const editor = (await desk.frame()).getByLabel('Text of message 1', { exact: true });
      return press(() => editor.fill('Another text.'));
    }));

  it('by a press within 500 ms of going to another review', () =>
    tooEarly(async (press) => {
      const { desk } = scene;
      await server.ask({ text: 'The other one' });
      const other = (await desk.frame()).getByRole('button', { name: /^The other one/ });
      await other.waitFor();
      await desk.ready();
      return press(() => other.click());
    }));

  it('by a press where the button is going to be, when a request comes under the pointer', () =>
    tooEarly(async () => {
      const { desk } = scene;
      const place = await placeOf(desk, 'Approve and send');
      await denyAll();
      await desk.says('This review is over');
      return pressAtOnce(
        desk,
        'Approve and send',
        async () => {
          await server.ask({ text: 'Surprise' });
          await desk.says('Surprise', 'Messages');
        },
        place,
      );
    }));

  it('by an approval after the request was taken back', async () => {
    const { desk, model } = scene;
    const { id, hash, ask } = await request();
    const before = model.completions.length;
    await server.cancel(ask, 'too late');
    await desk.says('This review is over');
    // First because it has just changed, and then for good.
    await until('a closed request', async () =>
      (await refused({ type: 'approve', id, hash })).includes('This request is closed.') ? true : undefined,
    );
    expect(await refused({ type: 'regenerate', id, hash })).toContain('This request is closed.');
    expect(model.completions.length).toBe(before);
  });

  it('by many presses, or many messages: one approval is one call', async () => {
    const { desk, model } = scene;
    const before = model.completions.length;
    model.respondWith(says('Once.'), says('Twice!'));
    const first = await request();
    await (await desk.button('Approve and send')).dblclick();
    await desk.says('Once.', 'Answer');
    await desk.release();
    expect((await server.outcome(first.ask)).result?.content.text).toBe('Once.');
    expect(model.completions.length).toBe(before + 1);

    const second = await request('Another');
    const approve = { type: 'approve', id: second.id, hash: second.hash };
    await postAs(desk, approve, approve, approve);
    await desk.says('Twice!', 'Answer');
    await desk.release();
    expect((await server.outcome(second.ask)).result?.content.text).toBe('Twice!');
    expect(model.completions.length).toBe(before + 2);
  });

  it('by a key that was meant for another editor, or by a desk beside it that nobody looks at', () =>
    withoutCall(async ({ id, hash }) => {
      const { desk, workbench } = scene;
      // A text that nothing can be typed into.
      await workbench.commandPalette('Countersign: Open Ledger');
      const editor = workbench.page.locator('.part.editor .monaco-editor').first();
      const click = async (): Promise<void> => {
        await editor.click();
        await workbench.page.locator('.part.editor .monaco-editor.focused').waitFor();
      };
      await click();
      await workbench.page.keyboard.press('Control+Enter');
      // Now both are on screen, and the text has the focus.
      await workbench.commandPalette('View: Move Editor into Right Group');
      await desk.show();
      await desk.ready();
      await click();
      await workbench.page.keyboard.press('Control+Enter');
      expect(await refused({ type: 'approve', id, hash })).toContain('does not have the focus');
    }));

  it('while sampling is paused, also for what waits already', async () => {
    const { desk, workbench } = scene;
    await withoutCall(async ({ id, hash }) => {
      await workbench.commandPalette('Countersign: Pause All Sampling');
      await desk.says('Sampling is paused.');
      const place = await placeOf(desk, 'Approve and send');
      await workbench.page.mouse.click(place.x, place.y);
      await workbench.page.keyboard.press('Control+Enter');
      expect(await refused({ type: 'approve', id, hash })).toContain('Sampling is paused.');
      expect((await server.outcome(await server.ask({ text: 'Now?' }))).error?.message).toContain('paused');
    });
    await desk.press('Resume sampling');
  });

  it('by a panel of another extension that calls itself the desk, and there is nothing that it could import', () =>
    withoutCall(async ({ id, hash }) => {
      const { workbench } = scene;
      const messages = [{ type: 'ready' }, { type: 'rendered', id, hash, revision: 0 }, { type: 'approve', id, hash }];
      const panel = await forger.run(workbench, { kind: 'panel', viewType: 'countersign.desk', messages, ms: 1500 });
      expect(panel['heard']).toBeGreaterThanOrEqual(messages.length);
      expect(await forger.run(workbench, { kind: 'exported' })).toEqual({ exports: 'undefined' });
    }));

  it('left no errors and no violations behind', () => {
    const { workbench } = scene;
    expect(workbench.consoleErrors).toEqual([]);
    expect(workbench.cspViolations).toEqual([]);
    const complaints = extensionLog(workbench).match(/in the page: .*/g);
    // What a script of the page had said to the page in the name of the extension.
    expect(complaints).toEqual([expect.stringContaining('Message not understood: type')]);
  });
});
