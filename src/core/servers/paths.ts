/** Paths as text. The core has no file system and has to judge Windows paths on any machine, so it brings these few rules. */
export interface PathStyle {
  readonly separator: '/' | '\\';
}

/** `/x`, and on Windows also `C:\x`, `C:/x` and `\\server\share`. */
export function isAbsolutePath(path: string, style: PathStyle): boolean {
  if (path.startsWith('/')) return true;
  return style.separator === '\\' && (/^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\'));
}

/** True for text that names a file by where it is: `./x`, `../x`, `bin/x`, and `bin\x` on Windows. */
export function hasSeparator(path: string, style: PathStyle): boolean {
  return path.includes('/') || (style.separator === '\\' && path.includes('\\'));
}

/** Joins a relative path to a base and takes out `.` and `..`; an absolute one stays as it is. */
export function resolvePath(base: string, path: string, style: PathStyle): string {
  if (isAbsolutePath(path, style)) return path;
  const splitter = style.separator === '\\' ? /[\\/]+/ : /\/+/;
  const root = style.separator === '\\' ? (/^(?:[A-Za-z]:[\\/]|\\\\|[\\/])/.exec(base)?.[0] ?? '') : '/';
  const parts: string[] = [];
  for (const part of [...base.slice(root.length).split(splitter), ...path.split(splitter)]) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return root + parts.join(style.separator);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return (
    path
      .replace(/(?<![\\/])[\\/]+$/, '')
      .split(/[\\/]/)
      .at(-1) ?? ''
  );
}
