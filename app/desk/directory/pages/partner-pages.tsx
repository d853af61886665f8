import type { JSX } from 'preact';
import { z } from 'zod';
import {
  type Answer,
  Button,
  Carried,
  DateText,
  definePage,
  type Page,
  PageHead,
  showFault,
  showPage,
  useWords,
  type Visit,
} from '../../../web/index.ts';
import type { Desk } from '../../desk.ts';
import { openCarried, sealCarried } from '../../pages/carried.ts';
import { strangerFrame } from '../../pages/frame.tsx';
import { SHOWN_DAYS } from '../confirm-change.ts';
import { answerLink, findLinked, type Linked } from '../partner-link.ts';
import { ListingPairs } from './listing-words.tsx';

const Box = z.object({ link: z.string(), seen: z.string() });
const PURPOSE = 'directory';
const PATH = '/desk/listing';
const ANSWERS = ['right', 'wrong'] as const;

/** Where the link of a partner leads: what the public is shown, and one press that says it is right. */
export function partnerPages(desk: Desk): Page[] {
  const shared = { action: 'directory.answer', title: 'directory.partner.title', cookies: true } as const;
  return [
    definePage({
      ...{ ...shared, path: `${PATH}/:link`, method: 'get' },
      render: async ({ params }) => {
        const { link = '' } = params;
        const linked = await findLinked(desk, link);
        return linked ? showEntry(desk, linked, link) : linkIsDead();
      },
    }),
    definePage({
      ...{ ...shared, path: PATH, method: 'post', secrets: ['box'] },
      render: (visit) => takeAnswer(desk, visit),
    }),
  ];
}

function linkIsDead(): Answer {
  return showFault({
    status: 410,
    message: 'directory.partner.dead',
    advice: 'directory.partner.dead-advice',
  });
}

function showEntry(desk: Desk, linked: Linked, link: string): Answer {
  const box = sealCarried(desk, PURPOSE, { link, seen: linked.seen });
  return showPage(<PartnerEntry linked={linked} box={box} />, { frame: strangerFrame() });
}

async function takeAnswer(desk: Desk, { form }: Visit): Promise<Answer> {
  const carried = openCarried(desk, PURPOSE, { box: form.get('box'), schema: Box });
  const answer = ANSWERS.find((one) => one === form.get('answer'));
  const linked = carried && (await findLinked(desk, carried.link));
  if (!linked || !carried || !answer) return linkIsDead();
  if (!(await answerLink(desk, linked, { answer, shownAs: carried.seen })))
    return showEntry(desk, linked, carried.link);
  return showPage(<Thanks answer={answer} />, { frame: strangerFrame() });
}

function PartnerEntry({ linked, box }: { linked: Linked; box: string }): JSX.Element {
  const { t, href } = useWords();
  return (
    <div class="read">
      <PageHead
        title={t('directory.partner.ask')}
        lede={t('directory.partner.lede', { days: SHOWN_DAYS })}
        facts={[
          t('directory.until'),
          <DateText key="until" day={linked.expiresAt.toISOString().slice(0, 10)} />,
        ]}
      />
      <ListingPairs listing={linked.listing} />
      <form method="post" action={href(PATH)} autocomplete="off">
        <Carried values={[['box', box]]} />
        <p class="btns">
          <Button name="answer" value="right">
            {t('directory.partner.right')}
          </Button>
          <Button kind="other" name="answer" value="wrong">
            {t('directory.partner.wrong')}
          </Button>
        </p>
      </form>
    </div>
  );
}

function Thanks({ answer }: { answer: (typeof ANSWERS)[number] }): JSX.Element {
  const { t } = useWords();
  const isRight = answer === 'right';
  return (
    <div class="read">
      <PageHead
        title={t('directory.partner.thanks')}
        lede={t(isRight ? 'directory.partner.thanks-right' : 'directory.partner.thanks-wrong', {
          days: SHOWN_DAYS,
        })}
      />
    </div>
  );
}
