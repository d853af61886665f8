/** What a command tells meanwhile, on the terminal's own line; nothing where nobody looks. */
export function progress(): { onProgress?: (words: string) => void } {
  if (!process.stderr.isTTY) return {};
  return { onProgress: (words) => void process.stderr.write(`\r\u001b[K${words}`) };
}

/** Takes that line away again, before the answer is printed. */
export function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
