import { t } from '../text/l10n.ts';
import type { Finding, Severity } from './finding.ts';
import { matchAt, matches, type Detector } from './subject.ts';

/** A way to say something to whoever reads the text, in lower case. */
interface Phrase {
  readonly kind: string;
  readonly severity: Severity;
  readonly pattern: RegExp;
  readonly reason: string;
  /** What has to stand within the words before or behind it. */
  readonly near?: RegExp;
  /** One of these has to stand somewhere in the text: that is quickly seen. */
  readonly needs?: readonly string[];
}

const BEFORE =
  '(?:all |any |every |of |the |your |my |these |those |this |above |previous |prior |preceding |earlier |former |foregoing |original |initial |existing |current |other |system |safety |developer |user ){0,6}';
const RULES =
  '(?:instructions?|prompts?|directions?|directives?|rules|guidelines?|guardrails|constraints|restrictions|commands|programming|system message|messages? above|conversation)';

const REASONS = {
  override: t('Tells the reader to set aside what it was told before.'),
  role: t('Gives the reader another role or fewer limits.'),
  turn: t('Looks like the beginning of another turn or role of the conversation.'),
  later: t('Wants to have an effect on later turns or answers.'),
  hide: t('Asks to hide something from the person.'),
  leak: t('Asks for what the reader was told in confidence.'),
  reader: t('Speaks to a model that reads the text.'),
};

/** The same phrase, to be tried at one place. */
function sticky(phrase: Phrase): Phrase {
  return { ...phrase, pattern: new RegExp(phrase.pattern.source, 'y') };
}

const ALWAYS = '(?:all|every|each|any) (?:of your )?(?:future|subsequent|later|following|coming|further) ';
const TO_YOU =
  /you|your|must|always|add|append|include|begin|start|end|insert|mention|use|say|answer|respond|reply|apply|send|recommend|never/;
const NEVER =
  '(?:do not|don.t|never|must not|mustn.t|should not|without|avoid|refrain from|make sure not to|be careful not to)(?: ever)? ';
const PERSON = ' (?:the |your |our |any )?(?:user|human|operator|reviewer|person reading|person you)s?';

const ASKED =
  '(?:everything|the (?:following|above|truth|instructions?|action|request)|(?:this|these|your) (?:instructions?|requests?|actions?|messages?|notes?))';
const FROM =
  '(?: \\w+){0,3} (?:secret |hidden |confidential |private )?from (?:the )?(?:user|human|person|customer|operator|reviewer|owner|everyone|anyone)';

function phrase(
  kind: keyof typeof REASONS,
  severity: Severity,
  pattern: string,
  near?: RegExp,
  needs?: readonly string[],
): Phrase {
  return {
    kind: `instruction.${kind}`,
    severity,
    pattern: new RegExp(pattern, 'g'),
    reason: REASONS[kind],
    ...(near ? { near } : {}),
    ...(needs ? { needs } : {}),
  };
}

/** Phrases that begin alike: the beginning is looked for once. */
const LED: readonly { readonly lead: RegExp; readonly phrases: readonly Phrase[] }[] = [
  {
    lead: new RegExp(NEVER, 'g'),
    phrases: [
      phrase(
        'hide',
        'high',
        `(?:tell|telling|inform|informing)${PERSON} (?:about|that you|of this|of that|of any|anything|what you|what is|this|why you|you)`,
      ),
      phrase(
        'hide',
        'high',
        `(?:mention|mentioning|say|saying|disclose|disclosing) (?:this|that|it|any of this|anything|any of it|these instructions|this instruction|the tool|the call)(?: \\w+){0,4} to${PERSON}`,
      ),
      // Whoever writes of a page says what its users should not see, or whether they may know.
      phrase('hide', 'high', `(?:let|letting)${PERSON} (?:know|notice|find out)(?! (?:whether|if|which)\\b)`),
      phrase('hide', 'medium', `(?:let|letting)${PERSON} (?:know|notice|find out|see)`),
      phrase(
        'hide',
        'medium',
        `(?:tell|telling|inform|informing|notify|notifying|alert|alerting|mention|mentioning|warn|warning|show|showing|reveal|revealing|disclose|disclosing|explain|explaining|report|reporting)(?: \\w+){0,3}? (?:to )?(?:the |your |our |any )?(?:user|human|person|customer|operator|reviewer|owner|client|anyone|anybody)s?(?: (?:about|that|of|anything|what|this)|(?=[.,;!]))`,
      ),
    ].map(sticky),
  },
  {
    lead: new RegExp(ALWAYS, 'g'),
    phrases: [
      phrase('later', 'high', `(?:answers?|repl(?:y|ies)|turns?|conversations?|completions?|chats?)`, TO_YOU),
      phrase('later', 'medium', `(?:responses?|messages?|requests?|outputs?|interactions?|sessions?|calls?)`, TO_YOU),
    ].map(sticky),
  },
];

