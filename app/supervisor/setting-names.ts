/** Every environment variable that a node reads, and what it is for. Beside them only XDG_DATA_HOME, which moves the home of data. */
export const settingNames = {
  CLEW_CONFIG: 'file with a line NAME=value for any of the settings below; the environment outranks it',
  CLEW_DATA: 'folder of the data; a fixed one per checkout if not set',
  CLEW_HOST: 'address to listen on; localhost if not set',
  CLEW_PORT: 'port to listen on; 1414 if not set, 0 for any free one',
  CLEW_ORIGIN: 'public address, such as https://clew.example.org; needed beyond this machine',
  CLEW_TLS_CERT: 'file of the TLS certificate chain (PEM)',
  CLEW_TLS_KEY: 'file of the TLS key (PEM)',
  CLEW_TRUSTED_PROXY:
    'addresses or networks that may connect, with commas between: the proxy, such as 10.0.0.2, and who asks /health',
  CLEW_BACKUPS: 'folder, best on another disk, into which a sealed backup is written each day',
  CLEW_METRICS_PORT: 'port on which this machine alone reads /metrics; none if not set',
  CLEW_LOG: 'plain for sentences, json for a line of JSON each; plain if not set',
  CLEW_OUTGOING_NETWORKS:
    'networks of your own that alarms and sign-in may reach, with commas between, such as 10.20.0.0/16; the public internet alone if not set',
  CLEW_LEAVE_TO: 'neutral page that "Leave now" goes to',
  DATABASE_URL: 'PostgreSQL 15 to 18 as the application; its own server if not set',
  DATABASE_ADMIN_URL: 'the same database as a role that migrates it',
} as const;

export type SettingName = keyof typeof settingNames;
