/**
 * The command line of the demo's programs: `--name value` and bare `--flag`.
 *
 * @param {string[]} argv without the program's own two entries
 * @param {Record<string, 'string' | 'number' | 'flag'>} known the options that the program understands
 * @returns {Record<string, string | number | boolean | undefined>}
 * @throws {Error} for an unknown option, a missing value, or a value that is no number
 */
export function parseOptions(argv, known) {
  /** @type {Record<string, string | number | boolean | undefined>} */
  const options = {};
  for (let i = 0; i < argv.length; i++) {
    const name = argv[i].startsWith('--') ? argv[i].slice(2) : undefined;
    const kind = name === undefined ? undefined : known[name];
    if (name === undefined || kind === undefined) {
      throw new Error(
        `Unknown option ${argv[i]}. Known: ${Object.keys(known)
          .map((k) => `--${k}`)
          .join(', ')}.`,
      );
    }
    if (kind === 'flag') {
      options[name] = true;
      continue;
    }
    const value = argv[++i];
    if (value === undefined) throw new Error(`--${name} needs a value.`);
    if (kind === 'string') {
      options[name] = value;
      continue;
    }
    if (!/^\d+$/.test(value)) throw new Error(`--${name} needs a whole number, not "${value}".`);
    options[name] = Number(value);
  }
  return options;
}

/**
 * Runs a program's main function; a failure is one line on stderr and exit code 1, never a stack.
 *
 * @param {() => Promise<void>} main
 */
export function runMain(main) {
  main().catch((/** @type {unknown} */ error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
