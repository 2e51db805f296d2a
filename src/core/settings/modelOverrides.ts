import * as z from 'zod/mini';
import { type ModelOverrides, noOverrides } from '../models/overrides.ts';
import { t } from '../text/l10n.ts';
import { isObject } from '../util/json.ts';
import { issueProblems, kindOf, type SettingsProblem, unknownFields } from './problems.ts';

/** Settings about models, by the last part of their names. */
export interface RawOverrides {
  readonly aliases: unknown;
  readonly tiers: unknown;
  readonly prices: unknown;
}

/** What became of them. Each problem belongs to the setting of its name. */
export interface ParsedOverrides {
  readonly overrides: ModelOverrides;
  readonly problems: readonly { readonly setting: keyof RawOverrides; readonly problem: SettingsProblem }[];
}

const reference = z.string().check(
  z.refine<string>((text) => /^[^/\s][^/]*\/\S/.test(text), {
    error: 'must be a model as “endpoint/model”, such as “openai/gpt-5”.',
  }),
);
const degree = z.number().check(z.minimum(0), z.maximum(3));
/** Each field has its own, since each is described by itself. */
const dollars = () => z.number().check(z.minimum(0), z.maximum(1_000_000));

/** One value of `countersign.models.aliases`: a model, or several in the order of liking. */
export const aliasSchema = z.union([reference, z.array(reference).check(z.minLength(1))]);
/** One value of `countersign.models.tiers`. */
export const tierSchema = z.object({ strength: z.optional(degree), quickness: z.optional(degree) });
/** One value of `countersign.models.prices`, in US dollars per million tokens. */
export const priceSchema = z.object({ input: dollars(), output: dollars() });

/** Whether a name can be that of a model, or of several. Any other would be kept and never heeded. */
function isModel(name: string): boolean {
  return name.includes('*') || /^[^/\s][^/]*\/\S/.test(name.trim());
}

/** Reads one of the objects, entry by entry: one that is wrong is not used, and never keeps the others from being used. */
class Reader {
  readonly problems: { setting: keyof RawOverrides; problem: SettingsProblem }[] = [];

  read<T, R>(
    setting: keyof RawOverrides,
    raw: unknown,
    {
      schema,
      fields,
      make,
    }: { schema: z.ZodMiniType<T>; fields?: readonly string[]; make: (key: string, value: T) => R },
  ): R[] {
    if (raw === undefined || raw === null) return [];
    if (!isObject(raw)) {
      const message = `countersign.models.${setting} must be an object, not ${kindOf(raw)}.`;
      this.#warn(setting, [{ path: [], message, severity: 'warning' }]);
      return [];
    }
    return Object.entries(raw).flatMap(([key, value]) => {
      if (key.trim() === '') {
        this.#warn(setting, [{ path: [key], message: 'An entry needs a name.', severity: 'warning' }]);
        return [];
      }
      if (fields && !isModel(key)) {
        const message = t('“{0}” is no model: it must be “endpoint/model”, or have a “*”.', key);
        this.#warn(setting, [{ subject: key, path: [key], message, severity: 'warning' }]);
        return [];
      }
      if (fields && isObject(value)) this.#warn(setting, unknownFields(value, fields, [key], key));
      const parsed = z.safeParse(schema, value);
      if (parsed.success) return [make(key, parsed.data)];
      this.#warn(setting, issueProblems(parsed.error, value, [key], key));
      return [];
    });
  }

  /** What is wrong is ignored, so requests are matched as they would be without it: a warning. */
  #warn(setting: keyof RawOverrides, problems: readonly SettingsProblem[]): void {
    this.problems.push(
      ...problems.map((problem) => ({ setting, problem: { ...problem, severity: 'warning' as const } })),
    );
  }
}

/** Reads `countersign.models.aliases`, `.tiers` and `.prices`. */
export function parseOverrides(raw: RawOverrides): ParsedOverrides {
  const reader = new Reader();
  const overrides: ModelOverrides = {
    ...noOverrides,
    aliases: reader.read('aliases', raw.aliases, {
      schema: aliasSchema,
      make: (hint, models) => ({ hint, models: typeof models === 'string' ? [models] : models }),
    }),
    tiers: reader.read('tiers', raw.tiers, {
      schema: tierSchema,
      fields: ['strength', 'quickness'],
      make: (model, { strength, quickness }) => ({
        model,
        ...(strength !== undefined && { strength }),
        ...(quickness !== undefined && { quickness }),
      }),
    }),
    prices: reader.read('prices', raw.prices, {
      schema: priceSchema,
      fields: ['input', 'output'],
      make: (model, { input, output }) => ({ model, input, output }),
    }),
  };
  return { overrides, problems: reader.problems };
}
