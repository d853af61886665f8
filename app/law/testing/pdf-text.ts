import { inflateSync } from 'node:zlib';

/** The text of a PDF that Typst wrote, in the order in which it was set: enough to look for a sentence. */
export function pdfText(pdf: Uint8Array): string {
  const objects = objectsOf(Buffer.from(pdf).toString('latin1'));
  const letters = lettersOf(objects);
  const pages = [...objects.values()].filter(({ head }) => /\/Type\s*\/Page\b/.test(head));
  return pages
    .map(({ head }) => {
      const content = objects.get(Number(/\/Contents (\d+)/.exec(head)?.[1]))?.stream ?? '';
      const resources = objects.get(Number(/\/Resources (\d+) 0 R/.exec(head)?.[1]))?.head ?? head;
      return textOf(content, fontsOf(resources, objects, letters));
    })
    .join('\n');
}

type PdfObject = { head: string; stream?: string };
type Letters = ReadonlyMap<string, string>;

function objectsOf(raw: string): Map<number, PdfObject> {
  const found = new Map<number, PdfObject>();
  for (const [, id, body = ''] of raw.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)\sendobj/g)) {
    const start = body.indexOf('stream\n');
    const head = start < 0 ? body : body.slice(0, start);
    if (start < 0) found.set(Number(id), { head });
    else {
      // The last byte may be a line break of its own: only the length tells where it ends.
      const from = start + 'stream\n'.length;
      const bytes = Buffer.from(body.slice(from, from + Number(/\/Length (\d+)/.exec(head)?.[1])), 'latin1');
      const plain = head.includes('FlateDecode') ? inflateSync(bytes) : bytes;
      found.set(Number(id), { head, stream: plain.toString('latin1') });
    }
  }
  return found;
}

/** By object number of a font's map: what each of its glyphs stands for. */
function lettersOf(objects: ReadonlyMap<number, PdfObject>): Map<number, Letters> {
  const found = new Map<number, Letters>();
  for (const [id, { stream = '' }] of objects) {
    if (!stream.includes('beginbfchar')) continue;
    const pairs = [...stream.matchAll(/<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>/g)];
    found.set(id, new Map(pairs.map(([, glyph = '', text = '']) => [glyph.toLowerCase(), fromHex(text)])));
  }
  return found;
}

function fromHex(hex: string): string {
  return Buffer.from(hex, 'hex').swap16().toString('utf16le');
}

function fontsOf(
  resources: string,
  objects: ReadonlyMap<number, PdfObject>,
  letters: ReadonlyMap<number, Letters>,
): Map<string, Letters> {
  const fonts = new Map<string, Letters>();
  for (const [, name = '', id] of resources.matchAll(/\/([Ff]\d+) (\d+) 0 R/g)) {
    const map = /\/ToUnicode (\d+)/.exec(objects.get(Number(id))?.head ?? '')?.[1];
    fonts.set(name, letters.get(Number(map)) ?? new Map());
  }
  return fonts;
}

const SIGNS =
  /\/([Ff]\d+) [\d.]+ Tf|(\[[\s\S]*?\]\s*TJ|\((?:\\[\s\S]|[^\\)])*\)\s*Tj|<[0-9a-fA-F]+>\s*Tj)|(?:^|\s)(BT|q|Q)(?=\s)/g;

function textOf(content: string, fonts: ReadonlyMap<string, Letters>): string {
  let letters: Letters = new Map();
  const before: Letters[] = [];
  let text = '';
  for (const [, font, shown, sign] of content.matchAll(SIGNS)) {
    if (font !== undefined) letters = fonts.get(font) ?? new Map();
    else if (sign === 'BT') text += '\n';
    else if (sign === 'q') before.push(letters);
    else if (sign === 'Q') letters = before.pop() ?? letters;
    else for (const glyph of glyphsOf(shown ?? '')) text += letters.get(glyph) ?? '\ufffd';
  }
  return text;
}

function glyphsOf(shown: string): string[] {
  return [...shown.matchAll(/<([0-9a-fA-F]+)>|\(((?:\\[\s\S]|[^\\)])*)\)/g)].flatMap(([, hex, literal]) => {
    const code = hex ?? Buffer.from(unescaped(literal ?? ''), 'latin1').toString('hex');
    return code.toLowerCase().match(/.{4}/g) ?? [];
  });
}

function unescaped(literal: string): string {
  const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  return literal.replace(/\\(\d{1,3}|[\s\S])/g, (_, sign: string) =>
    /^\d/.test(sign) ? String.fromCharCode(Number.parseInt(sign, 8)) : (named[sign] ?? sign),
  );
}
