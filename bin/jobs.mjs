// The process for jobs that the supervisor starts.
await import('./register.mjs');
await import('../app/jobs.ts');
