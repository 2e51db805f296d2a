import type { Locator } from 'playwright-core';
import { until } from '../support/poll.ts';
import type { Workbench } from '../support/workbench.ts';
import { WebviewPage, type Wanted } from './webviewPage.ts';

/** The review desk. */
export class Desk extends WebviewPage {
  constructor(workbench: Workbench) {
    super(workbench, 'Review Desk');
  }

  /** Opens it by its command, or brings it to the front. */
  async open(): Promise<void> {
    await this.workbench.commandPalette('Countersign: Open Review Desk');
    await this.frame();
  }

  /** Waits until a request of a server is on the desk and can be approved. Nothing opens the desk here: it opens by itself. */
  async request(server: string): Promise<void> {
    await this.asks(server);
    await this.ready();
  }

  /** Waits until a request of a server is shown. */
  async asks(server: string): Promise<void> {
    const frame = await this.frame();
    await frame.getByRole('heading', { level: 1, name: `${server} asks for a completion`, exact: true }).waitFor();
  }

  /** Waits until a server asks for something else than a completion, and it can be answered. */
  async wants(server: string, what: 'asks you to fill in a form' | 'asks you to open a web page'): Promise<void> {
    const frame = await this.frame();
    await frame.getByRole('heading', { level: 1, name: `${server} ${what}`, exact: true }).waitFor();
    await this.#takes(what.endsWith('form') ? 'Submit' : 'Open in browser');
  }

  /** Waits until so many requests of a server are shown as one batch. */
  async batch(server: string, size: number): Promise<void> {
    const name = `${server} asks for ${size} similar completions`;
    await (await this.frame()).getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  /** Presses a button about a whole batch, when it takes a press. */
  async approveAll(name: string): Promise<void> {
    await this.#takes(name);
    await this.press(name);
  }

  async check(name: string): Promise<void> {
    await (await this.frame()).getByRole('checkbox', { name, exact: true }).check();
  }

  /** Waits until *Approve and send* takes a press. */
  async ready(): Promise<void> {
    await this.#takes('Approve and send');
  }

  /** Waits until *Return to server* takes a press. */
  async releasable(): Promise<void> {
    await this.#takes('Return to server');
  }

  async #takes(name: string): Promise<void> {
    const button = await this.button(name);
    await until(`a button “${name}” that can be pressed`, async () =>
      (await button.isVisible()) && (await button.getAttribute('aria-disabled')) !== 'true' ? true : undefined,
    );
  }

  /** Presses *Approve and send* once, when it takes a press. */
  async approve(): Promise<void> {
    await this.ready();
    await this.press('Approve and send');
  }

  /** Waits for the answer and gives it to the server as it is. */
  async release(): Promise<void> {
    await this.answered();
    await this.press('Return to server');
  }

  /** Waits until an answer waits for the person. */
  async answered(): Promise<void> {
    await (await this.button('Return to server')).waitFor();
  }

  /** Answers by hand, up to the release. */
  async answerByHand(text: string): Promise<void> {
    await this.press('Answer by hand');
    await this.fill('Your answer', text);
    await this.press('Use this answer');
  }

  async deny(reason?: string): Promise<void> {
    await this.press('Deny');
    if (reason !== undefined) {
      await this.fill('Reason for the server (optional)', reason);
    }
    await this.press('Deny request');
  }

  /** Edits a text of the request: *system prompt*, *message 1*. Leaves the editor, as a person does who has finished. */
  async edit(about: string, text: string): Promise<void> {
    await this.press(`Edit ${about}`);
    await this.fill(`Text of ${about}`, text);
    await this.press(`Done ${about}`);
  }

  async model(): Promise<Locator> {
    return (await this.frame()).getByRole('combobox', { name: 'Model', exact: true });
  }

  /** The model that the request would go to, as the person reads it. */
  async modelName(): Promise<string> {
    const text = await (await this.model()).locator('option:checked').textContent();
    return text?.trim() ?? '';
  }

  /** Chooses a model and waits until the request is made for it. */
  async choose(model: string): Promise<void> {
    await (await this.model()).selectOption({ label: model });
    await this.says('You chose this model.', 'What leaves this machine');
    // That may have been so before; this is what would be sent now.
    await this.says(`/${model} `, 'What leaves this machine');
  }

  /** Waits until the review is over and says how it ended. */
  async closed(message: Wanted): Promise<void> {
    await this.says('This review is over.', 'Decision');
    await this.says(message);
  }

  /** Waits for the sentence about a failed try. */
  async failed(message: Wanted): Promise<void> {
    await this.says(message, 'Failure');
  }
}
