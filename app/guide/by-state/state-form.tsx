import type { Law } from '@clew/rules';
import type { JSX } from 'preact';
import { encodedStates, stateName, stateNames } from '../../law/index.ts';
import {
  type Answer,
  Choice,
  definePage,
  type FieldProblem,
  FormPage,
  type Page,
  PageHead,
  type PlainKey,
  showPage,
  useWords,
  type Visit,
} from '../../web/index.ts';

/** The field that names a country, as on the page of rights. */
const STATE_FIELD = 'where';

type AskedState = { code: string; name: string };

type StatePages = {
  law: Law;
  path: `/${string}`;
  title: PlainKey;
  lede: PlainKey;
  /** So many bytes has every answer; a demo shows more, and hides nothing by its length. */
  bytes: number | undefined;
  render: (state: AskedState) => JSX.Element;
};

/** Two pages: one asks for a country, the other says what is known of it. The country stands in no address, and nothing is kept. */
export function statePages({ law, path, title, lede, bytes, render }: StatePages): Page[] {
  const shared = { path, title: 'shell.title', inEveryLanguage: true } as const;
  const ask = (values: URLSearchParams, problems: readonly FieldProblem[] = []) => (
    <AskState law={law} path={path} title={title} lede={lede} values={values} problems={problems} />
  );
  const answer = ({ form, words }: Visit): Answer => {
    const code = form.get(STATE_FIELD) ?? '';
    if (encodedStates(law).includes(code)) return render({ code, name: stateName(code, words.tongue) });
    const problem = { name: STATE_FIELD, message: words.t('guide.rights.no-state') };
    return showPage(ask(form, [problem]), { status: 422 });
  };
  return [
    definePage({
      ...shared,
      method: 'get',
      action: 'public.read',
      still: () => '',
      render: () => ask(new URLSearchParams()),
    }),
    definePage({
      ...shared,
      method: 'post',
      action: 'public.read',
      ...(bytes === undefined ? {} : { bytes }),
      render: answer,
    }),
  ];
}

type AskStateProps = Omit<StatePages, 'bytes' | 'render'> & {
  values: URLSearchParams;
  problems: readonly FieldProblem[];
};

function AskState({ law, path, title, lede, values, problems }: AskStateProps): JSX.Element {
  const { t, tongue } = useWords();
  return (
    <>
      <PageHead title={t(title)} lede={t(lede)} />
      <div class="part">
        <FormPage path={path} state={{ values, problems }} next={t('guide.print.show')}>
          <Choice
            name={STATE_FIELD}
            label={t('guide.rights.state')}
            hint={t('guide.rights.state-hint')}
            look="select"
            options={stateNames(law, tongue)}
          />
        </FormPage>
      </div>
    </>
  );
}
