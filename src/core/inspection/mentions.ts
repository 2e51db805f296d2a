import { matches } from './subject.ts';

/** What a text names that lies outside of it. */
export interface Mentions {
  /** Web addresses and others with a scheme, each once, in the order of their place. */
  readonly urls: readonly string[];
  /** Paths and names of files, each once. */
  readonly files: readonly string[];
  /** What was found beyond the bound. */
  readonly more: number;
}

const URL_LIKE =
  /(?<![A-Za-z0-9])(?:https?|wss?|ftps?|sftp|ssh|git|file|s3|gs|data|mailto|jdbc|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?|amqps?):(?:\\?\/){0,2}[^\s"'`<>()[\]{}|\\^]{3,2000}|(?<![\w.@-])www\.[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}(?:\/[^\s"'`<>()]{0,1000})?/gi;

/** Endings of names that are those of files; what only looks so (`e.g`, `1.2`) has none of them. */
const ENDINGS =
  'ts|tsx|mts|cts|js|jsx|mjs|cjs|json|jsonc|jsonl|md|mdx|txt|log|csv|tsv|xml|html?|css|scss|less|yaml|yml|toml|ini|cfg|conf|env|properties|lock|' +
  'py|ipynb|rb|go|rs|java|kt|kts|scala|swift|c|cc|cpp|cxx|h|hh|hpp|cs|fs|vb|php|pl|sh|bash|zsh|fish|ps1|bat|cmd|sql|db|sqlite3?|graphql|proto|' +
  'pdf|docx?|xlsx?|pptx?|odt|ods|rtf|png|jpe?g|gif|svg|webp|ico|bmp|mp3|mp4|mov|wav|zip|tar|gz|tgz|7z|rar|jar|war|exe|dll|so|dylib|bin|iso|dmg|' +
  'pem|key|crt|cer|p12|pfx|jks|kdbx|ppk|gpg|asc|vsix|wasm|tf|tfvars|tfstate|gradle|dockerfile|patch|diff|bak|tmp|eml|ics|parquet';

const PATHS: readonly RegExp[] = [
  // Absolute, of a home, or relative with dots, on Unix.
  /(?<![\w/:.~@%$<\\-])(?:~|\.{1,2}|\$HOME|\$\{[\w:]{1,40}\})?\/(?:[\w.@+~%-]{1,120}\/){1,30}[\w.@+~%-]{0,120}/g,
  /(?<![\w/:.~@%$<\\-])(?:~|\.{1,2})\/[\w.@+~%-]{1,120}/g,
  // Of Windows, and of its network.
  /(?<![A-Za-z0-9])[A-Za-z]:(?:\\{1,2}[^\\/:*?"<>|\r\n\s]{1,120}){1,30}/g,
  /(?<![\\\w])\\\\[\w.-]{1,60}(?:\\[\w.$ -]{1,60}){1,20}(?=[\s"'\\]|$)/g,
  // Relative, or a name alone, with the ending of a file.
  new RegExp(
    `(?<![\\w/\\\\:.~@%$<+-])(?:[\\w.@+-]{1,80}[/\\\\]){0,20}[\\w.@+-]{0,80}\\.(?:${ENDINGS})(?![\\w-]|\\.\\w)`,
    'gi',
  ),
  /(?<![\w/\\:.~@%$<-])(?:Dockerfile|Makefile|Jenkinsfile|Procfile|Gemfile|\.(?:env|npmrc|netrc|gitignore|gitconfig|bashrc|zshrc|ssh|aws|kube|pgpass|git-credentials)(?:\.\w{1,20})?|id_(?:rsa|ed25519|ecdsa))(?![\w-])/g,
];

interface Found {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

function find(pattern: RegExp, text: string): Found[] {
  return Array.from(matches(pattern, text), ({ 0: whole, index }) => {
    const trimmed = whole.replace(/[.,;:!?'"*]+$/, '');
    return { at: index, end: index + trimmed.length, text: trimmed };
  });
}

function unique(found: readonly Found[], most: number): { readonly kept: string[]; readonly more: number } {
  const all = new Set([...found].sort((a, b) => a.at - b.at).map(({ text }) => text));
  return { kept: [...all].slice(0, most), more: Math.max(0, all.size - most) };
}

/** True for each place that is within one of some ranges, which do not overlap. */
function within(ranges: readonly Found[]): (at: number) => boolean {
  const sorted = [...ranges].sort((a, b) => a.at - b.at);
  return (at) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return (sorted[low - 1]?.end ?? 0) > at;
  };
}

/** The addresses, paths and files that a text names, at most so many of each. Pure and linear. */
export function findMentions(text: string, most = 50): Mentions {
  const urls = find(URL_LIKE, text);
  const inUrl = within(urls);
  let paths: Found[] = [];
  for (const pattern of PATHS) {
    const inPath = within(paths);
    // More than an argument list may hold.
    paths = paths.concat(
      find(pattern, text).filter((path) => path.text.length > 2 && !inUrl(path.at) && !inPath(path.at)),
    );
  }
  const addresses = unique(urls, most);
  const files = unique(
    paths.filter(({ text: path }) => !/^\/\/|^\/[\d/.]+$/.test(path)),
    most,
  );
  return { urls: addresses.kept, files: files.kept, more: addresses.more + files.more };
}
