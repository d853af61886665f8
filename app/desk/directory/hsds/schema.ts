import { z } from 'zod';

// The Human Services Data Specification 3.0, https://github.com/openreferral/specification/tree/3.0/schema, field by field. A test
// holds it against the standard's own schema. What the standard does not name is kept as it came.

/** Longer than anything that belongs into one field. */
const LONGEST = 5_000;

/** Control characters but for line breaks and tabs, marks that turn the direction of what follows, and what is no character. */
const UNSHOWN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF\uFFFE\uFFFF]/;

/** Whether a text holds only what a page can show as it was written. */
export function isShowable(text: string): boolean {
  return !UNSHOWN.test(text);
}

const Text = z.string().max(LONGEST).refine(isShowable);
const Id = z.uuid();
const Mail = Text.regex(/^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/);
/** An address of the web, and of nothing else: no script, no file. */
const Link = Text.refine(isWebAddress);

/** Whether a text is an address that a browser may be led to. */
export function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

const Metadata = z.looseObject({
  id: Id,
  resource_id: Id.optional(),
  resource_type: Text.optional(),
  last_action_date: Text,
  last_action_type: Text,
  field_name: Text,
  previous_value: Text,
  replacement_value: Text,
  updated_by: Text,
});

const Taxonomy = z.looseObject({
  id: Id,
  name: Text,
  description: Text,
  uri: Link.optional(),
  version: Text.optional(),
  metadata: z.array(Metadata).optional(),
});

const TaxonomyTerm = z.looseObject({
  id: Id,
  code: Text.optional(),
  name: Text,
  description: Text,
  parent_id: Id.optional(),
  taxonomy: Text.optional(),
  taxonomy_detail: Taxonomy.optional(),
  language: Text.optional(),
  taxonomy_id: Id.optional(),
  term_uri: Link.optional(),
  metadata: z.array(Metadata).optional(),
});

/** An attribute of the standard. */
export const Attribute = z.looseObject({
  id: Id,
  link_id: Id.optional(),
  taxonomy_term_id: Id.optional(),
  link_type: Text.optional(),
  link_entity: Text.optional(),
  value: Text.optional(),
  taxonomy_term: TaxonomyTerm.optional(),
  metadata: z.array(Metadata).optional(),
});

