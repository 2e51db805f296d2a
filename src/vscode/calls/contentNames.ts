/** The extension of a file with this content, so that an editor chooses its language or preview. */
const byType: Readonly<Record<string, string>> = {
  'text/plain': 'txt',
  'text/markdown': 'md',
  'text/html': 'html',
  'text/css': 'css',
  'text/csv': 'csv',
  'text/xml': 'xml',
  'text/calendar': 'ics',
  'text/javascript': 'js',
  'text/jsx': 'jsx',
  'text/tsx': 'tsx',
  'text/typescript': 'ts',
  'text/x-typescript': 'ts',
  'text/yaml': 'yaml',
  'text/x-yaml': 'yaml',
  'text/toml': 'toml',
  'text/x-toml': 'toml',
  'text/x-python': 'py',
  'text/x-script.python': 'py',
  'text/x-c': 'c',
  'text/x-csrc': 'c',
  'text/x-c++src': 'cpp',
  'text/x-c++': 'cpp',
  'text/x-csharp': 'cs',
  'text/x-diff': 'diff',
  'text/x-patch': 'diff',
  'text/x-dockerfile': 'dockerfile',
  'text/x-go': 'go',
  'text/x-java': 'java',
  'text/x-java-source': 'java',
  'text/x-kotlin': 'kt',
  'text/x-less': 'less',
  'text/x-log': 'log',
  'text/x-lua': 'lua',
  'text/x-markdown': 'md',
  'text/x-perl': 'pl',
  'text/x-php': 'php',
  'text/x-r': 'r',
  'text/x-ruby': 'rb',
  'text/x-rust': 'rs',
  'text/rust': 'rs',
  'text/x-scala': 'scala',
  'text/x-scss': 'scss',
  'text/x-sh': 'sh',
  'text/x-shellscript': 'sh',
  'text/x-sql': 'sql',
  'text/x-swift': 'swift',
  'text/x-vue': 'vue',
  'application/json': 'json',
  'application/jsonl': 'jsonl',
  'application/x-ndjson': 'jsonl',
  'application/typescript': 'ts',
  'application/x-typescript': 'ts',
  'application/toml': 'toml',
  'application/x-python': 'py',
  'application/x-sh': 'sh',
  'application/x-httpd-php': 'php',
  'application/graphql': 'graphql',
  'application/rtf': 'rtf',
  'application/gzip': 'gz',
  'application/x-tar': 'tar',
  'application/xml': 'xml',
  'application/javascript': 'js',
  'application/yaml': 'yaml',
  'application/x-yaml': 'yaml',
  'application/sql': 'sql',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/bmp': 'bmp',
  'image/svg+xml': 'svg',
  'image/avif': 'avif',
  'image/x-icon': 'ico',
  'image/tiff': 'tiff',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};

/** The file extension for a media type, without the dot; undefined where the type says nothing. */
export function extensionFor(mimeType: string | undefined): string | undefined {
  const type = mimeType?.split(';')[0]?.trim().toLowerCase();
  if (type === undefined || type === '') return undefined;
  if (Object.hasOwn(byType, type)) return byType[type];
  if (type.endsWith('+json')) return 'json';
  return type.endsWith('+xml') ? 'xml' : undefined;
}

/** A file name for a resource: the last part of its URI, with the extension of its type where it has none that fits. */
export function fileNameFor(uri: string, mimeType: string | undefined, binary: boolean): string {
  const last = lastPart(uri);
  const extension = extensionFor(mimeType) ?? (binary ? 'bin' : 'txt');
  const own = /\.([A-Za-z0-9]{1,8})$/.exec(last)?.[1]?.toLowerCase();
  const known = extensionFor(mimeType);
  return own !== undefined && (known === undefined || own === known || known === 'txt') ? last : `${last}.${extension}`;
}

function lastPart(uri: string): string {
  // The look behind keeps this linear: a run of slashes is tried once, at its beginning.
  const path = uri.replace(/[?#].*$/s, '').replace(/(?<!\/)\/+$/, '');
  const last = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last) || 'resource';
  } catch {
    return last || 'resource';
  }
}

/** One segment of a path that says what it is and leads nowhere. */
export function safeName(name: string): string {
  const plain = name
    .slice(-400)
    .replace(/[\p{C}/\\:*?"<>|]+/gu, '-')
    .replace(/^[.\s-]+|[.\s]+$/g, '')
    .slice(-100);
  return plain === '' ? 'content.txt' : plain;
}
