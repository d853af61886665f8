import type { Problem } from '@clew/rules';
import type { JSX } from 'preact';
import {
  DateText,
  definePage,
  FormPage,
  Note,
  type Page,
  PageHead,
  PageLink,
  Part,
  showPage,
  Table,
  TextArea,
  useWords,
} from '../../web/index.ts';
import { type Draft, draftsOf } from './decision-draft.ts';
import { readMetadata } from './read-metadata.ts';

const FIELD = 'metadata';
/** The longest text that is read here, in characters; a longer file is for the command. */
const LONGEST = 20_000;
const SHARED = { path: '/law/import', action: 'law.read', title: 'shell.law' } as const;

/** Where metadata of decisions is pasted, to see which files it would become. Nothing is written and nothing is kept. */
export function importPages({ today }: { today: () => string }): Page[] {
  return [
    definePage({ ...SHARED, method: 'get', render: () => <ImportPage text="" /> }),
    definePage({
      ...SHARED,
      method: 'post',
      render: ({ form, words }) => {
        const text = form.get(FIELD) ?? '';
        // A browser ends a line with two characters where the person typed one.
        if (text.replaceAll('\r\n', '\n').length > LONGEST)
          return showPage(<ImportPage text={text} refusal={words.t('import.too-long')} />, { status: 422 });
        if (text.trim() === '')
          return showPage(<ImportPage text={text} refusal={words.t('import.empty')} />, { status: 422 });
        const read = readMetadata({ file: FIELD, text, today: today() });
        if (!read.ok) return showPage(<ImportPage text={text} problems={read.problems} />, { status: 422 });
        return <ImportPage text={text} drafts={draftsOf(read.decisions)} />;
      },
    }),
  ];
}

type ImportPageProps = {
  text: string;
  refusal?: string;
  problems?: readonly Problem[];
  drafts?: readonly Draft[];
};

function ImportPage({ text, refusal, problems = [], drafts }: ImportPageProps): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead
        above={
          <>
            <PageLink path="/law">{t('shell.law')}</PageLink> /{' '}
            <PageLink path="/law/decisions">{t('library.kind.decision')}</PageLink>
          </>
        }
        title={t('import.title')}
        lede={t('import.lede')}
      />
      {problems.length > 0 && (
        <Note kind="safety" title={t('import.problems')} level={2}>
          <ul>
            {problems.map(({ line, message }) => (
              <li key={`${line} ${message}`}>
                <bdi lang="en">{t('assess.file.line', { line, message })}</bdi>
              </li>
            ))}
          </ul>
        </Note>
      )}
      {drafts && <Preview drafts={drafts} />}
      <FormPage
        path="/law/import"
        state={{
          values: new URLSearchParams({ [FIELD]: text }),
          problems: refusal === undefined ? [] : [{ name: FIELD, message: refusal }],
        }}
        next={t('import.go')}
      >
        <TextArea name={FIELD} label={t('import.label')} hint={t('import.hint')} />
      </FormPage>
    </>
  );
}

function Preview({ drafts }: { drafts: readonly Draft[] }): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="preview" title={t('import.preview', { count: drafts.length })}>
      <p class="read">{t('import.nothing-written')}</p>
      <Table
        caption={t('import.preview', { count: drafts.length })}
        isCaptionHidden
        columns={[
          { label: t('library.decision') },
          { label: t('library.search.court') },
          { label: t('library.decided') },
          { label: t('library.citation') },
          { label: t('library.read-it-at') },
          { label: t('import.file') },
        ]}
        rows={drafts.map(({ name, of }) => [
          <bdi key="title">{of.title}</bdi>,
          <bdi key="court">{of.court}</bdi>,
          <DateText key="day" day={of.decided} />,
          <bdi key="citation">{of.citation}</bdi>,
          // An address that nobody has looked at is shown and not linked.
          <bdi key="link" class="address">
            {of.link}
          </bdi>,
          <bdi key="file">{name}</bdi>,
        ])}
      />
    </Part>
  );
}
