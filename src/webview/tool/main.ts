import '../ui/jitless.ts';
import '../ui/l10n.ts';
import { toToolSchema, type FromTool, type ToTool } from '../../shared/tool.ts';
import { connectHost } from '../ui/host.ts';
import { Panel } from './panel.ts';

const root = document.getElementById('app');
if (root === null) {
  throw new Error('The page has no #app to draw the panel into.');
}
new Panel(connectHost<ToTool, FromTool>(toToolSchema), root).start();
