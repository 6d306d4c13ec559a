/**
 * What a setting may be, as the server's JSON schema says it. Pure.
 *
 * @typedef {'flag' | 'number' | 'text' | 'choice' | 'colour' | 'list' | 'other'} Kind
 * @typedef {object} Rule
 * @property {Kind} kind
 * @property {unknown} standard  what it is until somebody changes it
 * @property {number} min
 * @property {number} max  of a number, or characters of a text
 * @property {string[]} values  of a choice
 * @property {string} waitsFor  what is not connected yet; empty: it works
 *
 * @typedef {{ type?: string | string[], properties?: Record<string, Leaf>, enum?: unknown[],
 *   minimum?: number, maximum?: number, minLength?: number, maxLength?: number, pattern?: string,
 *   items?: unknown, default?: unknown, 'x-waitsFor'?: string }} Leaf
 */

/**
 * The settings by their names, in the order of the schema.
 * @param {Leaf} schema
 * @returns {Map<string, Rule>}
 */
export function rulesOf(schema) {
  /** @type {Map<string, Rule>} */
  const rules = new Map();
  collect(schema, '', rules);
  return rules;
}

/**
 * @param {Leaf} node
 * @param {string} path
 * @param {Map<string, Rule>} rules
 */
function collect(node, path, rules) {
  // What has a default of its own is one value, however much it holds.
  if (!node.properties || 'default' in node) return void rules.set(path, ruleOf(node));
  for (const [name, inside] of Object.entries(node.properties)) {
    collect(inside, path ? `${path}.${name}` : name, rules);
  }
}

/**
 * @param {Leaf} leaf
 * @returns {Rule}
 */
function ruleOf(leaf) {
  const kind = kindOf(leaf);
  const isText = kind === 'text';
  return {
    kind,
    standard: leaf.default ?? null,
    min: (isText ? leaf.minLength : leaf.minimum) ?? 0,
    max: (isText ? leaf.maxLength : leaf.maximum) ?? Number.MAX_SAFE_INTEGER,
    values: (leaf.enum ?? []).map(String),
    waitsFor: leaf['x-waitsFor'] ?? '',
  };
}

/**
 * @param {Leaf} leaf
 * @returns {Kind}
 */
function kindOf(leaf) {
  const type = Array.isArray(leaf.type) ? leaf.type.find((each) => each !== 'null') : leaf.type;
  if (leaf.enum) return 'choice';
  if (type === 'boolean') return 'flag';
  if (type === 'integer') return 'number';
  if (type === 'string') return leaf.pattern?.includes('#[0-9a-fA-F]{6}') ? 'colour' : 'text';
  const items = /** @type {{ type?: string } | undefined} */ (leaf.items);
  return type === 'array' && items?.type === 'string' ? 'list' : 'other';
}

/**
 * What is wrong with a value before it is sent, as a key and what it names; nothing where only the
 * server can tell.
 * @param {Rule} rule
 * @param {unknown} value
 * @returns {{ key: string, values?: Record<string, number> } | null}
 */
export function problemOf({ kind, min, max, standard }, value) {
  if (kind === 'colour' && value !== standard && !/^#[0-9a-f]{6}$/i.test(String(value))) {
    return { key: 'settings.colourForm' };
  }
  if (kind === 'number') {
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= min &&
      value <= max;
    return fits ? null : { key: 'settings.range', values: { min, max } };
  }
  if (kind === 'text') {
    const length = [...String(value).trim()].length;
    if (length < min) return { key: 'error.fieldMissing' };
    return length > max ? { key: 'settings.tooLong', values: { max } } : null;
  }
  return null;
}

/**
 * The server's fault in words that name the rule, where the schema knows it.
 * @param {{ code: string, message?: string, field?: string }} fault
 * @param {Rule | undefined} rule
 * @returns {{ key: string, values?: Record<string, number> } | null}  `null`: in its own words
 */
export function faultOf({ code }, rule) {
  if (!rule) return null;
  if (code === 'fieldOutOfRange' && rule.kind === 'number') {
    return { key: 'settings.range', values: { min: rule.min, max: rule.max } };
  }
  if (code === 'fieldTooLong' && rule.kind === 'text') {
    return { key: 'settings.tooLong', values: { max: rule.max } };
  }
  return null;
}

/**
 * What a number counts, as its name ends; empty where it is a plain number.
 * @param {string} field
 * @returns {'seconds' | 'minutes' | 'pixels' | ''}
 */
export function unitOf(field) {
  if (field.endsWith('Seconds')) return 'seconds';
  if (field.endsWith('Minutes')) return 'minutes';
  return field.endsWith('Width') ? 'pixels' : '';
}
