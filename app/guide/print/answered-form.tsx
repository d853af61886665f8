import type { JSX } from 'preact';
import {
  type Answer,
  definePage,
  type FieldProblem,
  type Page,
  type PlainKey,
  showPage,
} from '../../web/index.ts';

/** What a form may lack, each under the name of its field. */
export type Lacking = { problems: readonly { name: string; message: PlainKey }[] };

export type FormProps = { values: URLSearchParams; problems: readonly FieldProblem[] };

type AnsweredForm<Asked extends object> = {
  path: `/${string}`;
  /** How many bytes every answer has: whoever watches the line does not learn which it is. */
  bytes: number;
  read: (form: URLSearchParams) => Asked | Lacking;
  Form: (props: FormProps) => JSX.Element;
  answer: (asked: Asked) => JSX.Element;
};

/** The two pages of something to print: its form, and what is printed. What was asked stands in no address, and is kept nowhere. */
export function answeredForm<Asked extends object>({
  path,
  bytes,
  read,
  Form,
  answer,
}: AnsweredForm<Asked>): Page[] {
  const shared = { path, title: 'shell.title', inEveryLanguage: true, action: 'public.read' } as const;
  return [
    definePage({
      ...shared,
      method: 'get',
      still: () => '',
      render: () => <Form values={new URLSearchParams()} problems={[]} />,
    }),
    definePage({
      ...shared,
      method: 'post',
      bytes,
      render: ({ form, words }): Answer => {
        const asked = read(form);
        if (!('problems' in asked)) return answer(asked);
        const problems = asked.problems.map(({ name, message }) => ({ name, message: words.t(message) }));
        return showPage(<Form values={form} problems={problems} />, { status: 422 });
      },
    }),
  ];
}
