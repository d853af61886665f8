// `npm run api:attack -- PROGRAM` attacks every route of the API with schemathesis; CI makes PROGRAM first.
await import('./register.mjs');
const { attackApi } = await import('../e2e/attack/attack-api.ts');
process.exit(await attackApi(process.argv[2] ?? 'schemathesis'));
