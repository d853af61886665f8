import { lstatSync, mkdirSync } from 'node:fs';

/**
 * Whether compiled code may be kept in a folder and taken from it: it belongs to this user, no link stands in its
 * place, and nobody else may enter it. It is made where it is not there.
 */
export function mayKeepCode(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(folder);
    const own = process.getuid?.();
    // Elsewhere than on POSIX nobody can be told from another: nothing is kept.
    return own !== undefined && uid === own && isFolder(mode) && (mode & 0o077) === 0;
  } catch {
    return false;
  }
}

function isFolder(mode) {
  return (mode & 0o170000) === 0o040000;
}