const OTHER_LANGUAGES: readonly Phrase[] = [
  phrase(
    'override',
    'high',
    '(?:ignorier|vergiss|vergesst|missachte|beachte)e?[nt]?(?: sie)? (?:nicht )?(?:alle[ns]? |die |deine |ihre |bisherigen |vorherigen |vorigen |obigen |fr\u00fcheren |vorangegangenen |nicht ){1,6}(?:anweisungen|instruktionen|regeln|vorgaben|befehle|anleitungen)',
    undefined,
    ['anweisung', 'instruktion', 'regeln', 'vorgaben', 'befehle', 'anleitungen'],
  ),
  phrase(
    'override',
    'high',
    '(?:ignore[zr]?|oublie[zr]?|n\u00e9glige[zr]?) (?:toutes? |tous |les |vos |tes |ces ){1,4}(?:(?:instructions|consignes|r\u00e8gles|directives|messages) (?:pr\u00e9c\u00e9dent|ant\u00e9rieur|ci-dessus|initial)|pr\u00e9c\u00e9dentes? (?:instructions|consignes))',
    undefined,
    ['instructions', 'consignes', 'r\u00e8gles', 'directives', 'messages'],
  ),
  phrase(
    'override',
    'high',
    '(?:ignora|ignore|ignorar|olvida|olvide|omite|descarta)(?:d|r)? (?:todas? |todos? |las |los |tus |sus |estas ){1,4}(?:instrucciones|reglas|indicaciones|\u00f3rdenes|directrices)(?: anteriores| previas)?',
    undefined,
    ['instrucciones', 'reglas', 'indicaciones', '\u00f3rdenes', 'directrices'],
  ),
  phrase(
    'override',
    'high',
    '(?:ignora|dimentica|ignorare|trascura)(?:te)? (?:tutte |le |queste |tue ){1,4}(?:istruzioni|regole|indicazioni)(?: precedenti)?',
    undefined,
    ['istruzioni', 'regole', 'indicazioni'],
  ),
  phrase(
    'override',
    'high',
    '(?:ignore|esque\u00e7a|desconsidere|ignorar) (?:todas |as |suas |estas ){1,4}(?:instru\u00e7\u00f5es|regras|orienta\u00e7\u00f5es)(?: anteriores)?',
    undefined,
    ['instru\u00e7', 'regras', 'orienta\u00e7'],
  ),
  phrase(
    'override',
    'high',
    '(?:negeer|vergeet) (?:alle |de |je |uw |vorige |eerdere |bovenstaande ){1,5}(?:instructies|regels|opdrachten)',
    undefined,
    ['instructies', 'regels', 'opdrachten'],
  ),
  phrase(
    'override',
    'high',
    '(?:\u0438\u0433\u043d\u043e\u0440\u0438\u0440\u0443\u0439|\u0437\u0430\u0431\u0443\u0434\u044c|\u043d\u0435 \u043e\u0431\u0440\u0430\u0449\u0430\u0439 \u0432\u043d\u0438\u043c\u0430\u043d\u0438\u044f \u043d\u0430)(?:\u0442\u0435)? (?:\\S{1,14} ){0,3}(?:\u0438\u043d\u0441\u0442\u0440\u0443\u043a\u0446\u0438|\u043f\u0440\u0430\u0432\u0438\u043b|\u0443\u043a\u0430\u0437\u0430\u043d\u0438)\\S{1,4}',
    undefined,
    [
      '\u0438\u0433\u043d\u043e\u0440\u0438\u0440\u0443\u0439',
      '\u0437\u0430\u0431\u0443\u0434\u044c',
      '\u043d\u0435 \u043e\u0431\u0440\u0430\u0449\u0430\u0439',
    ],
  ),
  phrase(
    'override',
    'high',
    '(?:\u5ffd\u7565|\u65e0\u89c6|\u7121\u8996|\u5fd8\u8bb0|\u5fd8\u6389)[^\u3002\\n]{0,12}(?:\u6307\u4ee4|\u6307\u793a|\u63d0\u793a|\u89c4\u5219|\u8bf4\u660e)',
    undefined,
    ['\u5ffd\u7565', '\u65e0\u89c6', '\u7121\u8996', '\u5fd8\u8bb0', '\u5fd8\u6389'],
  ),
  phrase(
    'override',
    'high',
    '(?:\u6307\u793a|\u547d\u4ee4|\u30eb\u30fc\u30eb|\u30d7\u30ed\u30f3\u30d7\u30c8)(?:\u3092|\u306f)[^\u3002\\n]{0,8}(?:\u7121\u8996|\u5fd8\u308c)',
    undefined,
    ['\u7121\u8996', '\u5fd8\u308c'],
  ),
  phrase(
    'override',
    'high',
    '(?:\uc774\uc804|\uc55e\uc120|\ubaa8\ub4e0)[^.\\n]{0,10}(?:\uc9c0\uc2dc|\uba85\ub839|\uaddc\uce59)[^.\\n]{0,6}(?:\ubb34\uc2dc|\uc78a)',
    undefined,
    ['\ubb34\uc2dc', '\uc78a'],
  ),
  phrase(
    'hide',
    'high',
    '(?:sag|sage|sagen sie|erz\u00e4hl|erz\u00e4hle|verrate)(?: es)? (?:dem|der|den) (?:benutzer|nutzer|anwender|menschen|user)(?:in|n)? (?:nichts|nicht|davon nichts)',
    undefined,
    ['nutzer', 'anwender', 'menschen', 'user'],
  ),
  phrase(
    'hide',
    'high',
    '(?:ne (?:dis|dites|le dis|mentionne[zr]?|parle[zr]?|r\u00e9v\u00e8le[zr]?)) (?:rien |pas |jamais |\u00e7a ){1,2}(?:\u00e0|de cela \u00e0) l.utilisateur',
    undefined,
    ['utilisateur'],
  ),
  phrase(
    'hide',
    'high',
    'no (?:se lo |le )?(?:digas|diga|menciones|cuentes|reveles|informes)(?: nada| esto)? al? (?:usuario|la usuaria)',
    undefined,
    ['usuari'],
  ),
  phrase('hide', 'high', 'non (?:dire|dirlo|menzionare|rivelare)(?: nulla| niente)? all.utente', undefined, ['utente']),
  phrase(
    'later',
    'medium',
    '(?:ab jetzt|von nun an|k\u00fcnftig) (?:antworte|gib|f\u00fcge|sende|nenne|behandle|bist du)',
    undefined,
    ['ab jetzt', 'von nun an', 'k\u00fcnftig'],
  ),
  phrase(
    'later',
    'medium',
    '(?:\u00e0 partir de maintenant|d\u00e9sormais|a partir de ahora|de ahora en adelante|d.ora in poi|a partir de agora),? ',
    undefined,
    ['maintenant', 'd\u00e9sormais', 'ahora', 'in poi', 'agora'],
  ),
];

