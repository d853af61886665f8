import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

const { resolve } = createRequire(import.meta.url);

const FONTS = [
  'noto-sans/400Regular/NotoSans_400Regular.ttf',
  'noto-sans/700Bold/NotoSans_700Bold.ttf',
  'noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  'noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf',
];

let compiler: Promise<NodeCompiler> | undefined;

/**
 * Sets a Typst template as a PDF. `inputs` are text that the template finds in `sys.inputs`. Fonts are those that are
 * shipped. The same template and inputs give the same bytes. Throws on a template that Typst refuses.
 */
export async function typeset(template: string, inputs: Record<string, string>): Promise<Uint8Array> {
  compiler ??= startCompiler();
  const made = await compiler;
  const compiled = made.compile({ mainFileContent: template, inputs });
  const document = compiled.result;
  if (!document) {
    const faults = compiled.takeError()?.shortDiagnostics ?? [];
    throw new Error(`The template cannot be set: ${JSON.stringify(faults).slice(0, 500)}`);
  }
  const bytes = new Uint8Array(made.pdf(document));
  // What was set stays in the compiler's memory otherwise, words of the case included.
  made.evictCache(0);
  return bytes;
}

async function startCompiler(): Promise<NodeCompiler> {
  const fontBlobs = await Promise.all(FONTS.map((font) => readFile(fontPath(font))));
  // A folder that holds nothing: a template reads no file.
  return NodeCompiler.create({ workspace: '/nonexistent', fontArgs: [{ fontBlobs }] });
}

function fontPath(font: string): string {
  const [family = '', ...rest] = font.split('/');
  return join(dirname(resolve(`@expo-google-fonts/${family}/package.json`)), ...rest);
}
