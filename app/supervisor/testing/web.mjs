await import('../../../bin/register.mjs');
await import('./web.ts');
