import * as z from 'zod/mini';
import { isObject } from '../util/json.ts';
import { issueProblems, kindOf, type SettingsProblem, unknownFields } from './problems.ts';
import { t } from '../text/l10n.ts';

/** The two names of the limit of an answer's tokens: OpenAI's newer models refuse the older one, most other servers know only that. */
export type MaxTokensParameter = 'max_tokens' | 'max_completion_tokens';

/** What the settings say about one model of an endpoint. Absent means not known. */
export interface EndpointModel {
  readonly id: string;
  readonly name?: string;
  readonly contextTokens?: number;
  readonly input?: { readonly image?: boolean; readonly audio?: boolean };
  readonly tools?: boolean;
  readonly maxTokensParameter?: MaxTokensParameter;
}

/** One OpenAI-compatible endpoint of `countersign.models.endpoints`. Its key is never here. */
export interface EndpointSettings {
  readonly id: string;
  readonly label: string;
  /** An http(s) URL up to and without `/chat/completions`, without a name, a password and a trailing slash. */
  readonly baseUrl: string;
  /** Instead of the list that the endpoint gives. */
  readonly models?: readonly EndpointModel[];
  /** For its models that have none of their own. */
  readonly maxTokensParameter?: MaxTokensParameter;
}

/** What became of `countersign.models.endpoints`. */
export interface ParsedEndpoints {
  readonly endpoints: readonly EndpointSettings[];
  readonly problems: readonly SettingsProblem[];
}

/** The id of VS Code's own models, which no endpoint may take. */
const RESERVED = 'vscode';
const KEY_FIELD =
  /^(?:api[-_]?)?key$|^(?:access[-_]?|auth[-_]?)?token$|^auth(?:orization)?$|^secret$|^password$|^headers$/i;

