export { createEmptyDatabase, type EmptyDatabase } from './empty-database.ts';
export { type OtherServer, startOtherServer } from './other-server.ts';
export { createTestLogin, type TestLogin } from './test-login.ts';
export {
  createTestDatabase,
  startTestServer,
  type TestDatabase,
  type TestServer,
  testBinaries,
} from './test-server.ts';
