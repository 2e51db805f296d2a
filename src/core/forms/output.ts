import type { OutputValidator } from '../calls/callService.ts';
import { messageOf } from '../errors.ts';
import type { InTime } from '../util/system.ts';
import type { FieldError } from './values.ts';
import { t } from '../text/l10n.ts';

/** Checks structured content against a tool's output schema, in the time that `inTime` gives. Ajv is loaded by the first use. */
export function outputValidator(inTime: InTime): OutputValidator {
  return async (schema, content) => {
    const { compileSchema } = await import('./validate.ts');
    const compiled = compileSchema(schema, inTime);
    if (compiled.error !== undefined) return t('The tool’s output schema cannot be used. {0}', compiled.error);
    try {
      return unfit(compiled.validate(content));
    } catch (error) {
      return t('The structured content could not be checked against the tool’s output schema: {0}.', messageOf(error));
    }
  };
}

function unfit(errors: readonly FieldError[]): string | undefined {
  if (errors.length === 0) return undefined;
  const listed = errors.slice(0, 5).map(({ path, message }) => `${path === '' ? t('the whole') : path}: ${message}`);
  const more = errors.length > 5 ? ` ${t('And {0} more.', errors.length - 5)}` : '';
  return t('The structured content does not fit the tool’s output schema. {0}{1}', listed.join(' '), more);
}
