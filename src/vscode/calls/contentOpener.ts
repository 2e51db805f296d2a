import type { JsonObject } from '../../core/mcp.ts';
import { prettyJson } from '../../core/util/json.ts';
import type { ResultBlock } from '../../shared/tool.ts';
import { resultBlocks } from './callView.ts';
import type { ContentFiles } from './contentFiles.ts';
import { extensionFor } from './contentNames.ts';
import { plural } from '../../core/text/l10n.ts';

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const base64 = (data: string): Uint8Array => Buffer.from(data, 'base64');

/** Opens what servers gave in editors. */
export class ContentOpener {
  readonly #files: ContentFiles;

  constructor(files: ContentFiles) {
    this.#files = files;
  }

  /** The messages of `prompts/get` as one text. */
  async prompt(name: string, result: JsonObject): Promise<void> {
    await this.#files.open(`${name}.txt`, utf8(`${resultText(result)}\n`));
  }

  /** A whole result: its text where it is only text, otherwise its JSON. */
  async result(name: string, result: JsonObject): Promise<void> {
    const blocks = resultBlocks(result);
    const onlyText =
      result['structuredContent'] === undefined && blocks.length > 0 && blocks.every((block) => block.type === 'text');
    if (onlyText) await this.#files.open(`${name}.txt`, utf8(resultText(result)));
    else await this.#files.open(`${name}.json`, utf8(`${prettyJson(result)}\n`));
  }

  /** One block of a result. */
  async block(name: string, index: number, result: JsonObject): Promise<void> {
    const block = resultBlocks(result)[index];
    if (!block) return;
    const label = `${name}-${index + 1}`;
    if (block.type === 'text') await this.#files.open(`${label}.txt`, utf8(block.text));
    else if (block.type === 'image' || block.type === 'audio') {
      await this.#files.open(`${label}.${extensionFor(block.mimeType) ?? 'bin'}`, base64(block.data));
    } else if (block.type === 'other') await this.#files.open(`${label}.json`, utf8(`${block.json}\n`));
  }
}

/** The resource of a block as the server sent it: the view keeps only the size of a blob. */
export function rawResource(result: JsonObject, index: number): unknown {
  const list: unknown = result['contents'] ?? result['content'];
  const entry: unknown = Array.isArray(list) ? list[index] : undefined;
  return result['contents'] ? entry : (entry as { resource?: unknown } | undefined)?.resource;
}

/** A result as text, for the clipboard. */
export function resultText(result: JsonObject): string {
  const blocks = resultBlocks(result);
  if (blocks.length === 0) return prettyJson(result['structuredContent'] ?? result);
  return blocks.map(blockText).join('\n\n');
}

function blockText(block: ResultBlock): string {
  const words = bareText(block);
  return block.role === undefined ? words : `──── ${block.role} ────\n${words}`;
}

function bareText(block: ResultBlock): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'image':
    case 'audio':
      return `[${plural(block.bytes, '{1}, {2}, {0} byte', '{1}, {2}, {0} bytes', block.type, block.mimeType)}]`;
    case 'resourceLink':
      return block.uri;
    case 'resource':
      return block.text ?? `[${plural(block.bytes ?? 0, '{1}, {0} byte', '{1}, {0} bytes', block.uri)}]`;
    case 'other':
      return block.json;
  }
}
