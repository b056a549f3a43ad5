import { runCommand } from './lifecycle.mjs';
import { HELP, operate } from './operations.mjs';
import { EXIT } from './trouble.mjs';

// Whoever reads the answer may have seen enough of it, as head and grep -q do.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.trouble));

await runCommand(async () => {
  const argv = process.argv.slice(2);
  if (argv.length === 0 || argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(HELP);
    return argv.length === 0 ? EXIT.usage : EXIT.ok;
  }
  return operate(argv, process.env, (line) => process.stdout.write(`${line}\n`));
});
