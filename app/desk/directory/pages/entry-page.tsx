import {
  type Answer,
  EMPTY_FORM,
  type FormState,
  formStatus,
  notFound,
  type PlainKey,
  redirectTo,
  sendFile,
  showPage,
  type Visit,
} from '../../../web/index.ts';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { may, mayAtAll } from '../../policy/index.ts';
import { confirmChange, type NotConfirmed } from '../confirm-change.ts';
import { type Entry, findEntry } from '../find-entries.ts';
import { dropChange, eraseEntry, hideEntry } from '../hide-entry.ts';
import { writeService } from '../hsds/read-hsds.ts';
import { makeLink } from '../partner-link.ts';
import { EntryView } from './entry-view.tsx';
import { LinkMade } from './link-made.tsx';

const PATH = '/desk/directory/:entry';
const SHARED = { title: 'directory.title', method: 'post' } as const;

/** One entry: what is shown, what waits, and what can be done with either. */
export const entryPages: readonly DeskPage[] = [
  deskPage({
    ...{ ...SHARED, path: PATH, method: 'get', action: 'directory.read' },
    render: (visit, worker) => onEntry(visit, worker, (entry) => show(worker, entry, EMPTY_FORM)),
  }),
  deskPage({
    ...{ ...SHARED, path: `${PATH}/export`, method: 'get', action: 'directory.read' },
    render: (visit, worker) =>
      onEntry(visit, worker, ({ content }) =>
        content
          ? sendFile({
              name: 'service.json',
              type: 'application/json',
              content: writeService(content.service),
            })
          : notFound(),
      ),
  }),
  deskPage({
    ...{ ...SHARED, path: `${PATH}/confirm`, action: 'directory.confirm' },
    render: (visit, worker) => onEntry(visit, worker, (entry) => takeConfirmation(visit, worker, entry)),
  }),
  deskPage({
    ...{ ...SHARED, path: `${PATH}/drop`, action: 'directory.propose' },
    render: (visit, worker) =>
      onEntry(visit, worker, async (entry) => {
        if (entry.change?.changeId === visit.form.get('change')) await dropChange(worker, entry);
        return redirectTo('/desk/directory');
      }),
  }),
  deskPage({
    ...{ ...SHARED, path: `${PATH}/hide`, action: 'directory.hide' },
    render: (visit, worker) =>
      onEntry(visit, worker, async (entry) => {
        await hideEntry(worker, entry);
        return redirectTo(`/desk/directory/${entry.entryId}`);
      }),
  }),
  deskPage({
    ...{ ...SHARED, path: `${PATH}/erase`, action: 'directory.hide' },
    render: (visit, worker) =>
      onEntry(visit, worker, async (entry) => {
        if (visit.form.get('sure') !== 'yes') {
          const problems = [{ name: 'sure', message: visit.words.t('directory.erase-wrong') }];
          return show(worker, entry, { values: visit.form, problems });
        }
        await eraseEntry(worker, entry);
        return redirectTo('/desk/directory');
      }),
  }),
  deskPage({
    ...{ ...SHARED, path: `${PATH}/link`, action: 'directory.link' },
    render: (visit, worker) =>
      onEntry(visit, worker, async (entry) => {
        if (entry.listing === undefined) return notFound();
        return showPage(<LinkMade entryId={entry.entryId} link={await makeLink(worker, entry)} />);
      }),
  }),
];

async function onEntry(
  { params }: Visit,
  worker: SignedIn,
  then: (entry: Entry) => Answer | Promise<Answer>,
): Promise<Answer> {
  const entry = await findEntry(worker, params.entry);
  return entry ? then(entry) : notFound();
}

const NOT_CONFIRMED: Readonly<Partial<Record<NotConfirmed, PlainKey>>> = {
  gone: 'directory.confirm.gone',
  unreached: 'directory.confirm.unreached',
  'not-new-contact': 'directory.confirm.not-new-contact',
  unfit: 'directory.confirm.unfit',
  'own-proposal': 'directory.confirm.own',
};

async function takeConfirmation({ form, words }: Visit, worker: SignedIn, entry: Entry): Promise<Answer> {
  const confirmed = { way: form.get('way'), which: (form.get('which') ?? '').trim() };
  const done = await confirmChange(worker, entry, { changeId: form.get('change') ?? '', confirmed });
  if (done.ok) return redirectTo(`/desk/directory/${entry.entryId}`);
  const message = words.t(NOT_CONFIRMED[done.why] ?? 'desk.forbidden');
  const name = done.why === 'not-new-contact' ? 'way' : 'which';
  return show(worker, entry, { values: form, problems: [{ name, message }] });
}

async function show(worker: SignedIn, entry: Entry, state: FormState): Promise<Answer> {
  const { actor, names, formToken: token } = worker;
  const { change } = entry;
  const thing = { kind: 'directory', agencyId: actor.agencyId } as const;
  const mayConfirm =
    change !== undefined && may(actor, 'directory.confirm', { ...thing, proposedBy: change.proposedBy }).may;
  const by = change && ((await names.worker(change.proposedBy)) ?? '');
  const allowed = { mayConfirm, mayPropose: mayAtAll(actor, 'directory.propose') };
  return showPage(<EntryView {...{ entry, state, token, by }} {...allowed} />, {
    status: formStatus(state),
  }) as Answer;
}
