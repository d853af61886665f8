await import('../../../bin/register.mjs');
await import('./start.ts');
