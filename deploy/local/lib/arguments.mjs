import { EXIT, Trouble } from './trouble.mjs';

/**
 * Reads a command line by a declaration of its options.
 *
 * @param {string[]} argv the arguments behind the command's name
 * @param {Record<string, {value?: string, number?: {least: number}, oneOf?: readonly string[],
 *     initial?: string | number, says: string}>} options by name without dashes: with `value` (how the help calls it) the
 *     option takes one, otherwise it is a switch
 * @returns {Record<string, string | number | boolean | undefined>} by name in camel case
 * @throws {Trouble} with exit code 2, naming the option
 */
export function parseArguments(argv, options) {
  const parsed = {};
  for (const [name, option] of Object.entries(options)) {
    parsed[camel(name)] = option.initial ?? (option.value ? undefined : false);
  }
  for (let i = 0; i < argv.length; i++) {
    const [dashed, ...inline] = argv[i].split('=');
    const name = dashed === '-h' ? 'help' : dashed.replace(/^--/, '');
    if (!argv[i].startsWith('-') || !Object.hasOwn(options, name)) {
      throw usage(`There is no option ${argv[i]}.`);
    }
    const option = options[name];
    if (!option.value) {
      if (inline.length > 0) {
        throw usage(`--${name} takes no value.`);
      }
      parsed[camel(name)] = true;
      continue;
    }
    const text = inline.length > 0 ? inline.join('=') : argv[++i];
    if (text === undefined || text === '') {
      throw usage(`--${name} needs a value: ${option.value}.`);
    }
    parsed[camel(name)] = option.number ? number(name, text, option.number.least) : word(name, text, option.oneOf);
  }
  return parsed;
}

/** The help text for options: one line each. */
export function describeOptions(options) {
  const heads = Object.entries(options).map(([name, option]) =>
    option.value ? `--${name} ${option.value}` : `--${name}`,
  );
  const width = Math.max(...heads.map((head) => head.length));
  return Object.values(options)
    .map((option, i) => {
      const known = option.initial === undefined ? '' : ` (default ${option.initial})`;
      return `  ${heads[i].padEnd(width)}  ${option.says}${known}`;
    })
    .join('\n');
}

function number(name, text, least) {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) {
    throw usage(`--${name} must be a whole number from ${least}, but is ${text}.`);
  }
  return value;
}

function word(name, text, oneOf = [text]) {
  if (!oneOf.includes(text)) {
    throw usage(`--${name} must be ${oneOf.join(' or ')}, but is ${text}.`);
  }
  return text;
}

function camel(name) {
  return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}

function usage(message) {
  return new Trouble(`${message} --help lists the options.`, EXIT.usage);
}
