import type { JSX } from 'preact';
import { z } from 'zod';
import type { PlainKey } from '../catalogues.ts';
import { PageLink } from '../components/button.tsx';
import { Choice, Field, TextArea, Tick } from '../components/field.tsx';
import { type FieldProblem, FormPage, type FormState } from '../components/form-page.tsx';
import { Progress, Question } from '../components/question.tsx';
import type { Words } from '../words.ts';
import { useWords } from '../words-context.ts';
import { Show } from './show.tsx';

const SampleForm = z.object({
  phone: z.string().regex(/^[+\d\s]*$/),
  story: z.string().trim().min(1),
});

const MESSAGES: Readonly<Record<keyof z.infer<typeof SampleForm>, PlainKey>> = {
  phone: 'style.field.phone-wrong',
  story: 'style.field.words-wrong',
};

/** What is wrong with the sample form as it was sent, field by field. */
export function findProblems(form: URLSearchParams, { t }: Words): FieldProblem[] {
  const read = SampleForm.safeParse({ phone: form.get('phone') ?? '', story: form.get('story') ?? '' });
  if (read.success) return [];
  const wrong = new Set(read.error.issues.map((issue) => issue.path[0]));
  return (['phone', 'story'] as const)
    .filter((name) => wrong.has(name))
    .map((name) => ({ name, message: t(MESSAGES[name]) }));
}

/** Question card and form fields, in a form that can be sent. */
export function FormSample({ state, isReceived }: { state: FormState; isReceived: boolean }): JSX.Element {
  const { t } = useWords();
  return (
    <Show
      id="form"
      title="Questions and form fields"
      use="One question with four answers of one size, why it is asked, nothing chosen beforehand. Label, hint, message above the field; what was typed stays."
      never="placeholders, stars, red, a score, a percentage, a message that blames."
    >
      {isReceived && <p>{t('style.field.received')}</p>}
      <Progress answered={6} left={5} />
      <FormPage
        path="/style"
        state={state}
        next={t('style.next')}
        besideNext={<PageLink path="/style">{t('style.stop')}</PageLink>}
      >
        <Question name="can-leave" question={t('style.question')} why={t('style.why')} />
        <Field name="arrived" label={t('style.field.arrived')} hint={t('style.field.arrived-hint')} />
        <Field name="phone" label={t('style.field.phone')} type="tel" />
        <TextArea name="story" label={t('style.field.words')} />
        <Choice
          name="where"
          label={t('style.field.where')}
          options={[
            { value: 'here', label: t('style.field.here') },
            { value: 'elsewhere', label: t('style.field.elsewhere') },
          ]}
        />
        <Choice
          name="state"
          label={t('style.table.state')}
          look="select"
          options={[
            { value: '1', label: `${t('style.state')} 1` },
            { value: '2', label: `${t('style.state')} 2` },
          ]}
        />
        <Tick name="clinic" label={t('style.field.tick')} />
      </FormPage>
    </Show>
  );
}
