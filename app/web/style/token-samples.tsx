import type { JSX } from 'preact';
import { useWords } from '../words-context.ts';
import { Show } from './show.tsx';

const COLOURS = [
  ['paper', 'page'],
  ['sheet', 'what one can touch'],
  ['sunk', 'code'],
  ['wash', 'chosen'],
  ['line', 'decoration only'],
  ['edge', 'strokes that mean'],
  ['ink', 'text, danger'],
  ['soft', 'second text'],
  ['thread', 'the one accent'],
] as const;

const SPACES = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** Colour, type and space: what every component is made from. */
export function TokenSamples(): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <Show
        id="colour"
        title="Colour"
        use="Nine names, light and dark. Text is 7:1 or more on every surface, strokes that carry meaning 3:1 or more."
        never="red, a second accent, colour alone."
      >
        <ul class="swatches" lang="en" dir="ltr">
          {COLOURS.map(([name, purpose]) => (
            <li key={name} class={`c-${name}`}>
              <b>{name}</b>
              <br />
              {purpose}
            </li>
          ))}
        </ul>
      </Show>
      <Show
        id="type"
        title="Type"
        use="System faces, two weights. Sans is Clew speaking; serif is a voice that Clew quotes."
        never="capitals or slant for emphasis; most of our scripts have neither."
      >
        <div class="scale">
          <p class="f4">{t('home.title')}</p>
          <p class="f3">{t('style.sentence')}</p>
          <p class="f2">{t('style.duty.rights')}</p>
          <p class="f1">{t('style.duty.guardian')}</p>
          <p>{t('style.why')}</p>
          <p class="small">{t('style.empty.why')}</p>
          <p class="serif">{t('style.quote')}</p>
        </div>
      </Show>
      <SpaceSample />
    </>
  );
}

function SpaceSample(): JSX.Element {
  return (
    <Show
      id="space"
      title="Space"
      use="Eight steps. One separates what belongs together, three what does not."
    >
      <ul class="spaces" lang="en" dir="ltr">
        {SPACES.map((step) => (
          <li key={step}>
            <i class={`w${step}`} />s{step}
          </li>
        ))}
      </ul>
    </Show>
  );
}
