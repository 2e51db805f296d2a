import type { ServerDefinition } from './definition.ts';

const SECRET_NAME = /(?:token|key|secret|passw|pwd|auth|credential|cookie)/i;
const MASK = '•••';

/** Whether the name of an argument, a variable or a header says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/**
 * How a server is reached, in one line for a person and the ledger: the command line or the URL as written, with what looks like a
 * secret masked. References such as `${env:TOKEN}` stay as they are, since they tell where a secret comes from.
 */
export function reachOf(definition: Pick<ServerDefinition, 'settings'>): string {
  const { settings } = definition;
  if (settings.type === 'stdio') return [settings.command, ...maskedArguments(settings.args)].map(quoted).join(' ');
  return settings.url
    .replace(/^([^:/?#]*:\/\/)[^/?#@]*@/, '$1')
    .replace(/([?&][^=&#]*=)([^&#]*)/g, (whole, name: string, value: string) =>
      isReference(value) ? whole : name + MASK,
    );
}

function maskedArguments(args: readonly string[]): string[] {
  return args.map((arg, index) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(arg) ?? [];
    if (name !== undefined && value !== undefined) {
      return isSecretName(name) && !isReference(value) ? `${name}=${MASK}` : arg;
    }
    const before = args[index - 1];
    const named = before !== undefined && before.startsWith('-') && !before.includes('=') && isSecretName(before);
    return named && !arg.startsWith('-') && !isReference(arg) ? MASK : arg;
  });
}

function isReference(text: string): boolean {
  return /^\$\{[^}]*\}$/.test(text);
}

function quoted(part: string): string {
  return /[\s"'\\]/.test(part) || part === '' ? JSON.stringify(part) : part;
}
