import * as z from 'zod/mini';
import type { Json } from '../mcp.ts';
import type { InputDefinition } from '../servers/definition.ts';
import { isObject, lineJson } from '../util/json.ts';
import { issueProblems, kindOf, type SettingsProblem, unknownFields } from './problems.ts';
import { t } from '../text/l10n.ts';

/** What became of a list of inputs. */
export interface ParsedInputs {
  readonly inputs: readonly InputDefinition[];
  readonly problems: readonly SettingsProblem[];
  /** Why an input of an id cannot be used. */
  readonly broken: ReadonlyMap<string, string>;
}

/** No inputs. */
export const noInputs: ParsedInputs = { inputs: [], problems: [], broken: new Map() };

// An instance for each place: what editors show of a field hangs on it.
const text = () => z.string().check(z.minLength(1));
const shared = () => ({ id: text(), description: z.optional(z.string()) });

/** A text that a person types. */
export const promptStringSchema = z.object({
  type: z.literal('promptString'),
  ...shared(),
  default: z.optional(z.string()),
  password: z._default(z.boolean(), false),
});
/** One of several texts. */
export const pickStringSchema = z.object({
  type: z.literal('pickString'),
  ...shared(),
  options: z.array(z.union([z.string(), z.object({ label: z.string(), value: z.string() })])).check(z.minLength(1)),
  default: z.optional(z.string()),
});
/** What a command of VS Code or of another extension answers. */
export const commandInputSchema = z.object({
  type: z.literal('command'),
  ...shared(),
  command: text(),
  args: z.optional(z.unknown()),
});

const schemas = { promptString: promptStringSchema, pickString: pickStringSchema, command: commandInputSchema };
type Kind = keyof typeof schemas;

/**
 * Reads `inputs` in the format of VS Code: `promptString`, `pickString`, and `command` for commands that are not this extension's. A
 * bad one never keeps the others from being used.
 */
export function parseInputs(raw: unknown, base: readonly (string | number)[], subject?: string): ParsedInputs {
  if (raw === undefined || raw === null) return noInputs;
  if (!Array.isArray(raw)) {
    const message = t('“inputs” must be a list, not {0}.', kindOf(raw));
    return { ...noInputs, problems: [{ ...named(subject), path: base, message, severity: 'error' }] };
  }
  const inputs: InputDefinition[] = [];
  const problems: SettingsProblem[] = [];
  const broken = new Map<string, string>();
  raw.forEach((value: unknown, index) => {
    const path = [...base, index];
    const { input, found } = parseInput(value, path, subject);
    problems.push(...found);
    const id = isObject(value) && typeof value['id'] === 'string' ? value['id'] : undefined;
    if (input && inputs.some((other) => other.id === input.id)) {
      const message = t('There is another input “{0}”; the first one is used.', input.id);
      problems.push({ ...named(subject), path: [...path, 'id'], message, severity: 'warning' });
    } else if (input) inputs.push(input);
    else if (id !== undefined) broken.set(id, found.find(({ severity }) => severity === 'error')?.message ?? '');
  });
  for (const { id } of inputs) broken.delete(id);
  return { inputs, problems, broken };
}

function named(subject: string | undefined): { readonly subject?: string } {
  return subject === undefined ? {} : { subject };
}

interface ParsedInput {
  readonly input?: InputDefinition;
  readonly found: readonly SettingsProblem[];
}

function parseInput(value: unknown, path: readonly (string | number)[], subject: string | undefined): ParsedInput {
  const fail = (message: string, ...rest: string[]): ParsedInput => ({
    found: [{ ...named(subject), path: [...path, ...rest], message, severity: 'error' }],
  });
  if (!isObject(value)) return fail(t('An input must be an object, not {0}.', kindOf(value)));
  const type = value['type'];
  if (type !== 'promptString' && type !== 'pickString' && type !== 'command') {
    return fail(
      t('“type” of an input must be “promptString”, “pickString” or “command”.'),
      ...(type === undefined ? [] : ['type']),
    );
  }
  const whose = typeof value['id'] === 'string' ? t('input {0}', value['id']) : (subject ?? t('an input'));
  const unknown = unknownFields(value, Object.keys(schemas[type].shape), path, whose);
  const parsed = z.safeParse(schemas[type], value);
  if (!parsed.success) return { found: [...issueProblems(parsed.error, value, path, whose), ...unknown] };
  const input = inputOf(parsed.data);
  const problem = input.type === 'command' ? commandProblem(input.command, input.args) : undefined;
  return problem === undefined ? { input, found: unknown } : fail(problem, 'command');
}

function inputOf(data: z.infer<(typeof schemas)[Kind]>): InputDefinition {
  const { id, description } = data;
  const common = { id, ...(description !== undefined && { description }) };
  switch (data.type) {
    case 'promptString':
      return {
        type: 'promptString',
        ...common,
        ...(data.default !== undefined && { default: data.default }),
        password: data.password,
      };
    case 'pickString': {
      const options = data.options.map((one) => (typeof one === 'string' ? { label: one, value: one } : one));
      return {
        type: 'pickString',
        ...common,
        options,
        ...(data.default !== undefined && { default: data.default }),
      };
    }
    case 'command':
      return {
        type: 'command',
        ...common,
        command: data.command,
        // It came out of JSON.
        ...(data.args !== undefined && { args: data.args as Json }),
      };
  }
}

/** Of VS Code, and run what a file of the workspace says, also commands: a task, a launch configuration, text in a terminal. */
const RUNNERS = /(?:^|[^\w.-])workbench\.action\.(?:tasks|debug|terminal)\./i;

/**
 * Why a command may not give the value of an input: none of this extension's may, neither by its name nor through a command that runs
 * others. A file of a workspace must not press our buttons.
 */
export function commandProblem(command: string, args: Json | undefined): string | undefined {
  if (namesOurs(command)) return t('An input cannot run {0}: it is a command of Countersign itself.', command);
  if (args !== undefined && namesOurs(lineJson(args))) {
    return t('An input cannot run {0} with these arguments: they name a command of Countersign itself.', command);
  }
  if ([command, args === undefined ? '' : lineJson(args)].some((text) => RUNNERS.test(decoded(text)))) {
    return t('An input cannot run {0}: what that runs is not part of what you confirm.', command);
  }
  return undefined;
}

/** Also in a link, where any character may be written as `%2e`, and the `%` of that as `%25`. */
function namesOurs(text: string): boolean {
  return /(?:^|[^\w-])countersign\.\w/i.test(decoded(text).trim());
}

/** Every character that is written as its code, however often: ASCII, since names of commands have no other. */
function decoded(text: string): string {
  for (let before = text; ; ) {
    const after = before.replaceAll(/%([0-7][\da-f])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
    if (after === before) return after;
    before = after;
  }
}