const ENGLISH: readonly Phrase[] = [
  phrase(
    'override',
    'high',
    `(?:ignore|disregard|forget|abandon|discard|(?:do not|don.t) (?:follow|obey|comply with)|stop following|pay no attention to) ${BEFORE}${RULES}(?! for [a-z]+ing)`,
    /all|previous|prior|preceding|earlier|above|your|system|former|foregoing|original|initial|safety/,
  ),
  phrase(
    'override',
    'medium',
    `(?:override|bypass|overrule|circumvent|violate|break) ${BEFORE}${RULES}`,
    /all|previous|prior|your|safety|original/,
  ),
  phrase(
    'override',
    'high',
    '(?:ignore|disregard|forget) (?:everything|all|anything) (?:(?:above|before)(?! (?:line )?\\d)|that (?:came|was (?:said|written)) before|you (?:were|have been|know)|said (?:so far|above)|i (?:said|told you)|prior|up to (?:now|here))',
  ),
  phrase(
    'override',
    'medium',
    '(?:new|updated|revised|real|actual|important) (?:system )?(?:instructions?|task|objective|directives?)(?: (?:for you|from (?:the )?(?:admin|developer|system|operator)\\w*|begin))? ?:',
  ),
  phrase(
    'override',
    'medium',
    '(?:these|this|the following) (?:instructions?|message|rules?)(?: (?:take|takes|have|has))? (?:precedence|priority|supersedes?|overrides?|replaces?)',
  ),
  phrase(
    'role',
    'medium',
    '(?:you are now|you.re now|act as if you (?:are|were)|pretend (?:to be|that you are|you are)|from now on you are|you will now (?:act|behave)|switch to|enter|enable|activate) (?:an? |the |in )?(?:unrestricted|unfiltered|uncensored|jailbroken|dan\\b|developer mode|god mode|debug mode|admin(?:istrator)? mode|root|different (?:ai|assistant|model)|evil|another)',
  ),
  phrase(
    'role',
    'medium',
    '(?:without|no|with no|free of) (?:any )?(?:ethical|moral|safety|content) (?:guidelines|restrictions|filters?|limits|constraints|rules)',
  ),
  phrase(
    'leak',
    'medium',
    `(?:reveal|print|repeat|show|output|display|disclose|leak|tell me|send|return|include|append) ${BEFORE}(?:system prompt|hidden prompt|initial prompt|instructions you were given|instructions verbatim|system instructions|conversation (?:history|so far)|chat history|previous messages|api keys?|credentials|environment variables|private keys?|contents? of (?:your|the) (?:memory|context))`,
  ),
  phrase(
    'later',
    'medium',
    '(?:from (?:now|here|this (?:point|moment)) on(?:wards?)?|going forward|henceforth|for the (?:rest|remainder) of (?:this|the|our) (?:conversation|session|chat|dialogue|thread)|until (?:i|you are told|told otherwise)|whenever the (?:user|person|human) (?:asks|says|mentions)|every time (?:the user|you (?:answer|respond|reply))|(?:remember|memorize|save|store) (?:this|these|the following)(?: \\w+){0,3} (?:for (?:later|future|all)|permanently|forever|in (?:your )?(?:long.term )?memory))',
    /you|your|must|always|add|append|include|respond|answer|reply|remember|memor|assistant|model|\bai\b/,
  ),
  phrase(
    'hide',
    'medium',
    'without (?:the |your )?(?:user|human|person|operator|reviewer|owner)(?:.s)? (?:knowing|noticing|seeing|knowledge|consent|approval|permission)',
  ),
  phrase(
    'hide',
    'high',
    `(?:(?:keep|conceal) (?:this|it|that|these|everything)|(?:keep|hide|conceal) ${ASKED})${FROM}`,
  ),
  // What a page hides from its users is no secret from the reader of a prompt.
  phrase('hide', 'medium', `hide (?:this|it|that|these)(?! (?:instruction|request|action|message|note))${FROM}`),
  phrase(
    'hide',
    'medium',
    '(?:secretly|silently|covertly|discreetly|quietly|in the background|behind the scenes) (?:send|call|run|execute|invoke|upload|forward|post|fetch|delete|copy|add|include|read|collect|use the)',
  ),
  phrase(
    'hide',
    'medium',
    '(?:do not|don.t|never) (?:mention|reveal|disclose|acknowledge|repeat|refer to) (?:these|this|the|those|that|any of (?:these|this)) (?:instructions?|message|note|prompt|rules?|request|comment|text)',
  ),
  phrase(
    'reader',
    'medium',
    '(?:attention|note|notice|message|instructions?|important|warning|hint|reminder)(?: (?:to|for))? (?:all |any |the )?(?:ais?|llms?|language models?|assistants?|agents?|chatbots?|copilot|claude|chatgpt|gpt|gemini|ai (?:models?|agents?|assistants?))(?: (?:reading|processing|that|who)| ?:|,)',
  ),
  phrase(
    'reader',
    'medium',
    '(?:if you are|as|dear|hey|hello) (?:an? |the )?(?:ai|llm|language model|large language model|ai (?:assistant|agent|model)|coding (?:assistant|agent))(?: (?:reading|processing|you must|you should|please)|,)',
  ),
];

