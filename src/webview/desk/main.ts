import '../ui/jitless.ts';
import '../ui/l10n.ts';
import { toDeskSchema, type FromDesk, type ToDesk } from '../../shared/desk.ts';
import { connectHost } from '../ui/host.ts';
import { Desk } from './desk.ts';

const root = document.getElementById('app');
if (root === null) {
  throw new Error('The page has no #app to draw the desk into.');
}
new Desk(connectHost<ToDesk, FromDesk>(toDeskSchema), root).start();