const check = (test: (text: string) => boolean, message: string) => z.refine<string>(test, { error: message });
const maxTokensParameter = () => z.optional(z.enum(['max_tokens', 'max_completion_tokens']));
const modelId = z.string().check(z.minLength(1));
/** One model of an endpoint. */
export const modelSchema = z.object({
  id: modelId,
  name: z.optional(z.string()),
  contextTokens: z.optional(z.number().check(z.minimum(1))),
  input: z.optional(z.object({ image: z.optional(z.boolean()), audio: z.optional(z.boolean()) })),
  tools: z.optional(z.boolean()),
  maxTokensParameter: maxTokensParameter(),
});
/** An endpoint, without its models. */
export const endpointSchema = z.object({
  id: z.string().check(
    check((id) => /^[\w.-]+$/.test(id), t('may have letters, digits, dots, dashes and underscores only.')),
    check((id) => id !== RESERVED, t('must not be “{0}”: that is VS Code’s own.', RESERVED)),
  ),
  label: z.optional(z.string()),
  baseUrl: z.string().check(
    check(
      (url) => /^https?:\/\/[^/]/i.test(url) && URL.canParse(url),
      t('must be a URL that starts with http:// or https://.'),
    ),
    check(
      (url) => !/^https?:\/\/[^/?#]*@/i.test(url),
      t('must not contain a name and password; use “Set API Key…” for the key.'),
    ),
  ),
  maxTokensParameter: maxTokensParameter(),
});
const modelFields = ['id', 'name', 'contextTokens', 'input', 'tools', 'maxTokensParameter'];
const endpointFields = ['id', 'label', 'baseUrl', 'models', 'maxTokensParameter'];

/** Reads `countersign.models.endpoints`. A bad endpoint or model never keeps the others from being used. */
export function parseEndpoints(raw: unknown): ParsedEndpoints {
  if (raw === undefined || raw === null) return { endpoints: [], problems: [] };
  if (!Array.isArray(raw)) {
    const message = t('countersign.models.endpoints must be a list of endpoints, not {0}.', kindOf(raw));
    return { endpoints: [], problems: [{ path: [], message, severity: 'error' }] };
  }
  const endpoints: EndpointSettings[] = [];
  const problems: SettingsProblem[] = [];
  raw.forEach((value: unknown, index) => {
    const endpoint = parseEndpoint(value, index, problems);
    if (!endpoint) return;
    if (endpoints.some(({ id }) => id === endpoint.id)) {
      const message = t('There is another endpoint “{0}”; the first one is used.', endpoint.id);
      problems.push({ subject: endpoint.id, path: [index, 'id'], message, severity: 'error' });
    } else endpoints.push(endpoint);
  });
  return { endpoints, problems };
}

function parseEndpoint(value: unknown, index: number, problems: SettingsProblem[]): EndpointSettings | undefined {
  if (!isObject(value)) {
    problems.push({
      path: [index],
      message: t('An endpoint must be an object, not {0}.', kindOf(value)),
      severity: 'error',
    });
    return undefined;
  }
  const subject = typeof value['id'] === 'string' ? value['id'] : t('endpoint {0}', index + 1);
  const keys = Object.keys(value).filter((key) => KEY_FIELD.test(key));
  problems.push(
    ...keys.map((key) => keyProblem(key, index, subject)),
    ...unknownFields(value, [...endpointFields, ...keys], [index], subject),
  );
  const parsed = z.safeParse(endpointSchema, value);
  if (!parsed.success) {
    problems.push(...issueProblems(parsed.error, value, [index], subject));
    return undefined;
  }
  const { id, label, baseUrl, maxTokensParameter: parameter } = parsed.data;
  const models = parseModels(value['models'], [index, 'models'], id, problems);
  return {
    id,
    label: label === undefined || label === '' ? id : label,
    baseUrl: baseUrl.replace(/\/+$/, ''),
    ...(models && { models }),
    ...(parameter !== undefined && { maxTokensParameter: parameter }),
  };
}

function keyProblem(key: string, index: number, subject: string): SettingsProblem {
  const message = t(
    '“{0}” is not read: keys do not belong in settings. Remove it and run “Countersign: Set API Key…” for “{1}”.',
    key,
    subject,
  );
  return { subject, path: [index, key], message, severity: 'error' };
}

function parseModels(
  value: unknown,
  path: readonly (string | number)[],
  subject: string,
  problems: SettingsProblem[],
): readonly EndpointModel[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) {
    problems.push({ subject, path, message: t('“models” must be a list, not {0}.', kindOf(value)), severity: 'error' });
    return undefined;
  }
  return value.flatMap((model: unknown, index) => parseModel(model, [...path, index], subject, problems));
}

function parseModel(
  value: unknown,
  path: readonly (string | number)[],
  subject: string,
  problems: SettingsProblem[],
): EndpointModel[] {
  const model = typeof value === 'string' ? { id: value } : value;
  if (!isObject(model)) {
    const message = t('A model must be its id or an object, not {0}.', kindOf(value));
    problems.push({ subject, path, message, severity: 'error' });
    return [];
  }
  problems.push(...unknownFields(model, modelFields, path, subject));
  const parsed = z.safeParse(modelSchema, model);
  if (parsed.success) return [withoutUndefined(parsed.data)];
  problems.push(...issueProblems(parsed.error, model, path, subject));
  return [];
}

/** zod keeps optional members that were written as undefined, which JSON cannot; the type does not allow them. */
function withoutUndefined(model: z.infer<typeof modelSchema>): EndpointModel {
  const { id, name, contextTokens, input, tools, maxTokensParameter: parameter } = model;
  return {
    id,
    ...(name !== undefined && { name }),
    ...(contextTokens !== undefined && { contextTokens }),
    ...(input && {
      input: {
        ...(input.image !== undefined && { image: input.image }),
        ...(input.audio !== undefined && { audio: input.audio }),
      },
    }),
    ...(tools !== undefined && { tools }),
    ...(parameter !== undefined && { maxTokensParameter: parameter }),
  };
}
