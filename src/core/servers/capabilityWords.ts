import type { ServerCapabilities } from '../mcp.ts';

/** What a server declares, a phrase each, for a person. What this version has no words for is named as it is. */
export function capabilityWords(capabilities: ServerCapabilities | undefined): readonly string[] {
  if (!capabilities) return [];
  const { tools, resources, prompts, completions, logging, tasks, extensions, experimental } = capabilities;
  return [
    ...(tools ? [`Tools${changes(tools.listChanged)}`] : []),
    ...(resources
      ? [
          `Resources${changes(resources.listChanged)}${resources.subscribe === true ? '; a resource can be watched' : ''}`,
        ]
      : []),
    ...(prompts ? [`Prompts${changes(prompts.listChanged)}`] : []),
    ...(completions ? ['Suggestions for arguments'] : []),
    ...(logging ? ['Log messages at a level of your choice'] : []),
    ...(tasks?.requests?.tools?.call
      ? [`Tools that run as tasks${tasks.cancel ? ', which can be cancelled' : ''}`]
      : []),
    ...Object.keys(extensions ?? {}).map((name) => `Extension ${name}`),
    ...Object.keys(experimental ?? {}).map((name) => `Experimental: ${name}`),
  ];
}

function changes(listChanged: boolean | undefined): string {
  return listChanged === true ? ', and it tells when they change' : '';
}
