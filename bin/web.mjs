// The web process that the supervisor starts.
await import('./register.mjs');
await import('../app/server.ts');
