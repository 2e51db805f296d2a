import '../ui/jitless.ts';
import '../ui/l10n.ts';
import { type FromServer, type ToServer, toServerSchema } from '../../shared/server.ts';
import { connectHost } from '../ui/host.ts';
import { ServerApp } from './app.ts';

const root = document.getElementById('app');
if (root === null) {
  throw new Error('The page has no #app to draw into.');
}
new ServerApp(connectHost<ToServer, FromServer>(toServerSchema), root).start();
