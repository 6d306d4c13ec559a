/**
 * The order of the settings' screens: groups, their sections, and the questions of each. What the
 * schema has beside these stands at the end of its group. Pure.
 *
 * @typedef {string | Pair} Question  one setting; or two about one thing, side by side
 * @typedef {{ pair: string, parts: string[] }} Pair
 * @typedef {{ name: string, questions: Question[] }} Section  `name` is empty where there is one
 * @typedef {{ name: GroupName, sections: Section[] }} Group
 * @typedef {'links' | 'contactForm' | 'assignment' | 'distribution' | 'whatsApp' | 'charging'
 *   | 'phones' | 'publicProfile' | 'website' | 'statistics' | 'history'} GroupName
 */

/**
 * Whether the customer's side has it, and whether the agent's has.
 * @param {string} pair
 */
const sides = (pair) => ({ pair, parts: ['customer', 'agent'] });

/** @param {string} pair */
const asked = (pair) => ({ pair, parts: ['hidden', 'mandatory'] });

/** @type {readonly Group[]} */
export const layout = [
  { name: 'links', sections: [] },
  {
    name: 'contactForm',
    sections: [
      {
        name: 'buttons',
        questions: [
          'contactForm.chatButton',
          'contactForm.letterButton',
          'contactForm.voiceButton',
          'contactForm.videoButton',
          'contactForm.whatsAppButton',
        ],
      },
      {
        name: 'title',
        questions: [
          'contactForm.companyName',
          'contactForm.header',
          'contactForm.subHeader',
          'contactForm.logo',
          'contactForm.language',
          'contactForm.googleSites',
          'contactForm.brand',
        ],
      },
      {
        name: 'fields',
        questions: [
          asked('contactForm.name'),
          asked('contactForm.email'),
          asked('contactForm.phone'),
          asked('contactForm.question'),
          'contactForm.customFields',
          'contactForm.theme',
          'contactForm.colour',
        ],
      },
      { name: 'background', questions: ['contactForm.background'] },
    ],
  },
  {
    name: 'assignment',
    sections: [
      {
        name: '',
        questions: ['assignment.sameAgent', 'assignment.allowLetter', 'assignment.allowAlert'],
      },
    ],
  },
  {
    name: 'distribution',
    sections: [
      {
        name: '',
        questions: [
          'distribution.desktopRingSeconds',
          'distribution.lastAgentRingSeconds',
          'distribution.agentsAtOnce',
          'distribution.maxRounds',
          'distribution.waitLimitSeconds',
          'distribution.wrapUpSeconds',
          'distribution.priorityMinutes',
        ],
      },
    ],
  },
  {
    name: 'whatsApp',
    sections: [{ name: '', questions: ['whatsApp.onlineAgents', 'whatsApp.offlineAgents'] }],
  },
  {
    name: 'charging',
    sections: [
      {
        name: '',
        questions: [
          'charging.method',
          'charging.agentsOwnScheme',
          'charging.currency',
          'charging.firstMinutes',
          'charging.firstFee',
          'charging.everyMinutes',
          'charging.everyFee',
          'charging.cap',
        ],
      },
    ],
  },
  {
    name: 'phones',
    sections: [
      {
        name: 'talk',
        questions: [
          'phones.agentRole',
          sides('phones.textButton'),
          'phones.hidePreview',
          'phones.simultaneousChats',
          'phones.maxChats',
          'phones.lostConnectionSeconds',
        ],
      },
      {
        name: 'calls',
        questions: [
          sides('phones.voiceButton'),
          sides('phones.videoButton'),
          sides('phones.screenSharing'),
          sides('phones.fullScreenVideo'),
          'phones.videoRecording',
          'phones.remoteControl',
          'phones.conference',
          'phones.startTimer',
          'phones.stopTimer',
        ],
      },
    ],
  },
  {
    name: 'publicProfile',
    sections: [
      {
        name: '',
        questions: [
          'publicProfile.companyName',
          'publicProfile.contactEmail',
          'publicProfile.tags',
          'publicProfile.public',
        ],
      },
    ],
  },
  {
    name: 'website',
    sections: [
      {
        name: 'icon',
        questions: [
          'website.position',
          'website.icon',
          'website.iconSize',
          'website.iconColour',
          'website.hideBelowWidth',
          'website.openOn',
        ],
      },
      {
        name: 'whisper',
        questions: [
          'website.whisperText',
          'website.whisperAfterSeconds',
          'website.whisperColour',
          'website.whisperTextColour',
        ],
      },
    ],
  },
  {
    name: 'statistics',
    sections: [{ name: '', questions: ['statistics.details', 'statistics.key'] }],
  },
  { name: 'history', sections: [] },
];

/**
 * The settings that a question is about.
 * @param {Question} question
 */
export function fieldsOf(question) {
  if (typeof question === 'string') return [question];
  return question.parts.map((part) => `${question.pair}.${part}`);
}

/**
 * The groups as this server's schema fills them: what it has not is left out, what the layout does
 * not know stands at the end of its group.
 * @param {Iterable<string>} known  the names of all settings
 * @returns {Group[]}
 */
export function laidOut(known) {
  const fields = [...known];
  const placed = new Set(layout.flatMap(({ sections }) => sections).flatMap(allOf));
  return layout.map(({ name, sections }) => {
    const more = fields.filter((field) => !placed.has(field) && field.startsWith(`${name}.`));
    const kept = sections.map((section) => ({
      ...section,
      questions: section.questions.flatMap((question) => presentOf(question, fields)),
    }));
    const last = kept.at(-1) ?? { name: '', questions: [] };
    const rest = { ...last, questions: [...last.questions, ...more] };
    return { name, sections: [...kept.slice(0, -1), rest].filter(hasQuestions) };
  });
}

/** @param {Group} group */
export function fieldsOfGroup({ sections }) {
  return sections.flatMap(allOf);
}

/**
 * Whose screen a setting stands on.
 * @param {string} field
 * @returns {string}
 */
export function groupOf(field) {
  return field.split('.')[0] ?? '';
}

/** @param {Section} section */
function allOf({ questions }) {
  return questions.flatMap(fieldsOf);
}

/** @param {Section} section */
function hasQuestions({ questions }) {
  return questions.length > 0;
}

/**
 * @param {Question} question
 * @param {string[]} fields
 * @returns {Question[]}
 */
function presentOf(question, fields) {
  const there = fieldsOf(question).filter((field) => fields.includes(field));
  if (there.length === 0) return [];
  if (typeof question === 'string') return [question];
  return there.length === question.parts.length ? [question] : there;
}
