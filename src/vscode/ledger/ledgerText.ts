import type { LedgerEntry } from '../../core/ledger/entry.ts';
import { displayText } from '../../core/text/display.ts';

/** What is shown of the ledger, in UTF-16 units: an editor gets slow with more. The files have all of it. */
const LONGEST = 4_000_000;
/** A longer entry, such as a request of very many parts, is named here and stands in the file. */
const LONGEST_ENTRY = 400_000;
/** A longer text inside an entry, such as an image, is shortened here and says so. */
const LONGEST_VALUE = 20_000;

/** The ledger for a person: newest first, a line that says what happened before each entry, and the entry itself as JSON. */
export function ledgerText(entries: readonly LedgerEntry[], problems: readonly string[], folder: string): string {
  const head = [
    '// The ledger of Countersign, newest first: what servers asked, what you decided, what left this machine and what came back.',
    `// It is kept in ${displayText(folder, 1000)}, one file for each window and day, and never leaves this machine by itself.`,
    '// Keys are redacted. Long texts are shortened here, not in the files.',
    ...problems.map((problem) => `// Not readable: ${displayText(problem, 400)}`),
  ];
  const parts: string[] = [];
  let length = 0;
  for (const entry of entries) {
    const json = entryJson(entry);
    if (length + json.length > LONGEST) break;
    length += json.length;
    parts.push(`  // ${headline(entry)}\n${json.replace(/^/gm, '  ')}`);
  }
  const left = entries.length - parts.length;
  const more = left > 0 ? `\n  // ${left} older entries are in the files.` : '';
  const body = entries.length === 0 ? '  // Nothing has happened yet.' : parts.join(',\n\n') + more;
  return `${head.join('\n')}\n[\n${body}\n]\n`;
}

function entryJson(entry: LedgerEntry): string {
  const json = JSON.stringify(entry, shortened, 2);
  if (json.length <= LONGEST_ENTRY) return json;
  const { kind, v, time, window, seq, server } = entry;
  const review = 'review' in entry ? entry.review : undefined;
  const left = `${json.length} characters, whole in the file`;
  return JSON.stringify({ kind, v, time, window, seq, server, review, shortened: left }, undefined, 2);
}

function shortened(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= LONGEST_VALUE) return value;
  return `${value.slice(0, LONGEST_VALUE)}… (${value.length} characters, whole in the file)`;
}

function headline(entry: LedgerEntry): string {
  const time = new Date(entry.time).toISOString().replace('T', ' ').replace('Z', ' UTC');
  return `${time}  ${displayText(entry.server.name, 60)}: ${what(entry)}`;
}

function what(entry: LedgerEntry): string {
  switch (entry.kind) {
    case 'call':
      return `you ${entry.resumed ? 'resumed' : 'called'} ${displayText(entry.name, 120)} (${entry.method})`;
    case 'request':
      return entry.server.own ? 'you asked for a completion' : 'the server asked for a completion';
    case 'elicitation':
      return entry.mode === 'form' ? 'the server asked you to fill in a form' : 'the server asked you to open a page';
    case 'elicited': {
      const actions = {
        open: 'you let the page be opened in your browser',
        accept: entry.fields
          ? `you submitted the form (${count(entry.fields.length)})`
          : 'the server was told of your consent',
        decline: 'you declined',
        cancel: 'you cancelled without a decision',
      };
      return actions[entry.action];
    }
    case 'roots':
      return `the server was told ${entry.roots.length === 1 ? 'one root' : `${entry.roots.length} roots`}`;
    case 'verdict':
      return verdictWords(entry);
    case 'outgoing':
      return `sent to ${displayText(entry.model.ref, 120)} at ${displayText(entry.model.host, 120)}`;
    case 'completion':
      return entry.byHand
        ? 'your own answer'
        : `${displayText(entry.model, 120)} answered${entry.stopped ? ', stopped by you' : ''}`;
    case 'failure':
      return `the model gave no answer: ${displayText(entry.message, 200)}`;
    case 'release':
      return releaseWords(entry);
    case 'pin': {
      const name =
        entry.what === 'instructions' ? 'its instructions' : `the ${entry.what} ${displayText(entry.name, 120)}`;
      return `you ${entry.decision === 'accepted' ? 'accepted' : 'did not accept'} a change of ${name}`;
    }
    case 'refusal': {
      const many = entry.count === undefined ? 'refused' : `${entry.count} requests refused`;
      return `${many}: ${displayText(entry.message, 200)}`;
    }
  }
}

type Of<K extends LedgerEntry['kind']> = Extract<LedgerEntry, { kind: K }>;

/** Never says of a request that the person approved it where it only passed by an earlier approval. */
function verdictWords({ verdict, edited, batch, hashes, rest }: Of<'verdict'>): string {
  if (rest !== undefined && rest.granted === undefined)
    return 'passed unasked, by your approval of the rest of its call';
  const verdicts = { approve: 'you approved', answerByHand: 'you answered by hand', deny: 'you denied' };
  return [
    verdicts[verdict],
    hashes === undefined ? '' : ` it for ${hashes.length} models`,
    edited ? ', after an edit' : '',
    batch === undefined ? '' : `, with the others of a batch of ${batch.size}`,
    rest === undefined ? '' : ', and the rest of its call',
  ].join('');
}

function releaseWords({ server, action, by, batch }: Of<'release'>): string {
  if (server.own) return action === 'reject' ? 'you discarded the answer' : 'you kept the answer; no server got it';
  if (action === 'reject') return 'the answer was rejected';
  const unseen = {
    person: '',
    unflagged: ', unseen: nothing was found in it',
    never: ', unseen, as your settings say',
  };
  return [
    'returned to the server',
    action === 'returnEdited' ? ', edited' : '',
    by === undefined ? '' : unseen[by],
    batch === undefined ? '' : `, with the others of a batch of ${batch.size}`,
  ].join('');
}

function count(fields: number): string {
  return fields === 1 ? 'one field' : `${fields} fields`;
}
