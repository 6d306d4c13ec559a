/**
 * The shapes of docs/protocol.md. Declarations only: never served, never loaded.
 */

export type Who = 'customer' | 'agent';
export type Status =
  | 'WAITING_NEW_CALL'
  | 'SERVING_CUSTOMER'
  | 'REMOTE_CUSTOMER_HANGUP'
  | 'HANG_UP'
  | 'TAKING_BREAK'
  | '';

export type EntryKind =
  | 'facts'
  | 'text'
  | 'answered'
  | 'waitsAgain'
  | 'ended'
  | 'abandoned'
  | 'unanswered';

export type Entry = {
  seq: number;
  id: string;
  kind: EntryKind;
  from: Who | 'system';
  at: number;
  body: string;
  data?: Record<string, unknown> | null;
  cid?: string | null;
};

export type Have = { seq: number; id: string };
export type Reached = { delivered: number; read: number };
export type Marks = { customer: Reached; agent: Reached };
export type ChatState = 'waiting' | 'served' | 'ended' | 'abandoned' | 'unanswered';
export type EndReason = 'customer' | 'agent' | 'customerLost' | 'cancelled' | 'waitLimit';

export type CustomerChat = {
  id: string;
  state: ChatState;
  turn: number;
  formNumber: number;
  agentRole: string;
  agent: { name: string } | null;
  place: number;
  ringing: number;
  nobodyFree: boolean;
  /** Who served this customer last, as long as nobody else is asked. */
  lastAgent: { name: string; busy: boolean } | null;
  preview: boolean;
  textButton: boolean;
  question: string;
  peerConnected: boolean;
  graceSeconds: number;
  endReason: EndReason | null;
};

export type Field = 'name' | 'email' | 'phone' | 'question';

/** A field that the room adds to its form. */
export type CustomField = {
  key: string;
  kind: 'text' | 'lines' | 'choice' | 'checkBox' | 'consent';
  label: string;
  mandatory: boolean;
  /** Of a choice; empty for other kinds. */
  choices: string[];
  /** `null`: always shown. `value`: a choice, or `yes` or `no`. */
  showWhen: { field: string; value: string } | null;
};
/** An answer with its question, as it was asked. */
export type CustomAnswer = {
  key: string;
  kind: CustomField['kind'];
  label: string;
  answer: string | boolean;
};
type Scheme = { theme: string; onTheme: string; bubble: string; onBubble: string; wash: string };
export type Palette = { light: Scheme; dark: Scheme };

/** A picture of the room; its size is `null` where it stands on another host. */
export type ShownImage = { source: string; width: number | null; height: number | null };

export type PublicRoom = {
  company: string;
  companyKey: string;
  room: string;
  agentRole: string;
  /** Of a private room its agent; `answers`: who has left the room answers no chat. */
  privateAgent: { name: string; answers: boolean } | null;
  version?: string;
  /** Which version of its settings this is. */
  settingsVersion: number;
  /** Empty: the usual words. */
  header: string;
  subHeader: string;
  /** The one language of the room's screens; `null`: the browser's. */
  language: string | null;
  /** Instead of "powered by Foyer"; empty: that. */
  brand: string;
  /** `null`: the house's own colours. */
  /** Inside another site's frame, chats open in a window of their own. */
  googleSites: boolean;
  palette: Palette | null;
  logo: ShownImage | null;
  background: ShownImage | null;
  fields: Record<Field, { hidden: boolean; mandatory: boolean }>;
  buttons: { chat: boolean; letter: boolean; letterWhileWaiting: boolean };
  customFields: CustomField[];
  limits: {
    nameCharactersMax: number;
    emailCharactersMax: number;
    phoneCharactersMax: number;
    questionCharactersMax: number;
    customTextCharactersMax: number;
    customLinesCharactersMax: number;
    messageBytesMax: number;
  };
};

export type Ringing = {
  offer: number;
  expiresAt: number;
  seconds: number;
  why: { key: string; values: Record<string, string | number> };
};

export type Card = {
  chat: string;
  room: string;
  turn: number;
  name: string;
  question: string;
  medium: string;
  formNumber: number;
  waitingSince: number;
  ringing: Ringing | null;
  agentsRinging: number;
  nobodyFree: boolean;
};

export type CustomerFacts = {
  id: string;
  number: number;
  name: string;
  email: string;
  phone: string;
  language: string;
  page: string;
};

export type AgentChat = {
  id: string;
  room: string;
  roomName: string;
  formNumber: number;
  state: ChatState;
  turn: number;
  customer: CustomerFacts;
  earlierChats: number;
  askedAt: number;
  servedAt: number | null;
  agentRole: string;
  preview: boolean;
  textButton: boolean;
  customerConnected: boolean;
  graceSeconds: number;
  last: number;
  endReason: EndReason | null;
};

export type GoneReason =
  | 'taken'
  | 'customerLeft'
  | 'expired'
  | 'rejected'
  | 'unavailable'
  | 'unanswered'
  | 'served';

/** What every chat's frames share, on both sides. */
export type LineFrame =
  | { t: 'ack'; chat: string; cid: string; seq: number; id: string; at: number }
  | { t: 'message'; chat: string; entry: Entry }
  | {
    t: 'transcript';
    chat: string;
    entries: Entry[];
    last: number;
    resync: boolean;
    more: boolean;
  }
  | { t: 'typing'; chat: string; from: Who; text: string }
  | { t: 'marks'; chat: string; customer: Reached; agent: Reached }
  | { t: 'peer'; chat: string; who: Who; connected: boolean; graceSeconds: number };

