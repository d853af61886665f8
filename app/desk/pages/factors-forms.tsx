import type { JSX } from 'preact';
import {
  Carried,
  Choice,
  Field,
  type FormState,
  Note,
  PageHead,
  Pairs,
  Part,
  type PlainKey,
  QrCode,
  qrSquares,
  SecretField,
  useWords,
  writeDate,
} from '../../web/index.ts';
import type { Factors } from '../sign-in/change-factors.ts';
import { codeAddress, groupSecret } from '../sign-in/one-time-code.ts';
import type { ProviderRefusal } from '../sign-in/provider.ts';
import { AgainFields, type AskedAgain } from './again-part.tsx';
import { DeskForm } from './desk-form.tsx';
import { type PasskeyAsked, PasskeyFields, PasskeyPart } from './passkey-part.tsx';

const PROVIDER_WORDS: Readonly<Record<ProviderRefusal['why'], PlainKey>> = {
  down: 'desk.provider.down',
  refused: 'desk.provider.refused',
  weak: 'desk.provider.weak',
};

const PATH = '/desk/you/factors';

/** The first step: the worker proves once more who they are. */
export function AgainForm(props: { token: string; state: FormState; ask: AskedAgain }): JSX.Element {
  const { token, state, ask } = props;
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.factors.title')} lede={t('desk.factors.lede')} />
      <DeskForm path={PATH} token={token} next={t('desk.enrol.next')} state={state}>
        <AgainFields ask={ask} />
      </DeskForm>
    </div>
  );
}

/** What the worker has, and the forms that add to it and take away. */
export function FactorList(props: {
  token: string;
  opened: string;
  factors: Factors;
  ask: PasskeyAsked | undefined;
  isDone?: boolean;
  /** The agency's provider, if it has one, and why it could not be linked. */
  issuer: string | undefined;
  linking?: ProviderRefusal['why'];
  adding?: FormState;
  removing?: FormState;
}): JSX.Element {
  const { token, opened, factors, ask, isDone, adding, removing, issuer, linking } = props;
  const { t, language } = useWords();
  const carried = (what: string): [string, string][] => [
    ['opened', opened],
    ['do', what],
  ];
  return (
    <div class="read">
      <PageHead title={t('desk.factors.title')} />
      {isDone && (
        <Note kind="worth-knowing" title={t('desk.factors.done-title')}>
          <p>{t('desk.factors.done')}</p>
        </Note>
      )}
      <Pairs
        pairs={[
          ...factors.passkeys.map(({ name, since }) => ({
            term: <bdi>{name}</bdi>,
            body: t('desk.factors.since', { date: writeDate(since, language) }),
          })),
          {
            term: t('desk.factors.code'),
            body: factors.hasCode ? t('desk.factors.code-set') : t('desk.factors.code-not-set'),
          },
        ]}
      />
      <Part id="add" title={t('desk.factors.add-title')}>
        {ask ? (
          <DeskForm
            path={PATH}
            token={token}
            next={t('desk.factors.add')}
            {...(adding ? { state: adding } : {})}
          >
            <p>{t('desk.factors.add-lede')}</p>
            <Carried values={carried('add')} />
            <Field name="name" label={t('desk.factors.name')} hint={t('desk.factors.name-hint')} />
            <PasskeyFields ask={ask} off={t('desk.factors.off')} />
            <PasskeyPart ask={ask} />
          </DeskForm>
        ) : (
          <p>{t('desk.factors.no-address')}</p>
        )}
      </Part>
      <Part id="codes" title={t('desk.factors.code')}>
        <DeskForm path={PATH} token={token} next={t('desk.factors.code-new')}>
          <p>{t('desk.factors.code-lede')}</p>
          <Carried values={carried('code')} />
        </DeskForm>
      </Part>
      {issuer && (
        <Part id="provider" title={t('desk.factors.provider')}>
          <DeskForm
            path={PATH}
            token={token}
            next={factors.isLinked ? t('desk.factors.unlink') : t('desk.factors.link')}
          >
            <p>
              <bdi dir="ltr">{issuer}</bdi>
            </p>
            <p>{factors.isLinked ? t('desk.factors.linked') : t('desk.factors.link-lede')}</p>
            {linking && <p role="alert">{t(PROVIDER_WORDS[linking])}</p>}
            <Carried values={carried(factors.isLinked ? 'unlink' : 'link')} />
          </DeskForm>
        </Part>
      )}
      <Part id="remove" title={t('desk.factors.remove-title')}>
        <DeskForm
          path={PATH}
          token={token}
          next={t('desk.factors.remove')}
          {...(removing ? { state: removing } : {})}
        >
          <p>{t('desk.factors.remove-lede')}</p>
          <Carried values={carried('remove')} />
          <Choice
            name="which"
            label={t('desk.factors.which')}
            options={[
              ...factors.passkeys.map(({ id, name }) => ({ value: id, label: name })),
              ...(factors.hasCode ? [{ value: 'code', label: t('desk.factors.code') }] : []),
            ]}
          />
        </DeskForm>
      </Part>
    </div>
  );
}

/** A new secret for codes, and the first code as proof that the app has it. */
export function CodeForm(props: {
  token: string;
  opened: string;
  secret: string;
  sealed: string;
  state?: FormState;
}): JSX.Element {
  const { token, opened, secret, sealed, state } = props;
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.factors.code-new')} />
      <Part id="app" title={t('desk.code.scan')}>
        <QrCode dark={qrSquares(codeAddress(secret, t('desk.factors.code-label')))} />
        <p>{t('desk.code.type')}</p>
        <p class="keep">
          <bdi dir="ltr">{groupSecret(secret)}</bdi>
        </p>
      </Part>
      <DeskForm path={PATH} token={token} next={t('desk.code.next')} {...(state ? { state } : {})}>
        <Carried
          values={[
            ['opened', opened],
            ['do', 'code'],
            ['secret', sealed],
          ]}
        />
        <SecretField
          name="code"
          label={t('desk.sign-in.code')}
          hint={t('desk.code.hint')}
          autocomplete="one-time-code"
        />
      </DeskForm>
    </div>
  );
}
