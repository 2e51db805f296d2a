import * as vscode from 'vscode';
import type { VsCodeArguments, VsCodeMessage, VsCodePart } from '../../providers/vscodeLmRequest.ts';

/** The signed JSON as the objects that `sendRequest` takes: the same content, nothing added. */
export function messagesOf(body: VsCodeArguments): vscode.LanguageModelChatMessage[] {
  return body.messages.map((message) =>
    message.role === 'user'
      ? vscode.LanguageModelChatMessage.User(userParts(message))
      : vscode.LanguageModelChatMessage.Assistant(assistantParts(message)),
  );
}

/** The signed options. `justification` is left out: it would be text that nobody signed. */
export function optionsOf({ options }: VsCodeArguments): vscode.LanguageModelChatRequestOptions {
  const { Auto, Required } = vscode.LanguageModelChatToolMode;
  return {
    modelOptions: { ...options.modelOptions },
    ...(options.tools && { tools: options.tools.map((tool) => ({ ...tool })) }),
    ...(options.toolMode && { toolMode: options.toolMode === 'required' ? Required : Auto }),
  };
}

type UserPart = vscode.LanguageModelTextPart | vscode.LanguageModelToolResultPart | vscode.LanguageModelDataPart;
type AssistantPart = vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart | vscode.LanguageModelDataPart;

function userParts(message: VsCodeMessage): UserPart[] {
  return message.content.map((part): UserPart => {
    if (part.type === 'toolCall') throw new Error('A tool call cannot come from the user.');
    return part.type === 'toolResult'
      ? new vscode.LanguageModelToolResultPart(part.callId, part.content.map(plainPart))
      : plainPart(part);
  });
}

function assistantParts(message: VsCodeMessage): AssistantPart[] {
  return message.content.map((part): AssistantPart => {
    if (part.type === 'toolResult') throw new Error('A tool result cannot come from the assistant.');
    return part.type === 'toolCall'
      ? new vscode.LanguageModelToolCallPart(part.callId, part.name, { ...part.input })
      : plainPart(part);
  });
}

function plainPart(part: VsCodePart): vscode.LanguageModelTextPart | vscode.LanguageModelDataPart {
  if (part.type === 'text') return new vscode.LanguageModelTextPart(part.value);
  if (part.type === 'image') {
    return vscode.LanguageModelDataPart.image(Uint8Array.from(Buffer.from(part.data, 'base64')), part.mimeType);
  }
  throw new Error('A tool call or result cannot stand inside another.');
}
