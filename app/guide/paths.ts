/**
 * Where the guide's pages stand. A person's browser keeps the address of each in its history: numbers say nothing to whoever
 * reads it there.
 */
export const GUIDE_PATHS = {
  selfCheck: '/i/1',
  rights: '/i/2',
  phone: '/i/3',
  leaving: '/i/4',
  helpers: '/i/5',
  employers: '/i/6',
  help: '/i/7',
  leaflets: '/i/8',
  posters: '/i/9',
  ways: '/i/10',
  reports: '/i/11',
} as const satisfies Record<string, `/${string}`>;
