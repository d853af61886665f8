import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { PublicLanguage } from '../language.ts';
import { OUTDATED_NOTE, type Read, type Refusal, type ReturnedUnit, SAFETY_NOTE, type Unit } from './unit.ts';

// XLIFF 2.1, OASIS Standard: https://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html. Its core has the name of 2.0.
const CORE = 'urn:oasis:names:tc:xliff:document:2.0';

/** The strings as an XLIFF 2.1 file, without the end of its last line. The same strings are the same bytes. */
export function writeXliff(language: PublicLanguage, units: readonly Unit[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<xliff xmlns="${CORE}" version="2.1" srcLang="en" trgLang="${language}">`,
    '  <file id="clew" canResegment="no">',
    ...units.flatMap(linesOf),
    '  </file>',
    '</xliff>',
  ].join('\n');
}

function linesOf({ key, english, translation, isOutdated }: Unit): string[] {
  const state = { none: 'initial', draft: 'translated', written: 'final', checked: 'final' } as const;
  const notes = [
    ...(english.safety ? [`        <note category="safety">${SAFETY_NOTE}</note>`] : []),
    ...(isOutdated ? [`        <note category="outdated">${OUTDATED_NOTE}</note>`] : []),
  ];
  const note = notes.length > 0 ? ['      <notes>', ...notes, '      </notes>'] : [];
  const status = isOutdated ? 'draft' : (translation?.status ?? 'none');
  return [
    `    <unit id="${key}">`,
    ...note,
    `      <segment state="${state[status]}">`,
    `        <source xml:space="preserve">${escapeXml(english.text)}</source>`,
    ...(translation ? [`        <target xml:space="preserve">${escapeXml(translation.text)}</target>`] : []),
    '      </segment>',
    '    </unit>',
  ];
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/** Where each element may stand; no other is read. */
const PARENTS: Readonly<Record<string, string>> = {
  xliff: '',
  file: 'xliff',
  unit: 'file',
  notes: 'unit',
  note: 'notes',
  segment: 'unit',
  source: 'segment',
  target: 'segment',
};

/** Nothing that Clew writes is deeper. */
const DEEPEST = 5;

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.why);
    this.refusal = refusal;
  }
}

/**
 * Reads an XLIFF 2 file as `writeXliff` writes it and translators give it back. No document type, entity of its own,
 * processing instruction or further element is read: the file is refused at its line.
 */
export function readXliff(text: string): Read {
  const reading = new Reading();
  try {
    reading.parser.write(text).close();
    return { ok: true, file: { ...reading.result(), lastLine: reading.parser.line } };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

type Open = { key: string; line: number; segments: number; state: string; source?: string; target?: string };

class Reading {
  readonly parser = new SaxesParser({ xmlns: true, position: true });
  readonly #path: string[] = [];
  readonly #units: ReturnedUnit[] = [];
  #language = '';
  #unit: Open | undefined;
  #text = '';

  constructor() {
    const { parser } = this;
    parser.on('error', (error) => this.#refuse('broken', `it is not well-formed XML (${error.message})`));
    parser.on('doctype', () =>
      this.#refuse('doctype', 'it has a document type, in which entities can be hidden'),
    );
    parser.on('processinginstruction', () => this.#refuse('wrong-shape', 'it has a processing instruction'));
    parser.on('opentag', (tag) => this.#open(tag));
    parser.on('closetag', (tag) => this.#close(tag.local));
    parser.on('text', (piece) => {
      this.#text += piece;
    });
    parser.on('cdata', (piece) => {
      this.#text += piece;
    });
  }

  result(): { language: string; units: ReturnedUnit[] } {
    return { language: this.#language, units: this.#units };
  }

  #refuse(code: Refusal['code'], why: string): never {
    throw new Refused({ code, line: this.parser.line, why });
  }

  #open({ local, uri, attributes }: SaxesTagNS): void {
    const parent = this.#path.at(-1) ?? '';
    if (this.#path.length >= DEEPEST) this.#refuse('too-deep', `<${local}> stands too deep`);
    if (uri !== CORE || PARENTS[local] !== parent)
      this.#refuse('wrong-shape', `<${local}> may not stand here; only what Clew wrote is read`);
    this.#path.push(local);
    this.#text = '';
    const attribute = (name: string) => attributes[name]?.value ?? '';
    if (local === 'xliff') {
      if (!/^2\.\d$/.test(attribute('version'))) this.#refuse('wrong-shape', 'it is not XLIFF 2');
      this.#language = attribute('trgLang');
    }
    if (local === 'unit')
      this.#unit = { key: attribute('id'), line: this.parser.line, segments: 0, state: '' };
    if (local === 'segment' && this.#unit) {
      this.#unit.segments += 1;
      this.#unit.state = attribute('state');
    }
  }

  #close(local: string): void {
    this.#path.pop();
    const unit = this.#unit;
    if (!unit) return;
    if (local === 'source' || local === 'target') {
      if (unit[local] !== undefined) this.#refuse('wrong-shape', `“${unit.key}” has two of <${local}>`);
      unit[local] = this.#text;
      if (local === 'target') unit.line = this.parser.line;
    }
    if (local !== 'unit') return;
    const { key, line, segments, state, source, target } = unit;
    if (segments !== 1 || source === undefined)
      this.#refuse('wrong-shape', `“${key}” has not one segment with one source`);
    const isRead = state === 'reviewed' || state === 'final';
    this.#units.push({ key, line, english: source, text: target ?? '', isRead });
    this.#unit = undefined;
  }
}
