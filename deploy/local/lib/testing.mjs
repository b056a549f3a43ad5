import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder that is gone after the test. */
export function temporaryFolder(context) {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-test-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The path of a file that tests run. */
export function fixture(name) {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}

/** Whether a process is there. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