const TURNS: readonly Phrase[] = [
  phrase(
    'turn',
    'high',
    '<\\|(?:im_start|im_end|im_sep|system|user|assistant|endoftext|end_of_turn|start_header_id|end_header_id|eot_id|begin_of_text|channel|message|start|end|return|call|fim_\\w{3,8}|endofprompt)\\|>',
  ),
  phrase(
    'turn',
    'high',
    '<<sys>>|<</sys>>|\\[/inst\\]|<start_of_turn>|<end_of_turn>|\\[/?system_prompt\\]|\\[available_tools\\]|\\[tool_results\\]|<\\uff5c(?:begin|end|user|assistant|tool)[^>]{0,40}\\uff5c>',
  ),
  phrase('turn', 'medium', '\\[inst\\]'),
  phrase(
    'turn',
    'medium',
    '(?:^|\\n)[ \\t>#*]{0,6}(?:\\[|\\(|<|#{1,4} ?|\\*\\*)?(?:system|developer)(?: (?:prompt|message|instructions?|override|note|update|notice))?(?:\\]|\\)|>|\\*\\*)?[ \\t]{0,3}:[ \\t]{0,3}(?=[\\s\\S]{0,120}\\b(?:you|ignore|must|always|never|assistant|instruction|override))',
  ),
  phrase(
    'turn',
    'medium',
    '</?(?:system|system[-_]prompt|system[-_]reminder|system[-_]message|assistant|human|instructions?|admin|developer)(?: [^>\\n]{0,60})?>(?=[\\s\\S]{0,200}\\b(?:you|your|ignore|must|always|never|assistant|instruction)\\b)',
  ),
  phrase('turn', 'low', '\\n\\n(?:human|assistant|ai|user): (?=\\S)'),
];

