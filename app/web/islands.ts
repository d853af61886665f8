import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

/** A file made at start: its name holds a hash of its content, so a new content is a new address. */
export interface BundledFile {
  /** The name before its hash: `public.css`, `leave-by-escape.js`. */
  readonly name: string;
  readonly address: string;
  readonly type: string;
  readonly content: Uint8Array;
}

const WEB = import.meta.dirname;

/** Every `*.island.tsx` of the folder `islands` as a module script that phones of 2017 can run. */
export function bundleIslands(): BundledFile[] {
  const entries = readdirSync(path.join(WEB, 'islands'))
    .filter((file) => file.endsWith('.island.tsx'))
    .map((file) => path.join(WEB, 'islands', file));
  return bundle(entries, { format: 'esm', target: 'es2017' });
}

/** The style sheet of every page, what pages for people who work here add, and, for development, the page of components. */
export function bundleStyles(isDevelopment: boolean): BundledFile[] {
  const names = ['public.css', 'desk.css', ...(isDevelopment ? ['style.css'] : [])];
  return bundle(
    names.map((name) => path.join(WEB, 'styles', name)),
    {},
  );
}

/** In memory and at once: no file is written, and no helper process stays behind. */
function bundle(entryPoints: string[], options: BuildOptions): BundledFile[] {
  const { outputFiles = [] } = buildSync({
    entryPoints,
    outdir: WEB,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    write: false,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
    ...options,
  });
  return outputFiles.map((file) => {
    const hashed = path.basename(file.path).replace('.island', '');
    const extension = path.extname(hashed);
    return {
      name: hashed.replace(/-[A-Z0-9]{8}(?=\.\w+$)/, ''),
      address: `/assets/${hashed}`,
      type: extension === '.css' ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
      content: file.contents,
    };
  });
}
