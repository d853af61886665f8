type Json = Readonly<Record<string, unknown>>;
type Operation = {
  operationId: string;
  summary: string;
  security: readonly unknown[];
  parameters: readonly { name: string; in: string; required: boolean; schema: Json }[];
  requestBody?: unknown;
  responses: Readonly<Record<string, unknown>>;
};
/** What is used of a description (OpenAPI 3.1). */
export type Description = {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: { schemas: Readonly<Record<string, Json>> };
};

const HEAD = `// Made by \`npm run api:client\` of the description that a node serves at /api/openapi.json. Not to be edited.
`;

/** The types and the list of operations of the client library, made of a node's description. */
export function makeClient({ paths, components }: Description): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema)};`,
  );
  const inputs = operations.map(
    ({ operation }) => `  /** ${operation.summary} */\n  ${operation.operationId}: ${inputOf(operation)};`,
  );
  const facts = operations.map(
    ({ path, method, operation }) =>
      `  ${operation.operationId}: { method: '${method}', path: '${path}', once: ${takes(operation, 'Idempotency-Key')} },`,
  );
  return [
    HEAD,
    ...schemas,
    `export type ProblemCode = Problem['code'];`,
    `/** Every operation: what it takes, and what it answers. */\nexport type Operations = {\n${inputs.join('\n')}\n};`,
    `/** How each is asked. */\nexport const OPERATIONS = {\n${facts.join('\n')}\n} as const satisfies Record<keyof Operations, { method: string; path: string; once: boolean }>;`,
  ].join('\n\n');
}

function takes({ parameters }: Operation, header: string): boolean {
  return parameters.some((one) => one.in === 'header' && one.name === header);
}

function inputOf(operation: Operation): string {
  const { operationId, parameters, requestBody } = operation;
  const name = operationId.charAt(0).toUpperCase() + operationId.slice(1);
  const members = [
    groupOf(
      'params',
      parameters.filter((one) => one.in === 'path'),
    ),
    groupOf(
      'query',
      parameters.filter((one) => one.in === 'query'),
    ),
    ...(requestBody === undefined ? [] : [`body: ${name}Body`]),
    ...(takes(operation, 'If-Match') ? ['ifMatch: string'] : []),
    `answer: ${name}Answer`,
  ];
  return `{ ${members.filter((one) => one !== '').join('; ')} }`;
}

function groupOf(name: string, parameters: Operation['parameters']): string {
  if (parameters.length === 0) return '';
  const isNeeded = parameters.some(({ required }) => required);
  const members = parameters.map(
    (one) =>
      `${JSON.stringify(one.name)}${one.required ? '' : '?'}: ${typeOf(one.schema)}${one.required ? '' : ' | undefined'}`,
  );
  return `${name}${isNeeded ? '' : '?'}: { ${members.join('; ')} }`;
}

/** A JSON Schema as a type of TypeScript. What a type cannot say, such as a pattern, the node says when it is asked. */
function typeOf(schema: unknown): string {
  if (typeof schema !== 'object' || schema === null) return 'unknown';
  const { $ref, anyOf, oneOf, allOf, type, enum: words, const: one } = schema as Json;
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? 'unknown';
  if (Array.isArray(words)) return words.map((word) => JSON.stringify(word)).join(' | ');
  if (one !== undefined) return JSON.stringify(one);
  const some = anyOf ?? oneOf;
  if (Array.isArray(some)) return some.map((each) => `(${typeOf(each)})`).join(' | ');
  if (Array.isArray(allOf)) return allOf.map((each) => `(${typeOf(each)})`).join(' & ');
  if (Array.isArray(type)) return type.map((each) => typeOf({ ...schema, type: each })).join(' | ');
  if (type === 'array') return `readonly (${typeOf((schema as Json).items)})[]`;
  if (type === 'object') return objectOf(schema as Json);
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'string' || type === 'boolean' || type === 'null' ? type : 'unknown';
}

function objectOf({ properties = {}, required = [], additionalProperties }: Json): string {
  const needed = new Set(required as readonly string[]);
  const members = Object.entries(properties as Json).map(
    ([name, schema]) =>
      `${JSON.stringify(name)}${needed.has(name) ? '' : '?'}: ${typeOf(schema)}${needed.has(name) ? '' : ' | undefined'}`,
  );
  const own = `{ ${members.join('; ')} }`;
  const isOpen =
    typeof additionalProperties === 'object' && Object.keys(additionalProperties as Json).length > 0;
  if (!isOpen) return members.length === 0 ? 'Readonly<Record<string, unknown>>' : own;
  const others = `Readonly<Record<string, ${typeOf(additionalProperties)}>>`;
  return members.length === 0 ? others : `${own} & ${others}`;
}
