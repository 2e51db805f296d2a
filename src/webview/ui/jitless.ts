import * as z from 'zod/mini';

/**
 * Must be imported before any schema: zod decides while a schema is built whether to compile it, and the probe for that
 * (`new Function`) is a violation of the webview's content security policy.
 */
z.config({ jitless: true });
