import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type HsdsDocument, readKept } from './hsds/read-hsds.ts';
import type { Json } from './hsds/read-json.ts';
import { isZone, NEEDS, readSaid, type Said, SERVED, writeSaid } from './terms.ts';

/** The fields of the form that changes an entry. All else of a service comes with its file, and stays as it came. */
export const FIELDS = {
  texts: {
    name: 'name',
    about: 'description',
    how: 'application_process',
    who: 'eligibility_description',
    costs: 'fees_description',
    alert: 'alert',
    email: 'email',
    url: 'url',
  },
  phone: 'phone',
  languages: 'languages',
  needs: 'needs',
  served: 'served',
  free: 'free',
  open: 'open-place',
  countries: 'countries',
  zone: 'zone',
} as const;

const TEXTS = Object.entries(FIELDS.texts);

const Id = z.uuid();

/** A service that nobody has described yet, with the id that its form carries: sent twice, it is proposed once. */
export function newService(form = new URLSearchParams()): HsdsDocument {
  const asked = Id.safeParse(form.get('id'));
  const document = {
    id: asked.success ? asked.data.toLowerCase() : randomUUID(),
    name: '',
    status: 'active',
  };
  return { service: { ...document, status: 'active' }, document };
}

/** What the form shows of a service. */
export function formOf({ service, document }: HsdsDocument): URLSearchParams {
  const values = new URLSearchParams({ id: service.id });
  for (const [field, name] of TEXTS) values.set(field, String(document[name] ?? ''));
  values.set(FIELDS.phone, service.phones?.[0]?.number ?? '');
  values.set(FIELDS.languages, (service.languages ?? []).map(({ code }) => code ?? '').join(', '));
  const said = readSaid(service.attributes);
  for (const need of said.needs) values.append(FIELDS.needs, need);
  for (const one of said.served) values.append(FIELDS.served, one);
  if (said.isFree) values.set(FIELDS.free, 'yes');
  if (said.isPlaceOpen) values.set(FIELDS.open, 'yes');
  values.set(FIELDS.countries, said.countries.join(', '));
  values.set(FIELDS.zone, said.zone ?? '');
  return values;
}

/** The service as the form says it is to be; or the fields that say what no service can have. */
export function readForm(
  { service, document }: HsdsDocument,
  form: URLSearchParams,
): { ok: true; service: HsdsDocument } | { ok: false; fields: readonly string[] } {
  const zone = text(form, FIELDS.zone);
  const countries = listed(form, FIELDS.countries).map((code) => code.toUpperCase());
  const wrong = [
    ...(text(form, 'name') === '' ? ['name'] : []),
    ...(zone !== '' && !isZone(zone) ? [FIELDS.zone] : []),
    ...(countries.every((code) => /^[A-Z]{2}$/.test(code)) ? [] : [FIELDS.countries]),
  ];
  if (wrong.length > 0) return { ok: false, fields: wrong };
  const said: Said = {
    needs: NEEDS.filter((need) => form.getAll(FIELDS.needs).includes(need)),
    served: SERVED.filter((one) => form.getAll(FIELDS.served).includes(one)),
    isFree: form.has(FIELDS.free),
    isPlaceOpen: form.has(FIELDS.open),
    ...{ countries, zone: zone === '' ? undefined : zone },
  };
  const changed = {
    ...withTexts(document, form),
    ...phonesOf(document, form),
    ...languagesOf(document, form),
  };
  const whole = readKept(JSON.stringify(writeSaid({ service, document: changed }, said)));
  if (whole) return { ok: true, service: whole };
  return { ok: false, fields: TEXTS.map(([field]) => field).filter((field) => !isFit(service, field, form)) };
}

/** Whether this field alone would make a service that can be read. */
function isFit({ id }: HsdsDocument['service'], field: string, form: URLSearchParams): boolean {
  const name = FIELDS.texts[field as keyof typeof FIELDS.texts];
  const value = text(form, field);
  return (
    value === '' ||
    readKept(JSON.stringify({ id, name: 'name', status: 'active', [name]: value })) !== undefined
  );
}

function text(form: URLSearchParams, field: string): string {
  return (form.get(field) ?? '').replaceAll('\r\n', '\n').trim();
}

function listed(form: URLSearchParams, field: string): string[] {
  return text(form, field)
    .split(/[\s,;]+/)
    .filter((one) => one !== '');
}

type Document = { [key: string]: Json };

function withTexts(document: Document, form: URLSearchParams): Document {
  const changed = { ...document };
  for (const [field, name] of TEXTS) {
    const value = text(form, field);
    if (value !== '') changed[name] = value;
    else if (name !== 'name') delete changed[name];
  }
  return changed;
}

/** The first number is the one the form shows; further ones stay. */
function phonesOf(document: Document, form: URLSearchParams): Document {
  const [first, ...others] = Array.isArray(document.phones) ? document.phones : [];
  const number = text(form, FIELDS.phone);
  const kept =
    first !== null && typeof first === 'object' && !Array.isArray(first) ? first : { id: randomUUID() };
  const phones = number === '' ? others : [{ ...kept, number }, ...others];
  return phones.length > 0 || document.phones !== undefined ? { phones } : {};
}

function languagesOf(document: Document, form: URLSearchParams): Document {
  const codes = listed(form, FIELDS.languages);
  const known = Array.isArray(document.languages) ? document.languages : [];
  const codeOf = (one: Json) =>
    one !== null && typeof one === 'object' && !Array.isArray(one) ? one.code : undefined;
  const languages = codes.map(
    (code) => known.find((one) => codeOf(one) === code) ?? { id: randomUUID(), code },
  );
  return languages.length > 0 || document.languages !== undefined ? { languages } : {};
}
