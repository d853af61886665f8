import type { JSX } from 'preact';
import { type MessageKey, useWords } from '../web/index.ts';
import { type Recordings, recordingOf } from './recordings.ts';

type ListenProps = { to: MessageKey; recordings: Recordings };

/**
 * A sentence as a person read it out: a file to keep, which needs neither script nor a player in the page; where the browser
 * plays, the player comes on top. Or that nobody has recorded it yet.
 */
export function Listen({ to, recordings }: ListenProps): JSX.Element {
  const { t, tongue, href } = useWords();
  const found = recordingOf(recordings, tongue, to);
  if (found === undefined) return <p class="small soft">{t('guide.sound.none')}</p>;
  const address = href(found.path);
  return (
    <p>
      <a href={address} download={found.name}>
        {t('guide.sound.listen')}
      </a>{' '}
      {/* biome-ignore lint/a11y/useMediaCaption: what is said stands above it */}
      <audio controls preload="none" src={address} />
    </p>
  );
}
