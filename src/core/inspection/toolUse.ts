import { t } from '../text/l10n.ts';
import type { Finding, Severity } from './finding.ts';
import { matches, type Detector } from './subject.ts';

const SYNTAX: readonly (readonly [severity: Severity, pattern: RegExp])[] = [
  // Markup in which models write their calls: nothing else is written so.
  [
    'high',
    /<\|?(?:tool_calls?|function_calls?|tool_call_begin|python_tag|tool\u2581calls?\u2581begin)\|?>|<\|(?:python_tag|tool_call[^|>]{0,20}|action_start|plugin)\|>/g,
  ],
  [
    'high',
    /<(?:antml:)?(?:invoke name=|function_results?>|tool_use>|use_mcp_tool>|parameter name="[^"]{1,60}">(?=[^]{0,400}<\/(?:antml:)?invoke))/g,
  ],
  ['high', /\[tool_calls?\]\s{0,3}\[?\{?|\[\/?tool_request\]|<function=[\w.-]{1,60}>/g],
  ['medium', /\{\s{0,20}"type"\s{0,4}:\s{0,4}"(?:tool_use|tool_call|function_call|server_tool_use|mcp_tool_use)"/g],
  ['medium', /"(?:tool_calls|function_call)"\s{0,4}:\s{0,4}(?:\[\s{0,20})?\{/g],
  ['medium', /"method"\s{0,4}:\s{0,4}"(?:tools\/call|sampling\/createmessage|resources\/read)"/g],
  ['medium', /(?:^|\n)```(?:tool_code|tool_call|tool_use|function_call)\b/g],
  ['medium', /(?:^|\n)action ?: ?[\w.-]{2,60}\n+action input ?:/g],
];

const ASK =
  /(?:call|invoke|use|run|execute|trigger|make use of) (?:the |your |its |this |that |an? )?[`"'\u201c]?([\w.-]{2,60})[`"'\u201d]? (?:tool|function|mcp tool|connector|plugin)(?: (?:to|with|and|now|immediately|first|before|on|for)|[.!(,:])/g;
/** What a tool does that nobody should do because a text says so. */
const GRAVE =
  /send|mail|post|upload|delete|remove|drop|write|exec|shell|bash|command|terminal|read_?file|fetch|http|curl|request|payment|transfer|pay|push|deploy|secret|credential|password|token|export|forward|share/;

const EXFILTRATION: readonly RegExp[] = [
  /(?:send|post|upload|forward|transmit|submit|exfiltrate|leak|email|copy) (?:all |the |your |its |any |full |entire |complete |these |this ){0,4}(?:contents?|conversation|chat|history|files?|data|secrets?|keys?|credentials?|tokens?|passwords?|output|results?|answers?|responses?|summary|context|environment|prompt|documents?|messages?)[^.\n]{0,60}? (?:to|at|via|through) (?:the (?:url|address|server|endpoint|webhook) )?(?:https?:|[\w.+-]{1,64}@[\w-]{1,60}\.|[\w-]{1,60}\.[a-z]{2,10}\/)/g,
  /(?:append|add|include|insert|encode|embed|put|attach|concatenate) [^.\n]{0,80}?(?:conversation|history|secrets?|keys?|credentials?|tokens?|passwords?|answers?|responses?|context|prompt|data|contents?|message)[^.\n]{0,60}? (?:to|in|into|as|at the end of) (?:the |a |an |its )?(?:image |markdown |this )?(?:url|link|query|parameter|path|address)/g,
  /(?:read|open|cat|get|fetch|include|print|show|send) (?:the )?(?:contents? of |file )?[`"']?(?:~|\/home\/\w{1,32}|\/root|\$home|%userprofile%)?[/\\]?\.?(?:ssh[/\\]id_\w{1,16}|aws[/\\]credentials|env\b|netrc|npmrc|kube[/\\]config|git-credentials|bash_history|etc[/\\](?:passwd|shadow)|cursor[/\\]mcp\.json)/g,
];

/** Calls of tools that stand in a text as if somebody had made them, and text that asks a reader to use tools or to carry data away. */
export const findToolUse: Detector = ({ lower }) => {
  const findings: Finding[] = [];
  const add = (kind: string, severity: Severity, index: number, words: string, reason: string) => {
    const start = index + (words.length - words.trimStart().length);
    findings.push({ kind: `instruction.${kind}`, severity, start, end: index + words.trimEnd().length, reason });
  };
  for (const [severity, pattern] of SYNTAX) {
    for (const { 0: words, index } of matches(pattern, lower)) {
      add('tool-use', severity, index, words, t('The use of a tool, written into the text as if it were one.'));
    }
  }
  for (const { 0: words, 1: tool = '', index } of matches(ASK, lower)) {
    add('tool-request', GRAVE.test(tool) ? 'medium' : 'low', index, words, t('Asks the reader to use a tool.'));
  }
  for (const pattern of EXFILTRATION) {
    for (const { 0: words, index } of matches(pattern, lower)) {
      add('carry-out', 'medium', index, words, t('Asks the reader to fetch or to send away data.'));
    }
  }
  return findings;
};
