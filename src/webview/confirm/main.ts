import '../ui/jitless.ts';
import '../ui/l10n.ts';
import { type FromConfirm, type ToConfirm, toConfirmSchema } from '../../shared/confirm.ts';
import { connectHost } from '../ui/host.ts';
import { ConfirmPage } from './page.ts';

const root = document.getElementById('app');
if (root === null) {
  throw new Error('The page has no #app to draw into.');
}
new ConfirmPage(connectHost<ToConfirm, FromConfirm>(toConfirmSchema), root).start();
