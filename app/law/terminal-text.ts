/** Plain text for a terminal of 80 columns. */
const WIDTH = 80;

/** Where the text stands beside a verdict. */
export const INDENT = 11;

export type Style = { colour: boolean };

/**
 * Text from a file or a command line, made safe to print: a control character could rewrite what stands above it,
 * and a direction mark could turn a line round or hide in it. The two joiners stay: some scripts spell with them.
 */
export function safe(text: string): string {
  return text.replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
}

/** JSON, indented, in which nothing can steer a terminal: JSON itself lets U+009B and direction marks stand as they are. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\p{Cf}]/gu, escapeUnits);
}

function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/** Breaks text at spaces into lines of at most 80 columns, each after `indent` spaces. */
export function wrap(text: string, indent = 0): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of safe(text).split(/\s+/).filter(Boolean)) {
    if (line !== '' && indent + columns(line) + 1 + columns(word) > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines.map((part) => ' '.repeat(indent) + part);
}

/** Text and a remark at the end of its last line, if both fit there; else the remark on a line of its own. */
export function spread(text: string, remark: string, indent = 0): string[] {
  const lines = wrap(text, indent);
  const last = lines.pop() ?? ' '.repeat(indent);
  const gap = WIDTH - columns(last) - columns(remark);
  if (gap >= 2) return [...lines, last + ' '.repeat(gap) + safe(remark)];
  return [...lines, last, ...wrap(remark, indent + 2)];
}

function columns(text: string): number {
  return [...text.replace(/\p{Mn}/gu, '')].length;
}

/** Bold text, where colour was asked for. */
export function bold(text: string, { colour }: Style): string {
  return colour ? `\u001b[1m${text}\u001b[22m` : text;
}

/** Green, where colour was asked for: the one accent. It never says anything that the words do not. */
export function green(text: string, { colour }: Style): string {
  return colour ? `\u001b[32m${text}\u001b[39m` : text;
}