const Language = z.looseObject({
  id: Id,
  service_id: Id.optional(),
  location_id: Id.optional(),
  phone_id: Id.optional(),
  name: Text.optional(),
  code: Text.optional(),
  note: Text.optional(),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

/** A phone of the standard. */
export const Phone = z.looseObject({
  id: Id,
  location_id: Id.optional(),
  service_id: Id.optional(),
  organization_id: Id.optional(),
  contact_id: Id.optional(),
  service_at_location_id: Id.optional(),
  number: Text,
  extension: z.number().optional(),
  type: Text.optional(),
  description: Text.optional(),
  languages: z.array(Language).optional(),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

const Contact = z.looseObject({
  id: Id,
  organization_id: Id.optional(),
  service_id: Id.optional(),
  service_at_location_id: Id.optional(),
  location_id: Id.optional(),
  name: Text.optional(),
  title: Text.optional(),
  department: Text.optional(),
  email: Mail.optional(),
  phones: z.array(Phone).optional(),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

/** A schedule of the standard. */
export const Schedule = z.looseObject({
  id: Id,
  service_id: Id.optional(),
  location_id: Id.optional(),
  service_at_location_id: Id.optional(),
  valid_from: Text.optional(),
  valid_to: Text.optional(),
  dtstart: Text.optional(),
  timezone: z.number().optional(),
  until: Text.optional(),
  count: z.number().optional(),
  wkst: z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']).optional(),
  freq: z.enum(['WEEKLY', 'MONTHLY']).optional(),
  interval: z.number().optional(),
  byday: Text.optional(),
  byweekno: Text.optional(),
  bymonthday: Text.optional(),
  byyearday: Text.optional(),
  description: Text.optional(),
  opens_at: Text.optional(),
  closes_at: Text.optional(),
  schedule_link: Link.optional(),
  attending_type: Text.optional(),
  notes: Text.optional(),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

const Address = z.looseObject({
  id: Id,
  location_id: Id.optional(),
  attention: Text.optional(),
  address_1: Text,
  address_2: Text.optional(),
  city: Text,
  region: Text.optional(),
  state_province: Text,
  postal_code: Text,
  country: Text,
  address_type: z.enum(['physical', 'postal', 'virtual']),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

const Accessibility = z.looseObject({
  id: Id,
  location_id: Id.optional(),
  description: Text.optional(),
  details: Text.optional(),
  url: Link.optional(),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

/** A location of the standard. */
export const Location = z.looseObject({
  id: Id,
  location_type: z.enum(['physical', 'postal', 'virtual']),
  url: Link.optional(),
  organization_id: Id.optional(),
  name: Text.optional(),
  alternate_name: Text.optional(),
  description: Text.optional(),
  transportation: Text.optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
  external_identifier: Text.optional(),
  external_identifier_type: Text.optional(),
  languages: z.array(Language).optional(),
  addresses: z.array(Address).optional(),
  contacts: z.array(Contact).optional(),
  accessibility: z.array(Accessibility).optional(),
  phones: z.array(Phone).optional(),
  schedules: z.array(Schedule).optional(),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

const ServiceArea = z.looseObject({
  id: Id,
  service_id: Id.optional(),
  name: Text.optional(),
  description: Text.optional(),
  extent: Text.optional(),
  extent_type: Text.optional(),
  uri: Text.optional(),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

const ServiceAtLocation = z.looseObject({
  id: Id,
  service_id: Id.optional(),
  location_id: Id.optional(),
  description: Text.optional(),
  contacts: z.array(Contact).optional(),
  phones: z.array(Phone).optional(),
  schedules: z.array(Schedule).optional(),
  location: Location.optional(),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

const CostOption = z.looseObject({
  id: Id,
  service_id: Id.optional(),
  valid_from: Text.optional(),
  valid_to: Text.optional(),
  option: Text.optional(),
  currency: Text.optional(),
  amount: z.number().optional(),
  amount_description: Text.optional(),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

const Funding = z.looseObject({
  id: Id,
  organization_id: Id.optional(),
  service_id: Id.optional(),
  source: Text.optional(),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

const Program = z.looseObject({
  id: Id,
  organization_id: Id.optional(),
  name: Text,
  alternate_name: Text.optional(),
  description: Text,
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

const OrganizationIdentifier = z.looseObject({
  id: Id,
  organization_id: Id.optional(),
  identifier_scheme: Text.optional(),
  identifier_type: Text,
  identifier: Text,
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

const Organization = z.looseObject({
  id: Id,
  name: Text,
  alternate_name: Text.optional(),
  description: Text,
  email: Mail.optional(),
  website: Link.optional(),
  tax_status: Text.optional(),
  tax_id: Text.optional(),
  year_incorporated: z.number().optional(),
  legal_status: Text.optional(),
  logo: Text.optional(),
  uri: Link.optional(),
  parent_organization_id: Id.optional(),
  funding: z.array(Funding).optional(),
  contacts: z.array(Contact).optional(),
  phones: z.array(Phone).optional(),
  locations: z.array(Location).optional(),
  programs: z.array(Program).optional(),
  organization_identifiers: z.array(OrganizationIdentifier).optional(),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

const RequiredDocument = z.looseObject({
  id: Id,
  service_id: Id.optional(),
  document: Text.optional(),
  uri: Link.optional(),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

/** A service of the standard. */
export const Service = z.looseObject({
  id: Id,
  organization_id: Id.optional(),
  program_id: Id.optional(),
  name: Text,
  alternate_name: Text.optional(),
  description: Text.optional(),
  url: Link.optional(),
  email: Mail.optional(),
  status: z.enum(['active', 'inactive', 'defunct', 'temporarily closed']),
  interpretation_services: Text.optional(),
  application_process: Text.optional(),
  fees_description: Text.optional(),
  wait_time: Text.optional(),
  fees: Text.optional(),
  accreditations: Text.optional(),
  eligibility_description: Text.optional(),
  minimum_age: z.number().optional(),
  maximum_age: z.number().optional(),
  assured_date: Text.optional(),
  assurer_email: Mail.optional(),
  licenses: Text.optional(),
  alert: Text.optional(),
  last_modified: Text.optional(),
  phones: z.array(Phone).optional(),
  schedules: z.array(Schedule).optional(),
  service_areas: z.array(ServiceArea).optional(),
  service_at_locations: z.array(ServiceAtLocation).optional(),
  languages: z.array(Language).optional(),
  organization: Organization.optional(),
  funding: z.array(Funding).optional(),
  cost_options: z.array(CostOption).optional(),
  program: Program.optional(),
  required_documents: z.array(RequiredDocument).optional(),
  contacts: z.array(Contact).optional(),
  attributes: z.array(Attribute).optional(),
  metadata: z.array(Metadata).optional(),
});

export type Service = z.infer<typeof Service>;
export type Schedule = z.infer<typeof Schedule>;
export type Attribute = z.infer<typeof Attribute>;
export type Location = z.infer<typeof Location>;
export type Phone = z.infer<typeof Phone>;
