import type { ComponentChildren, JSX } from 'preact';
import { useWords } from '../words-context.ts';

/** One of the places that the bar leads to. */
interface StaffPlace {
  readonly path: string;
  readonly name: ComponentChildren;
  readonly isHere: boolean;
}

interface StaffBarProps {
  /** Where the name of the program leads. */
  home: string;
  places: readonly StaffPlace[];
  /** Who is signed in, with what stands under the name; nothing while nobody is. */
  who?: { path: string; name: ComponentChildren; of: ComponentChildren };
}

/** The bar of pages for people who work here. It has no way to leave at once: that is for survivors' pages. */
export function StaffBar({ home, places, who }: StaffBarProps): JSX.Element {
  const { t, href } = useWords();
  return (
    <header class="top">
      <div class="page">
        <a class="clew" href={href(home)}>
          Clew
        </a>
        {places.length > 0 && (
          <nav aria-label={t('shell.places')}>
            <ul class="nav">
              {places.map(({ path, name, isHere }) => (
                <li key={path}>
                  <a href={href(path)} aria-current={isHere ? 'page' : undefined}>
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {who && (
          <a class="who" href={href(who.path)}>
            <bdi>{who.name}</bdi>
            <small>
              <bdi>{who.of}</bdi>
            </small>
          </a>
        )}
      </div>
    </header>
  );
}
