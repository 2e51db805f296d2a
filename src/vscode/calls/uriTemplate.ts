/**
 * URI templates (RFC 6570): which variables one has, and what it becomes with values. Values are texts, as MCP has them; a list or a
 * map cannot be given. Small, and its own file, since the protocol SDK's is loaded with the SDK.
 */

interface Expression {
  readonly operator: string;
  readonly variables: readonly { readonly name: string; readonly prefix?: number }[];
}

interface Rules {
  readonly first: string;
  readonly separator: string;
  /** `name=value` instead of `value`. */
  readonly named: boolean;
  /** What stands after the name of an empty value. */
  readonly ifEmpty: string;
  /** Reserved characters stay as they are. */
  readonly reserved: boolean;
}

const rules: Readonly<Record<string, Rules>> = {
  '': { first: '', separator: ',', named: false, ifEmpty: '', reserved: false },
  '+': { first: '', separator: ',', named: false, ifEmpty: '', reserved: true },
  '#': { first: '#', separator: ',', named: false, ifEmpty: '', reserved: true },
  '.': { first: '.', separator: '.', named: false, ifEmpty: '', reserved: false },
  '/': { first: '/', separator: '/', named: false, ifEmpty: '', reserved: false },
  ';': { first: ';', separator: ';', named: true, ifEmpty: '', reserved: false },
  '?': { first: '?', separator: '&', named: true, ifEmpty: '=', reserved: false },
  '&': { first: '&', separator: '&', named: true, ifEmpty: '=', reserved: false },
};

const EXPRESSION = /\{([^{}]*)\}/g;

function parseExpression(body: string): Expression {
  const operator = body[0] !== undefined && body[0] in rules ? body[0] : '';
  const variables = body
    .slice(operator.length)
    .split(',')
    .map((text) => {
      const [, name = text, prefix] = /^(.*?)(?::(\d{1,4})|\*)?$/s.exec(text.trim()) ?? [];
      return prefix === undefined ? { name } : { name, prefix: Number(prefix) };
    })
    .filter(({ name }) => name !== '');
  return { operator, variables };
}

/** The names of a template's variables, each once, in order. */
export function templateVariables(template: string): readonly string[] {
  const names = [...template.matchAll(EXPRESSION)].flatMap(([, body = '']) =>
    parseExpression(body).variables.map(({ name }) => name),
  );
  return [...new Set(names)];
}

/** The URI. A variable without a value is left out, as the RFC has it. */
export function expandTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(EXPRESSION, (_whole, body: string) => expand(parseExpression(body), values));
}

function expand({ operator, variables }: Expression, values: Readonly<Record<string, string>>): string {
  const rule = rules[operator];
  if (!rule) return '';
  const parts = variables.flatMap(({ name, prefix }) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return [];
    const text = encode(prefix === undefined ? value : Array.from(value).slice(0, prefix).join(''), rule.reserved);
    if (!rule.named) return [text];
    return [text === '' ? name + rule.ifEmpty : `${name}=${text}`];
  });
  return parts.length === 0 ? '' : rule.first + parts.join(rule.separator);
}

function encode(text: string, reserved: boolean): string {
  const wellFormed = text.toWellFormed();
  // What encodeURIComponent leaves beyond the unreserved characters of RFC 3986.
  const strict = encodeURIComponent(wellFormed).replace(/[!'()*]/g, percent);
  if (!reserved) return strict;
  return wellFormed.replace(/%[\da-f]{2}|./gisu, (part) =>
    /^(?:%[\da-f]{2}|[\w.~:/?#[\]@!$&'()*+,;=-])$/i.test(part) ? part : encodeURIComponent(part),
  );
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}
