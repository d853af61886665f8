import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import init, { type TypstCompiler, TypstCompilerBuilder } from '@myriaddreamin/typst-ts-web-compiler';

const { resolve } = createRequire(import.meta.url);

const FONTS = [
  'noto-sans/400Regular/NotoSans_400Regular.ttf',
  'noto-sans/700Bold/NotoSans_700Bold.ttf',
  'noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  'noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf',
];

/** How the compiler is to tell what is wrong: with the place. */
const FULL_DIAGNOSTICS = 3;

let compiler: Promise<TypstCompiler> | undefined;

/**
 * Sets a Typst template as a tagged PDF. `inputs` are text that the template finds in `sys.inputs`. Fonts are those that
 * are shipped. The same template and inputs give the same bytes. Throws on a template that Typst refuses.
 */
export async function typeset(template: string, inputs: Record<string, string>): Promise<Uint8Array> {
  compiler ??= startCompiler();
  const made = await compiler.catch((error: unknown) => {
    // A start that failed once is tried again for the next memo.
    compiler = undefined;
    throw error;
  });
  made.add_source('/main.typ', template);
  const { result, diagnostics } = made.compile('/main.typ', Object.entries(inputs), 'pdf', FULL_DIAGNOSTICS);
  // Its caches hold words of the case. Its memory may still: that ends with the web process.
  made.reset();
  if (!result) throw new Error(`The template cannot be set: ${JSON.stringify(diagnostics).slice(0, 500)}`);
  return result;
}

/** WebAssembly sees no disk and no network; the template cannot read what it is not given. */
async function startCompiler(): Promise<TypstCompiler> {
  await init({ module_or_path: await readFile(resolve('@myriaddreamin/typst-ts-web-compiler/wasm')) });
  const builder = new TypstCompilerBuilder();
  builder.set_dummy_access_model();
  for (const font of FONTS) await builder.add_raw_font(await readFile(fontPath(font)));
  return builder.build();
}

function fontPath(font: string): string {
  const [family = '', ...rest] = font.split('/');
  return join(dirname(resolve(`@expo-google-fonts/${family}/package.json`)), ...rest);
}
