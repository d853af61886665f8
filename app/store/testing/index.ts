export { type OtherServer, type OtherServerOptions, startOtherServer } from './other-server.ts';
export {
  createTestDatabase,
  startTestServer,
  type TestDatabase,
  type TestServer,
  testBinaries,
} from './test-server.ts';
