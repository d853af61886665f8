import type {} from 'vitest';
import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    store: TestServer;
  }
}

/** Starts the one PostgreSQL of a test run; each file copies its template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...server } = await startTestServer();
  project.provide('store', server);
  return stop;
}