export type ErrorFrame = {
  t: 'error';
  code: string;
  message: string;
  n?: number;
  cid?: string;
  chat?: string;
  field?: string;
};

export type CommonFrame =
  | { t: 'welcome'; now: number; version: string; web?: string }
  | { t: 'ok'; n: number }
  | ErrorFrame
  | { t: 'pong' };

export type CustomerFrame = CommonFrame | LineFrame | { t: 'chat'; chat: CustomerChat };

export type DeskFrame = {
  t: 'desk';
  agent: { id: string; name: string };
  browser: Status;
  mobile: Status;
  /** After a chat: when the agent is ready without saying so. */
  readyAt: number | null;
  rooms: { id: string; name: string; revision: number }[];
  waiting: Card[];
  chats: AgentChat[];
};
export type RoomFrame = {
  t: 'room';
  room: string;
  /** The revision that was told before this one. */
  after: number;
  revision: number;
  cards: Card[];
  gone: { chat: string; reason: GoneReason }[];
  /** Where only the number of others' rings changed. */
  counts?: { chat: string; agentsRinging: number }[];
};
export type StatusFrame = {
  t: 'status';
  browser: Status;
  mobile: Status;
  /** After a chat: when the agent is ready without saying so. */
  readyAt: number | null;
  because: null | 'missedRings';
};
export type AgentFrame =
  | CommonFrame
  | LineFrame
  | DeskFrame
  | RoomFrame
  | StatusFrame
  | { t: 'chat'; chat: AgentChat };

/** Any frame that leaves this browser. */
export type OutFrame = { t: string; [key: string]: unknown };

/** What a customer's browser is told of its own chats that are over. */
export type PastChat = {
  id: string;
  room: string;
  formNumber: number;
  askedAt: number;
  state: ChatState;
  endReason: EndReason | null;
  agent: string | null;
  question: string;
};

/** The one shape of errors over HTTP. */
export type Fault = {
  code: string;
  message: string;
  field?: string;
  /** Which of a field's rules was broken. */
  rule?: string;
  /** Where a plan is why. */
  plan?: string;
  max?: number;
};

export type LimitReading = {
  limit: 'rooms' | 'agents';
  max: number | null;
  source: 'plan' | 'server' | null;
  used: number;
  /** Keys of texts: what happens then. */
  at80: 'limits.shown' | null;
  at100: 'limits.refused' | null;
  refused: { count: number; lastAt: number | null };
};
export type CompanyLimits = {
  plan: { key: string; name: string; features: string[] };
  limits: LimitReading[];
};

export type Agent = {
  id: string;
  name: string;
  email: string;
  administrator: boolean;
  greeting?: string;
};
export type Me = {
  agent: Agent;
  company: { id: string; name: string };
  channel: string;
  rooms: unknown[];
};
export type Room = {
  id: string;
  name: string;
  token: string;
  contactForm: string;
  voice: string;
  video: string;
  whatsApp: string;
  /** Eight digits, without spaces; `null` before a server's first start with numbers. */
  accessNumber: string | null;
  /** Where it is typed. */
  numberPage: string;
  statistics: string;
  statisticsDetails: string;
  settingsVersion: number;
  agents: string[];
};
export type PrivateLink = {
  agent: string;
  token: string;
  answers: boolean;
  contactForm: string;
  voice: string;
  video: string;
  whatsApp: string;
};
/** Some of the rooms, by name. */
export type RoomPage = {
  rooms: Room[];
  /** Rooms that hold the words that were sought. */
  found: number;
  /** Rooms that one sees. */
  all: number;
  more: boolean;
};

export type ListedAgent = Agent & {
  rooms: string[];
  maxChats: number | null;
  passwordSet: boolean;
};
export type Letter = {
  id: string;
  room: string;
  /** Who was meant, by name; `null`: whoever serves the room. */
  for: string | null;
  name: string;
  email: string;
  phone: string;
  question: string;
  language: string;
  page: string;
  custom: CustomAnswer[];
  leftAt: number;
};
export type LetterPage = { letters: Letter[]; more: boolean };
export type EarlierChat = {
  id: string;
  room: string;
  askedAt: number;
  state: ChatState;
  endReason: EndReason | null;
  agent: string | null;
  question: string;
};

/** Who did something; `null`: nobody is known. */
export type Somebody = { id: string; name: string } | null;
export type SettingsChange = { field: string; before: unknown; after: unknown };
export type Finding = { rule: string; field: string; message: string };
/** A room's settings: what is live, and what an edit has changed of it. */
export type Draft = {
  version: number;
  publishedAt: number;
  by: Somebody;
  revision: number;
  editedBy: Somebody;
  editedAt: number | null;
  changes: SettingsChange[];
  settings: Record<string, unknown>;
  findings: Finding[];
  scheduled: { publishAt: number; by: Somebody; changes: SettingsChange[] } | null;
  preview: PublicRoom;
};
export type SettingsVersion = {
  version: number;
  publishedAt: number;
  by: Somebody;
  how: string;
  from: number | null;
  changes: SettingsChange[];
};
export type VersionPage = { versions: SettingsVersion[]; more: boolean };

/** What the console sends to the customer's page that it shows as a preview. */
export type PreviewScreen = 'form' | 'waiting' | 'chatting' | 'nobodyFree';
export type PreviewOrder = {
  t: 'preview';
  room: PublicRoom;
  screen: PreviewScreen;
  dark: boolean;
  /** `null`: the browser's. */
  language: string | null;
  /** What a chat says of its room beside it. */
  phone: { preview: boolean; textButton: boolean };
};
