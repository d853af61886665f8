import type { Problem } from '@clew/rules';
import type { JSX } from 'preact';
import {
  DateText,
  definePage,
  type FieldProblem,
  FileField,
  FormPage,
  type Page,
  PageHead,
  PageLink,
  Part,
  showPage,
  Table,
  TextArea,
  useWords,
} from '../../web/index.ts';
import { ProblemLines } from '../problem-lines.tsx';
import { type Draft, draftsOf } from './decision-draft.ts';
import { readMetadata } from './read-metadata.ts';

const FIELD = 'metadata';
/** The field for a file. Its text counts where there is one, else what was pasted. */
const FILE = 'metadata-file';
/** The longest text that is pasted, and the longest of a file, in characters; more is for the command. */
const LONGEST = 20_000;
const LONGEST_FILE = 100_000;
const SHARED = { path: '/law/import', action: 'law.read', title: 'shell.law' } as const;

/** Where metadata of decisions is pasted or sent as a file, to see which files it would become. Nothing is written and nothing is kept. */
export function importPages({ today }: { today: () => string }): Page[] {
  return [
    definePage({ ...SHARED, method: 'get', render: () => <ImportPage text="" /> }),
    definePage({
      ...SHARED,
      method: 'post',
      file: FILE,
      render: ({ form, words }) => {
        const sent = sentIn(form);
        const { text, isFile, shown } = sent;
        const refuse = (message: string) =>
          showPage(<ImportPage text={shown} refusal={{ name: isFile ? FILE : FIELD, message }} />, {
            status: 422,
          });
        if (text.length > (isFile ? LONGEST_FILE : LONGEST))
          return refuse(words.t(isFile ? 'import.file-too-long' : 'import.too-long'));
        if (text.trim() === '') return refuse(words.t('import.empty'));
        const read = readMetadata({ file: isFile ? FILE : FIELD, text, today: today() });
        if (!read.ok) return showPage(<ImportPage text={shown} problems={read.problems} />, { status: 422 });
        return <ImportPage text={shown} drafts={draftsOf(read.decisions)} />;
      },
    }),
  ];
}

type Sent = { text: string; isFile: boolean; shown: string };

/** The text of the file, or what was pasted; and what stands in the form again, so that nothing pasted is lost. */
function sentIn(form: URLSearchParams): Sent {
  // A browser ends a line with two characters where the person typed one.
  const pasted = (form.get(FIELD) ?? '').replaceAll('\r\n', '\n');
  const file = form.get(FILE) ?? '';
  if (file === '') return { text: pasted, isFile: false, shown: pasted };
  const isShort = pasted.trim() === '' && file.length <= LONGEST;
  return { text: file, isFile: true, shown: isShort ? file : pasted };
}

type ImportPageProps = {
  text: string;
  refusal?: FieldProblem;
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
      <ProblemLines title={t('import.problems')} problems={problems} />
      {drafts && <Preview drafts={drafts} />}
      <FormPage
        path="/law/import"
        state={{
          values: new URLSearchParams({ [FIELD]: text }),
          problems: refusal === undefined ? [] : [refusal],
        }}
        hasFile
        next={t('import.go')}
      >
        <TextArea name={FIELD} label={t('import.label')} hint={t('import.hint')} />
        <FileField
          name={FILE}
          label={t('import.file-label')}
          hint={t('import.file-hint')}
          accept=".json,.csv,application/json,text/csv"
        />
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
