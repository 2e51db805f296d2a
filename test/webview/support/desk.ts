import type { Locator } from 'playwright-core';
import type { FromDesk, ToDesk } from '../../../src/shared/desk.ts';
import type { OpenOptions } from './page.ts';
import { panelBench, type PanelBench } from './panel.ts';

/** What the desk posted, by its type. */
export type Posted<T extends FromDesk['type']> = Extract<FromDesk, { type: T }>;

/** The desk in the browser, for the tests of one file. */
export interface DeskBench {
  /** The one that was opened last. */
  readonly desk: PanelBench<ToDesk>;
  readonly open: (options?: OpenOptions, ...messages: ToDesk[]) => Promise<void>;
  /** Shows a review and waits until it may be decided on. */
  readonly openReady: (...messages: ToDesk[]) => Promise<void>;
  readonly ready: () => Promise<void>;
  readonly button: (name: string | RegExp, exact?: boolean) => Locator;
}

/** See `panelBench`. */
export function deskBench(): DeskBench {
  const desk = panelBench<ToDesk>('desk');
  const ready = (): Promise<void> => desk.page.locator('.bar .button.primary:not(.inert)').waitFor();
  return {
    desk,
    open: desk.open,
    openReady: async (...messages) => {
      await desk.open(undefined, ...messages);
      await ready();
    },
    ready,
    button: desk.button,
  };
}
