import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../../core/text/l10n.ts';
import { button } from '../../ui/button.ts';
import { shortcutGroups } from '../shortcuts.ts';

function dialogIn(root: ParentNode): HTMLDialogElement | null {
  return root.querySelector<HTMLDialogElement>('#shortcuts');
}

/** True while the overview lies over the desk. */
export function overviewIsOpen(root: ParentNode): boolean {
  return dialogIn(root)?.open === true;
}

/** Opens the overview; the browser keeps the focus in it and puts it back afterwards. */
export function showOverview(root: ParentNode): void {
  const dialog = dialogIn(root);
  if (dialog !== null && !dialog.open) {
    dialog.showModal();
  }
}

/** The way to the overview for those who do not know its key. */
export function overviewButton(): TemplateResult {
  return button({
    label: t('Shortcuts'),
    kind: 'link',
    icon: 'keyboard',
    shortcut: { label: '?', aria: 'Shift+?' },
    onClick: () => showOverview(document),
  });
}

/** What every key of the desk does. */
export function overview(mac: boolean): TemplateResult {
  return html`<dialog id="shortcuts" aria-labelledby="shortcuts-title">
    <div class="part-head">
      <h2 id="shortcuts-title">${t('Keyboard shortcuts')}</h2>
      ${button({ label: t('Close'), onClick: () => dialogIn(document)?.close() })}
    </div>
    <div class="shortcut-groups" tabindex="0" role="group" aria-labelledby="shortcuts-title">
      ${shortcutGroups(mac).map(
        ({ title, rows }) => html`<section>
          <h3>${title}</h3>
          <dl>
            ${rows.map(({ keys, does }) => html`<div><dt>${keys.split(', ').map((key, at) => html`${at === 0 ? nothing : ', '}<kbd>${key}</kbd>`)}</dt><dd>${does}</dd></div>`)}
          </dl>
        </section>`,
      )}
    </div>
  </dialog>`;
}
