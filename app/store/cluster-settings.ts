/**
 * PostgreSQL's settings for the server that a node runs itself. They are given on the command line, which no
 * configuration file and no ALTER SYSTEM overrides.
 *
 * Its log prints values of rows in errors (a unique violation quotes the key), so nothing under FATAL is logged
 * and no statement or parameter ever is.
 */
export function clusterSettings(socketFolder: string): Record<string, string> {
  return {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: '128MB',
    password_encryption: 'scram-sha-256',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    restart_after_crash: 'on',
    jit: 'off',
    logging_collector: 'off',
    log_min_messages: 'fatal',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    log_statement: 'none',
    log_connections: 'off',
  };
}
