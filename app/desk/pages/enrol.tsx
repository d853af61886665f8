import { randomUUID } from 'node:crypto';
import type { ComponentChildren, JSX } from 'preact';
import { z } from 'zod';
import {
  Field,
  type FieldProblem,
  FormPage,
  type FormState,
  PageHead,
  Part,
  QrCode,
  qrSquares,
  SecretField,
  useWords,
  type Visit,
  type Words,
} from '../../web/index.ts';
import type { Newcomer } from '../agency/newcomer.ts';
import type { Desk } from '../desk.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import { judgeNewPassphrase } from '../sign-in/new-passphrase.ts';
import { codeAddress, groupSecret, makeCodeSecret, stepOfCode } from '../sign-in/one-time-code.ts';
import { deriveKey } from '../sign-in/passphrase.ts';
import { isOwnPart, readSignInName } from '../sign-in/sign-in-name.ts';
import { PASSPHRASE_WORDS, PassphraseOffer } from './passphrase-offer.tsx';

/** The fields of the first step that go into no other page. */
export const ENROL_SECRETS = ['passphrase', 'again', 'code', FORM_TOKEN];

/** A newcomer as the second step carries them, sealed. */
export const NewcomerSchema: z.ZodType<Newcomer> = z.object({
  workerId: z.uuid(),
  name: z.string(),
  own: z.string(),
  code: z.string(),
  kdf: z.string(),
  salt: z.string(),
  key: z.string(),
  codeSecret: z.string(),
});

/** The name that colleagues see: somebody answers for what is done. */
export const NAME_LIMIT = 100;
/** So that digits find room behind what somebody wishes for. */
const LONGEST_WISH = 25;

type Enrolling = {
  visit: Visit;
  /** The agency's code. */
  code: string;
  /** The agency's name: a passphrase must not lean on it. */
  agencyName: string;
  /** What stands before the @ for somebody who wishes for this. */
  nameFor: (wish: string) => Promise<string>;
};

/** Reads the first step: what is wrong with it, or the newcomer with keys still to be made. */
export async function readNewcomer(
  desk: Desk,
  { visit, code, agencyName, nameFor }: Enrolling,
): Promise<{ newcomer: Newcomer } | { problems: FieldProblem[] } | 'busy'> {
  const { form, words } = visit;
  const name = (form.get('name') ?? '').trim();
  const { own: wish } = readSignInName(`${form.get('own') ?? ''}@${code}`);
  const passphrase = form.get('passphrase') ?? '';
  const problems = findProblems(words, { name, own: wish });
  const apart = [wish, ...name.split(/\s+/), ...agencyName.split(/\s+/), code];
  const weak = await judgeNewPassphrase(desk, passphrase, { apart, who: { agency: code, name: wish } });
  if (weak === 'busy') return 'busy';
  if (weak !== undefined) problems.push({ name: 'passphrase', message: words.t(PASSPHRASE_WORDS[weak]) });
  else if (form.get('again') !== passphrase)
    problems.push({ name: 'again', message: words.t('desk.enrol.again-wrong') });
  if (problems.length > 0) return { problems };
  const own = await nameFor(wish);
  const salt = Buffer.from(desk.random(16)).toString('base64url');
  const { kdf } = desk;
  const turn = { isKnownDevice: false, agency: 'enrolling', name: own };
  const derived = await desk.line.run(turn, () => deriveKey(passphrase, { kdf, salt }));
  if (!derived.ok) return 'busy';
  const key = Buffer.from(derived.value).toString('base64url');
  const codeSecret = makeCodeSecret(desk.random);
  return { newcomer: { workerId: randomUUID(), name, own, code, kdf, salt, key, codeSecret } };
}

function findProblems({ t }: Words, { name, own }: { name: string; own: string }): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (name === '' || name.length > NAME_LIMIT)
    problems.push({ name: 'name', message: t('desk.enrol.name-wrong') });
  if (!isOwnPart(own) || own.length > LONGEST_WISH)
    problems.push({ name: 'own', message: t('desk.enrol.own-wrong') });
  return problems;
}

/** Whether the second step's code is the new secret's. */
export function isCodeRight(desk: Desk, newcomer: Newcomer, form: URLSearchParams): boolean {
  return stepOfCode(newcomer.codeSecret, form.get('code') ?? '', desk.now()) !== undefined;
}

/** The fields of the first step. */
export function NewcomerFields({
  code,
  offer,
}: {
  code: string | undefined;
  /** A drawn passphrase. */
  offer: string;
}): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <Field name="name" label={t('desk.enrol.name')} hint={t('desk.enrol.name-hint')} />
      <Field
        name="own"
        label={t('desk.enrol.own')}
        hint={code === undefined ? t('desk.enrol.own-hint') : t('desk.enrol.own-hint-code', { code })}
      />
      <SecretField
        name="passphrase"
        label={t('desk.sign-in.passphrase')}
        hint={t('desk.enrol.passphrase-hint')}
        autocomplete="new-password"
      />
      <SecretField name="again" label={t('desk.enrol.again')} autocomplete="new-password" />
      <PassphraseOffer offer={offer} />
    </>
  );
}

/** The second step: the secret of the codes, as a picture and as text, and the first code as proof. */
export function CodeStep(props: {
  path: string;
  newcomer: Newcomer;
  state?: FormState;
  children: ComponentChildren;
}): JSX.Element {
  const { path, newcomer, state, children } = props;
  const { t } = useWords();
  const name = `${newcomer.own}@${newcomer.code}`;
  return (
    <div class="read">
      <PageHead title={t('desk.code.title')} lede={t('desk.code.lede')} />
      <Part id="app" title={t('desk.code.scan')}>
        <QrCode dark={qrSquares(codeAddress(newcomer.codeSecret, name))} />
        <p>{t('desk.code.type')}</p>
        <p class="keep">
          <bdi dir="ltr">{groupSecret(newcomer.codeSecret)}</bdi>
        </p>
      </Part>
      <FormPage id="code-step" path={path} next={t('desk.code.next')} {...(state ? { state } : {})}>
        {children}
        <SecretField
          name="code"
          label={t('desk.sign-in.code')}
          hint={t('desk.code.hint')}
          autocomplete="one-time-code"
        />
      </FormPage>
    </div>
  );
}
