import { chooseEncoding, compressFile, type Encoding } from './compression.ts';
import { type BundledFile, bundleIslands, bundleStyles } from './islands.ts';

/** The files that pages load: style sheets and islands, held in memory. */
export interface Assets {
  /** The address of a file by its plain name, `public.css`; throws if there is none. */
  address(name: string): string;
  /** The file at an address. Undefined for any other: nothing is ever read from disk here, so no path leads out. */
  serve(request: Request): Promise<Response | undefined>;
}

/** Bundles styles and islands once. */
export function bundleAssets(isDevelopment: boolean): Assets {
  const files = [...bundleStyles(isDevelopment), ...bundleIslands()];
  const byAddress = new Map(files.map((file) => [file.address, file]));
  const byName = new Map(files.map((file) => [file.name, file]));
  const compressed = new Map<string, Promise<Uint8Array>>();

  function compressOnce(file: BundledFile, encoding: Encoding): Promise<Uint8Array> {
    const key = `${encoding} ${file.address}`;
    const made = compressed.get(key) ?? compressFile(file.content, encoding);
    compressed.set(key, made);
    return made;
  }

  return {
    address(name) {
      const file = byName.get(name);
      if (file === undefined) throw new Error(`No style sheet or island is called ${name}.`);
      return file.address;
    },
    async serve(request) {
      const file = byAddress.get(new URL(request.url).pathname);
      if (file === undefined) return undefined;
      const headers = new Headers({ 'Content-Type': file.type, Vary: 'Accept-Encoding' });
      const encoding = chooseEncoding(request.headers.get('Accept-Encoding'));
      if (encoding === undefined) return new Response(copyOf(file.content), { headers });
      headers.set('Content-Encoding', encoding);
      return new Response(copyOf(await compressOnce(file, encoding)), { headers });
    },
  };
}

function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
