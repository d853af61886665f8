export {
  createTestDatabase,
  startTestServer,
  type TestDatabase,
  type TestServer,
  testBinaries,
} from './test-server.ts';
