import type { DeskState, ElicitationView, ToDesk } from '../../../src/shared/desk.ts';
import { findHidden } from '../../../src/core/text/hidden.ts';
import { state, status, summary } from './reviews.ts';

/** Every kind of field that the specification has, with defaults where it may have some. */
export const everyKind = {
  type: 'object',
  properties: {
    name: { type: 'string', title: 'Full name', description: 'As on your badge', minLength: 2, maxLength: 40 },
    email: { type: 'string', title: 'E-mail', format: 'email', default: 'ada@example.com' },
    site: { type: 'string', format: 'uri' },
    from: { type: 'string', title: 'From', format: 'date' },
    at: { type: 'string', title: 'Reminder', format: 'date-time' },
    code: { type: 'string', title: 'Room', pattern: '^[A-Z]\\d+$' },
    seats: { type: 'integer', title: 'Seats', minimum: 1, maximum: 12, default: 4 },
    budget: { type: 'number', title: 'Budget', minimum: 0 },
    lunch: { type: 'boolean', title: 'With lunch', default: true },
    quiet: { type: 'boolean', title: 'Quiet room' },
    size: {
      type: 'string',
      title: 'Size',
      enum: ['s', 'm', 'l'],
      enumNames: ['Small', 'Medium', 'Large'],
      default: 'm',
    },
    colour: {
      type: 'string',
      title: 'Colour',
      oneOf: [
        { const: '#f00', title: 'Red' },
        { const: '#0f0', title: 'Green' },
      ],
    },
    days: {
      type: 'array',
      title: 'Days',
      minItems: 1,
      maxItems: 2,
      items: { type: 'string', enum: ['Mon', 'Tue', 'Wed'] },
      default: ['Mon'],
    },
    extras: {
      type: 'array',
      title: 'Extras',
      items: {
        anyOf: [
          { const: 'tv', title: 'Screen' },
          { const: 'wb', title: 'Whiteboard' },
        ],
      },
    },
  },
  required: ['name', 'colour', 'lunch'],
} as const;

export function ask(change: Partial<ElicitationView> = {}): ElicitationView {
  const { server, cause, receivedAt } = status();
  const message = 'Which room do you need?\nThe booking is made at once.';
  return {
    id: 'r1',
    hash: 'r1',
    phase: 'pending',
    server,
    cause,
    receivedAt,
    message: { text: message, hidden: findHidden(message) },
    mode: 'form',
    form: { schema: JSON.stringify(everyKind), secrets: [] },
    errors: [],
    opened: false,
    completed: false,
    ...change,
  };
}

export function formOf(schema: object, secrets: string[] = []): ElicitationView {
  return ask({ form: { schema: JSON.stringify(schema), secrets } });
}

export function pageAsk(change: Partial<ElicitationView> = {}): ElicitationView {
  const { form: _form, ...rest } = ask();
  const text = 'Sign in to your archive, so that the report can be stored there.';
  return {
    ...rest,
    mode: 'url',
    message: { text, hidden: [] },
    page: { before: 'https://', host: 'archive.example.com', after: '/connect?session=a%2Fb&next=1', warnings: [] },
    ...change,
  };
}

/** Takes the hash away, as of a request that is over. */
export function over(from: ElicitationView, change: Partial<ElicitationView>): ElicitationView {
  const { hash: _hash, ...rest } = from;
  return { ...rest, phase: 'closed', ...change };
}

export function askSnapshot(elicitation: ElicitationView = ask(), change: Partial<DeskState> = {}): ToDesk {
  const { id, phase, mode } = elicitation;
  const label = elicitation.message.text.split('\n')[0] ?? '';
  const reviews = [summary({ id, kind: mode, label, phase })];
  return { type: 'snapshot', state: state({ reviews, ...change }), elicitation };
}

/** A form that cannot be shown. */
function withoutForm(change: Partial<ElicitationView>): ElicitationView {
  const { form: _form, ...rest } = ask(change);
  return rest;
}

const round = { key: 'who', index: 2, size: 3, decided: 1 };

/** Every state in which an elicitation can stand. */
export const askStates: Record<string, ToDesk[]> = {
  'ask-form': [askSnapshot()],
  'ask-form-errors': [
    askSnapshot(
      ask({
        round,
        errors: [
          { path: '/email', message: 'Must match format "email".' },
          { path: '/seats', message: 'Must be <= 12.' },
        ],
      }),
    ),
  ],
  'ask-form-secret': [
    askSnapshot(formOf({ type: 'object', properties: { apiKey: { type: 'string', title: 'API key' } } }, ['API key'])),
  ],
  'ask-form-empty': [askSnapshot(formOf({ type: 'object', properties: {} }))],
  'ask-form-invalid': [
    askSnapshot(
      withoutForm({
        problem: 'This form is outside the specification: the field “home” is an object with fields of its own.',
      }),
    ),
  ],
  'ask-form-decided': [askSnapshot(ask({ round, phase: 'decided', action: 'accept' }))],
  'ask-page': [askSnapshot(pageAsk())],
  'ask-page-warned': [
    askSnapshot(
      pageAsk({
        notice: 'The page was not opened. You can try again.',
        page: {
          before: 'http://',
          host: 'xn--pple-43d.example',
          after: ':8080/',
          unicode: 'аpple.example',
          warnings: [
            'The host mixes letters of different scripts (Latin and Cyrillic), as hosts that imitate others do.',
            'The connection is not encrypted (http): others can read and change what you see and enter there.',
          ],
        },
      }),
    ),
  ],
  'ask-page-opened': [askSnapshot(pageAsk({ phase: 'answered', opened: true }))],
  'ask-page-complete': [
    askSnapshot(
      over(pageAsk(), {
        opened: true,
        completed: true,
        action: 'accept',
        closed: { how: 'returned', message: 'You opened the page, and the server was told.' },
      }),
    ),
  ],
  'ask-declined': [
    askSnapshot(
      over(ask(), {
        action: 'decline',
        closed: { how: 'returned', message: 'You declined, and the server was told.' },
      }),
    ),
  ],
  'ask-cancelled': [
    askSnapshot(over(ask(), { closed: { how: 'cancelled', message: 'The server cancelled its request.' } })),
  ],
};
