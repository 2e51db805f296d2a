import type { ServerCapabilities } from '../mcp.ts';
import { t } from '../text/l10n.ts';

/** What a server declares, a phrase each, for a person. What this version has no words for is named as it is. */
export function capabilityWords(capabilities: ServerCapabilities | undefined): readonly string[] {
  if (!capabilities) return [];
  const { tools, resources, prompts, completions, logging, tasks, extensions, experimental } = capabilities;
  return [
    ...(tools ? [tools.listChanged === true ? t('Tools, and it tells when they change') : t('Tools')] : []),
    ...(resources ? [resourceWords(resources)] : []),
    ...(prompts ? [prompts.listChanged === true ? t('Prompts, and it tells when they change') : t('Prompts')] : []),
    ...(completions ? [t('Suggestions for arguments')] : []),
    ...(logging ? [t('Log messages at a level of your choice')] : []),
    ...(tasks?.requests?.tools?.call
      ? [tasks.cancel ? t('Tools that run as tasks, which can be cancelled') : t('Tools that run as tasks')]
      : []),
    ...Object.keys(extensions ?? {}).map((name) => t('Extension {0}', name)),
    ...Object.keys(experimental ?? {}).map((name) => t('Experimental: {0}', name)),
  ];
}

function resourceWords({ listChanged, subscribe }: NonNullable<ServerCapabilities['resources']>): string {
  if (subscribe === true) {
    return listChanged === true
      ? t('Resources, and it tells when they change; a resource can be watched')
      : t('Resources; a resource can be watched');
  }
  return listChanged === true ? t('Resources, and it tells when they change') : t('Resources');
}
