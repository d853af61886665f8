await import('../../../bin/register.mjs');
await import('./jobs.ts');
