import type { ToDesk } from '../../../src/shared/desk.ts';
import { snapshot, text } from './reviews.ts';

/** A request with every kind of change, some of them in the middle of being made. */
const reworked: ToDesk = snapshot({
  content: {
    edited: true,
    revision: 9,
    systemPrompt: { text: 'Two sentences.', original: 'Three.', hidden: [] },
    messages: [
      { id: 'm0', role: 'user', blocks: [text('Summarise the report on the eastern quay.')] },
      {
        id: 'm1',
        role: 'assistant',
        pair: 'm2',
        blocks: [{ type: 'toolUse', id: 'call_81', name: 'search_archive', input: '{\n  "query": "eastern quay"\n}' }],
      },
      {
        id: 'm2',
        role: 'user',
        pair: 'm1',
        blocks: [
          {
            type: 'toolResult',
            toolUseId: 'call_81',
            isError: false,
            text: 'One document: quay-2019.md',
            original: 'Three documents: harbour.md, quay-2019.md, basin.md',
            inner: 0,
          },
        ],
      },
      { id: 'a1', role: 'assistant', added: true, blocks: [text('I keep to the year 2019.')] },
      { id: 'a2', role: 'user', added: true, blank: true, blocks: [text('')] },
    ],
    removed: [
      { ids: ['m3'], roles: ['user'], before: 1 },
      { ids: ['m4', 'm5'], roles: ['assistant', 'user'], before: 5 },
    ],
    tools: [
      {
        tool: 0,
        name: 'search_archive',
        title: 'Search the archive',
        description: 'Finds documents.',
        descriptionOriginal: 'Finds documents by words.',
        inputSchema: '{ "type": "object" }',
      },
    ],
    droppedTools: [{ tool: 1, name: 'delete_document' }],
    parameters: {
      maxTokens: 200,
      maxTokensOriginal: 400,
      temperature: 0.7,
      temperatureOriginal: null,
      stopSequences: ['\n\nHuman:', 'END'],
      stopSequencesOriginal: ['STOP', 'END'],
      toolChoice: 'required',
      toolChoiceOriginal: 'auto',
    },
  },
  status: { canUndo: true, canRedo: false, tabs: { saved: ['System prompt'], unsaved: ['Message 1'] } },
});

/** Requests that a person changed. */
export const editStates: Record<string, ToDesk[]> = {
  'edited-all': [reworked],
  'edited-undone': [snapshot({ status: { canUndo: false, canRedo: true } })],
};
