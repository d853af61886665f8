/** A form as a page shows it. */
export type ShownForm = {
  /** Where it is sent, without its language. */
  path: string;
  /** Where else a button of it sends it. */
  elsewhere: readonly string[];
  method: 'get' | 'post';
  hasFile: boolean;
  fields: readonly ShownField[];
};

export type ShownField = {
  name: string;
  /** `words` is whatever a person types. */
  kind: 'hidden' | 'words' | 'secret' | 'date' | 'file' | 'choice' | 'tick';
  /** What it would send as it stands. */
  values: readonly string[];
  /** What can be chosen. */
  options: readonly string[];
};

/** The forms of a page. */
export function readForms(html: string): ShownForm[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', body = '']) => {
    const attributes = readAttributes(head);
    return {
      path: withoutLanguage(attributes.get('action') ?? ''),
      elsewhere: [...body.matchAll(/ formaction="([^"]*)"/g)].map(([, path = '']) => withoutLanguage(path)),
      method: attributes.get('method') === 'get' ? 'get' : 'post',
      hasFile: attributes.get('enctype') === 'multipart/form-data',
      fields: mergeChoices(readFields(body)),
    };
  });
}

/** Where the links of a page lead inside this site, without their language. */
export function readLinks(html: string): string[] {
  const links = [...html.matchAll(/<a\b([^>]*)>/g)].map(([, head = '']) => readAttributes(head).get('href'));
  return links
    .filter((href): href is string => href?.startsWith('/') ?? false)
    .map((href) => withoutLanguage(href).replace(/#.*$/, ''));
}

function withoutLanguage(path: string): string {
  return path.replace(/^\/(en|fr|es|ar)(?=\/|$)/, '');
}

function readFields(body: string): ShownField[] {
  const inputs = /<input\b([^>]*)>|<textarea\b([^>]*)>(.*?)<\/textarea>|<select\b([^>]*)>(.*?)<\/select>/gs;
  return [...body.matchAll(inputs)].flatMap(([, input, area, text = '', select, choices = '']) => {
    const attributes = readAttributes(input ?? area ?? select ?? '');
    const name = attributes.get('name');
    if (name === undefined) return [];
    if (area !== undefined)
      return [{ name, kind: 'words' as const, values: [plain(text.replace(/^\n/, ''))], options: [] }];
    if (select !== undefined) return [{ name, ...readSelect(choices) }];
    return [{ name, ...readInput(attributes) }];
  });
}

function readSelect(body: string): Omit<ShownField, 'name'> {
  const options = [...body.matchAll(/<option\b([^>]*)>/g)].map(([, head = '']) => readAttributes(head));
  const sentBy = (option: ReadonlyMap<string, string>) => option.get('value') ?? '';
  const chosen = options.filter((option) => option.has('selected')).map(sentBy);
  return { kind: 'choice', values: chosen, options: options.map(sentBy).filter((value) => value !== '') };
}

const KINDS: Readonly<Record<string, ShownField['kind']>> = {
  hidden: 'hidden',
  radio: 'choice',
  checkbox: 'tick',
  date: 'date',
  file: 'file',
  password: 'secret',
};

function readInput(attributes: ReadonlyMap<string, string>): Omit<ShownField, 'name'> {
  const kind = KINDS[attributes.get('type') ?? 'text'] ?? 'words';
  const value = attributes.get('value') ?? '';
  if (kind === 'choice' || kind === 'tick')
    return { kind, values: attributes.has('checked') ? [value] : [], options: [value] };
  return { kind, values: [value], options: [] };
}

/** The radio buttons or boxes of one name are one field. */
function mergeChoices(fields: readonly ShownField[]): ShownField[] {
  const merged = new Map<string, ShownField>();
  for (const field of fields) {
    const before = merged.get(field.name);
    const isMore = before !== undefined && before.kind === field.kind && field.kind !== 'hidden';
    const key = field.kind === 'hidden' ? `${field.name} ${merged.size}` : field.name;
    if (!isMore) merged.set(key, field);
    else
      merged.set(key, {
        ...before,
        values: [...before.values, ...field.values],
        options: [...before.options, ...field.options],
      });
  }
  return [...merged.values()];
}

function readAttributes(head: string): Map<string, string> {
  const found = head.matchAll(/([\w.:-]+)(?:="([^"]*)")?/g);
  return new Map([...found].map(([, name = '', value = '']) => [name, plain(value)]));
}

function plain(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
