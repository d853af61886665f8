import { definePage, type Page } from './page.ts';

/** The page that shows every component; only for development. */
export function stylePages(): Page[] {
  return [
    definePage({
      path: '/style',
      method: 'get',
      action: 'development.style',
      title: 'shell.title',
      render: () => <h1>Style</h1>,
    }),
  ];
}