const PHRASES = [...ENGLISH, ...OTHER_LANGUAGES, ...TURNS];

/** Where a phrase is quoted or spoken of: an article on such texts is no such text. */
const SPOKEN_OF =
  /(?:["'\u201c\u2018\u00ab`]|e\.g\.|for example|such as|phrases? like|says?|said|saying|attempts? to|tries to|trying to|told to|asks? (?:it|the model) to|never|not|cannot|can.t|refuse to|attack\w*|injection\w*) {0,3}$/;

interface Said {
  readonly phrase: Phrase;
  readonly start: number;
  readonly end: number;
}

function* saidIn(lower: string): Generator<Said> {
  for (const { lead, phrases } of LED) {
    for (const { 0: words, index: start } of matches(lead, lower)) {
      const from = start + words.length;
      for (const phrase of phrases) {
        const rest = matchAt(phrase.pattern, lower, from)?.[0];
        if (rest === undefined) continue;
        yield { phrase, start, end: from + rest.length };
        break;
      }
    }
  }
  for (const phrase of PHRASES) {
    if (phrase.needs && !phrase.needs.some((words) => lower.includes(words))) continue;
    for (const { 0: words, index } of matches(phrase.pattern, lower)) {
      yield { phrase, start: index + (words.length - words.trimStart().length), end: index + words.trimEnd().length };
    }
  }
}

/** What is said to the reader of a text rather than about its subject. */
export const findInstructions: Detector = ({ lower }) => {
  const findings: Finding[] = [];
  for (const { phrase, start, end } of saidIn(lower)) {
    const { kind, severity, reason, near } = phrase;
    // What has a later effect names the effect in its neighbourhood; the others say it themselves.
    const around = kind === 'instruction.later' ? 100 : 0;
    if (near && !near.test(lower.slice(Math.max(0, start - around), end + around))) continue;
    const quoted =
      severity === 'high' && kind !== 'instruction.turn' && SPOKEN_OF.test(lower.slice(Math.max(0, start - 24), start));
    findings.push({ kind, severity: quoted ? 'medium' : severity, start, end, reason });
  }
  return findings;
};
