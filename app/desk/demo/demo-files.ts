import type { AskingLaw, GivenGrant, RecordedFact, RecordedStatement } from '../file/index.ts';
import type { Compartment } from '../policy/index.ts';

type Said = Pick<RecordedStatement, 'about' | 'words'> &
  Partial<Pick<RecordedStatement, 'source' | 'certainty' | 'on'>> & { compartment: Compartment };
type Answered = Pick<RecordedFact, 'factId' | 'answer'> & Partial<Pick<RecordedFact, 'certainty' | 'on'>>;
type Agreed = Pick<
  GivenGrant,
  'recipient' | 'recipientKind' | 'mandates' | 'purpose' | 'categories' | 'language'
> & {
  /** In how many days it ends. */
  days: number;
  /** The words in which it was asked. */
  asked: string;
};

/** A made-up file: whose, and what stands in it. People are named by the own part of their sign-in name. */
export type DemoFile = {
  owner: string;
  said: readonly Said[];
  answered?: readonly Answered[];
  agreed?: readonly Agreed[];
  letIn?: readonly string[];
  /** Who must never see it, by the person's wish. */
  excluded?: { own: string; reason: string };
  /** Who asked to be let in, and still waits. */
  asks?: { own: string; compartment: Compartment; hours: 1 | 4; reason: string };
  closed?: 'done' | 'elsewhere';
};

/** The questions that the demo's files answer, as the law asks them. A test holds them against it. */
export const DEMO_FACTS: AskingLaw['facts'] = {
  age: { id: 'age', theme: 'person', type: { kind: 'number', min: 0, max: 120 } },
  'act.recruited': { id: 'act.recruited', theme: 'acts', type: { kind: 'yes-no' } },
  'child.unaccompanied': { id: 'child.unaccompanied', theme: 'child', type: { kind: 'yes-no' } },
  'fear.return': { id: 'fear.return', theme: 'fear', type: { kind: 'yes-no' } },
  'means.deception': { id: 'means.deception', theme: 'means', type: { kind: 'yes-no' } },
  'papers.none': { id: 'papers.none', theme: 'procedure', type: { kind: 'yes-no' } },
  'purpose.labour': { id: 'purpose.labour', theme: 'purposes', type: { kind: 'yes-no' } },
};

/** The files of each agency that may hold any, by its code: one that enforces holds none. Nobody in them is real. */
export const DEMO_FILES: Readonly<Record<string, readonly DemoFile[]>> = {
  shtrhs22: [
    {
      owner: 'lena',
      said: [
        { compartment: 'identity', about: 'name', words: 'Madeup Persona' },
        { compartment: 'contact', about: 'safe-way', words: 'By letter to the kitchen, never by telephone.' },
        {
          compartment: 'narrative',
          about: 'told',
          words: 'On m’avait promis un travail dans un restaurant. On m’a pris mes papiers le premier jour.',
        },
        {
          compartment: 'narrative',
          about: 'seen',
          words: 'Somebody waited outside the house twice this week, it may be the same car.',
          source: 'observation',
          certainty: 'suspected',
        },
      ],
      answered: [
        { factId: 'act.recruited', answer: 'yes' },
        { factId: 'means.deception', answer: 'yes' },
        { factId: 'papers.none', answer: 'yes', certainty: 'likely' },
        { factId: 'age', answer: '24' },
      ],
      agreed: [
        {
          ...{ recipient: 'Example Clinic', recipientKind: 'service', mandates: ['health'] },
          ...{ purpose: 'Pour soigner ma main.', categories: ['identity', 'contact'], language: 'français' },
          ...{ days: 90, asked: 'La clinique peut-elle savoir votre nom et comment vous joindre ?' },
        },
      ],
      excluded: { own: 'tomas', reason: 'She knows him from the town and does not want him to read this.' },
      asks: {
        ...{ own: 'joseph', compartment: 'contact', hours: 4 },
        reason: 'She called the night line, she is lost, and nobody knows where she may go.',
      },
    },
    {
      owner: 'joseph',
      said: [
        { compartment: 'identity', about: 'name', words: 'Fulan Mithal' },
        {
          compartment: 'narrative',
          about: 'told',
          words: 'عملت سنة في مزرعة ولم يدفعوا لي شيئًا، وقالوا إن عليّ دينًا.',
        },
      ],
      answered: [
        { factId: 'purpose.labour', answer: 'yes' },
        { factId: 'fear.return', answer: 'withheld' },
      ],
    },
    {
      owner: 'lena',
      said: [
        {
          compartment: 'narrative',
          about: 'told',
          words: 'He is with his sister now and needs nothing more.',
        },
      ],
      closed: 'elsewhere',
    },
  ],
  nrthgt33: [
    {
      owner: 'ines',
      said: [
        { compartment: 'identity', about: 'name', words: 'Nadie Deverdad' },
        {
          compartment: 'narrative',
          about: 'told',
          words: 'The work that was promised was not the work that there was.',
        },
        {
          compartment: 'asylum',
          about: 'claim',
          words: 'Si me devuelven, me espera quien me vendió: es de la policía de allí.',
        },
      ],
      answered: [
        { factId: 'fear.return', answer: 'yes' },
        { factId: 'means.deception', answer: 'yes', certainty: 'likely' },
      ],
      agreed: [
        {
          ...{ recipient: 'Example Asylum Office', recipientKind: 'authority', mandates: ['asylum'] },
          ...{ purpose: 'To claim asylum.', categories: ['identity', 'asylum'], language: 'español' },
          ...{ days: 180, asked: '¿Puede la oficina de asilo conocer su nombre y su solicitud?' },
        },
      ],
      asks: {
        ...{ own: 'yusuf', compartment: 'narrative', hours: 1 },
        reason: 'The hearing was moved to this afternoon and Inés cannot be reached.',
      },
    },
    {
      owner: 'ines',
      said: [
        {
          compartment: 'narrative',
          about: 'told',
          words: 'She wants to know her rights before she decides.',
        },
      ],
      excluded: { own: 'yusuf', reason: 'He spoke for the other side in an earlier matter.' },
    },
  ],
  grdnff55: [
    {
      owner: 'leila',
      letIn: ['peter', 'oskar'],
      said: [
        { compartment: 'identity', about: 'name', words: 'Nobody Atall' },
        { compartment: 'narrative', about: 'told', words: 'He says that he came with an uncle who is none.' },
      ],
      answered: [
        { factId: 'age', answer: '15', certainty: 'likely' },
        { factId: 'child.unaccompanied', answer: 'yes' },
      ],
      agreed: [
        {
          ...{ recipient: 'Example School', recipientKind: 'service', mandates: ['child-protection'] },
          ...{ purpose: 'Ich will zur Schule gehen.', categories: ['identity'], language: 'Deutsch' },
          ...{ days: 60, asked: 'Darf die Schule deinen Namen wissen?' },
        },
      ],
    },
    {
      owner: 'leila',
      said: [
        {
          compartment: 'narrative',
          about: 'told',
          words: 'She is fifteen by her papers, and older by her own word.',
        },
      ],
      answered: [{ factId: 'age', answer: 'not_known', certainty: 'unsure' }],
      excluded: {
        own: 'peter',
        reason: 'She asked for a guardian who is a woman, and that he never reads this.',
      },
    },
  ],
};
