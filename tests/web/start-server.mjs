/** Serves the built site under a sub-path while the browser tests run; its address is in REGARD_SITE. REGARD_DIST names another built site. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serve } from '../../web/scripts/serve.mjs';

const kBase = '/a/b/';

export default async function start() {
  const root = process.env.REGARD_DIST ?? fileURLToPath(new URL('../../web/dist', import.meta.url));
  if (!existsSync(`${root}/index.html`)) throw new Error('web/dist is not built: ./run build makes it.');
  const { url, close } = await serve({ root, base: kBase, port: 8700 });
  process.env.REGARD_SITE = url;
  return close;
}
