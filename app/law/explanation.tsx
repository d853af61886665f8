import {
  type Answer,
  type ExceptionState,
  isWordAnswer,
  type Citation as LawCitation,
  type Verdict as LawVerdict,
  type TreeNode,
  type WordAnswer,
} from '@clew/rules';
import type { JSX } from 'preact';
import {
  Citation,
  type KnotState,
  type Limb,
  type PlainKey,
  Tag,
  useWords,
  type Words,
  writeDate,
} from '../web/index.ts';
import { type At, Conditions } from './conditions.tsx';
import { gapsClosed } from './grounds.ts';
import { isGuidance, pathOf } from './law-path.ts';
import type { LawWords } from './law-words.ts';

/** Where something is written: links to articles, each with a mark where no named person checked it. */
export function Sources(props: { citations: readonly LawCitation[]; law: LawWords }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      {props.citations.map((citation, index) => (
        <span key={citation.ref}>
          {index > 0 && ' '}
          <Citation
            instrument={props.law.instrument(citation.instrument)}
            place={t(isGuidanceOf(citation, props.law) ? 'law.place-paragraph' : 'law.place', {
              place: citation.paragraph,
            })}
            path={pathOf(citation)}
            checked={citation.status}
          />
        </span>
      ))}
    </>
  );
}

function isGuidanceOf({ instrument }: LawCitation, { law }: LawWords): boolean {
  const cited = law.instruments[instrument];
  return cited !== undefined && isGuidance(cited);
}

const VERDICT_KEYS: Readonly<Record<LawVerdict, PlainKey>> = {
  yes: 'verdict.yes',
  no: 'verdict.no',
  unknown: 'verdict.unknown',
};

/** A verdict in the page's language. */
export function verdictWord(verdict: LawVerdict, { t }: Words): string {
  return t(VERDICT_KEYS[verdict]);
}

const ANSWER_KEYS: Readonly<Record<WordAnswer, PlainKey>> = {
  yes: 'verdict.yes',
  no: 'verdict.no',
  not_asked: 'law.reason.not-asked',
  not_known: 'law.reason.not-known',
  withheld: 'verdict.withheld',
  not_recorded: 'law.reason.not-recorded',
};

/** An answer, or why there is none, in the page's language. */
export function answerWord(answer: Answer, { t, language }: Words): string {
  if (isWordAnswer(answer)) return t(ANSWER_KEYS[answer]);
  return typeof answer === 'string' ? writeDate(answer, language) : String(answer);
}

const COMPARISON_KEYS: Readonly<Record<NonNullable<TreeNode['against']>['comparison'], PlainKey>> = {
  '<': 'law.compare.below',
  '<=': 'law.compare.at-most',
  '>': 'law.compare.above',
  '>=': 'law.compare.at-least',
};

type Drawing = {
  words: Words;
  law: LawWords;
  depth: number;
  /** The State that was named, on which a presumption may hang. */
  at: At;
  /** The rules whose trees the page draws in places of their own, by the ids of those places. */
  elsewhere: ReadonlyMap<string, string>;
};

/**
 * A tree of the law as the limbs that a page draws. A reference and the rule it leads to are one limb; a rule that has a
 * place of its own on the page is one line there, with a link.
 */
export function limbOf(node: TreeNode, asked: Pick<Drawing, 'words' | 'law'> & Partial<Drawing>): Limb {
  const { words, law, at, depth = 0, elsewhere = new Map() } = asked;
  const [inner] = node.children;
  if (node.kind === 'rule' && inner) {
    return limbOf(
      { ...inner, cites: node.cites.length > 0 ? node.cites : inner.cites },
      { words, law, at, depth: Math.max(depth, 1), elsewhere },
    );
  }
  const here = { words, law, at, depth, elsewhere };
  const drawing = { ...here, depth: depth + 1 };
  const place = depth > 0 && node.kind === 'predicate' ? elsewhere.get(node.rule) : undefined;
  if (place !== undefined) return lineTo(place, node, here);
  const plain = plainLimbOf(node);
  const limbs = [
    ...plain.children.map((child) => limbOf(child, drawing)),
    ...presumptionLimbs(node, drawing),
    ...exceptionLimbs(node, drawing),
  ];
  const structure = structureWord(plain, words);
  return {
    state: stateOf(node),
    label: labelOf(node, here),
    result: resultWord(node, words),
    rests: (
      <>
        {structure} <Sources citations={node.cites} law={law} />{' '}
        <ChangedBy overlays={node.overlays} law={law} />
      </>
    ),
    ...(limbs.length > 0 ? { limbs } : {}),
    isOpenQuestion: node.strict === 'unknown',
    isUnfolded: depth < 1,
  };
}

/** The one limb of a rule stands in the rule's own place, unless it is an answer of its own. */
function plainLimbOf(node: TreeNode): TreeNode {
  const [only] = node.children;
  const isBare = only && only.fact === undefined && only.own === undefined && only.kind !== 'rule';
  return node.kind === 'predicate' && isBare ? only : node;
}

/** A rule whose own tree stands in another place of the page. */
function lineTo(place: string, node: TreeNode, drawing: Drawing): Limb {
  const { words, law } = drawing;
  return {
    state: stateOf(node),
    label: labelOf(node, drawing),
    result: resultWord(node, words),
    rests: (
      <>
        <a href={`#${place}`}>{words.t('law.see-its-tree')}</a> <Sources citations={node.cites} law={law} />
      </>
    ),
  };
}

/** Which reforms changed something; nothing where none did. */
function ChangedBy(props: { overlays: readonly string[] | undefined; law: LawWords }): JSX.Element | null {
  const { t } = useWords();
  const { overlays = [], law } = props;
  if (overlays.length === 0) return null;
  return <Tag>{t('law.changed-by', { reforms: overlays.map((id) => law.reform(id)).join(', ') })}</Tag>;
}

function presumptionLimbs(node: TreeNode, drawing: Drawing): Limb[] {
  if (!node.presumption) return [];
  const { used, value, when, cites } = node.presumption;
  const { words, law, at } = drawing;
  return [
    {
      state: used ? value : 'unknown',
      label: words.t('law.presumption', { verdict: verdictWord(value, words) }),
      result: words.t(used ? 'law.presumption-used' : 'law.presumption-unused'),
      rests: (
        <>
          <Conditions citations={cites} law={law} at={at} /> <Sources citations={cites} law={law} />
        </>
      ),
      limbs: [limbOf(when, drawing)],
      isOpenQuestion: !used,
      isUnfolded: used,
    },
  ];
}

/** What became of an exception. */
export const EXCEPTION_KEYS: Readonly<Record<ExceptionState, PlainKey>> = {
  reached: 'law.exception-reached',
  'not-reached': 'law.exception-not-reached',
  closed: 'law.exception-closed',
  open: 'law.exception-open',
};

/** Each exception by its own name: whether it is met, and who has to show it, is what the person wants to see. */
function exceptionLimbs(node: TreeNode, drawing: Drawing): Limb[] {
  const { words } = drawing;
  return (node.exceptions ?? []).map(({ node: exception, state, burden }) => {
    const limb = limbOf(exception, drawing);
    return {
      ...limb,
      label: words.t('law.exception', { label: labelOf(exception, drawing) }),
      result: words.t(EXCEPTION_KEYS[state]),
      rests: (
        <>
          {burden && words.t(burden === 'state' ? 'law.burden-state' : 'law.burden-person')} {limb.rests}
        </>
      ),
      isOpenQuestion: exception.burden === 'unknown',
    };
  });
}

function stateOf(node: TreeNode): KnotState {
  if (node.fact?.answer === 'withheld') return 'withheld';
  return node.burden;
}

/** What a node of a tree is about, in the page's language. */
export function labelOf(node: TreeNode, { words, law }: Pick<Drawing, 'words' | 'law'>): string {
  if (node.member)
    return words.t('law.person', { ...node.member, group: law.group(node.member.group).label });
  if (node.people && node.own === undefined) return peopleWords(node, { words, law });
  const label = law.node(node);
  if (label === undefined) return structureWord(node, words) ?? '';
  if (!node.against) return label;
  const { comparison, bound } = node.against;
  const fact = node.kind === 'years' ? words.t('law.years-since', { fact: label }) : label;
  return words.t(COMPARISON_KEYS[comparison], { fact, bound });
}

/** Of how many of a group's people something is asked. */
function peopleWords(node: TreeNode, { words, law }: Pick<Drawing, 'words' | 'law'>): string {
  const { group = '', quantifier } = node.people ?? {};
  const { label } = law.group(group);
  if (quantifier === 'every') return words.t('law.people.every', { group: label });
  if (quantifier === 'some') return words.t('law.people.some', { group: label });
  return words.t('law.people.at-least', { group: label, count: node.count ?? 0 });
}

function structureWord(node: TreeNode, { t }: Words): string | undefined {
  if (node.kind === 'all') return t('law.structure.all');
  if (node.kind === 'any') return t('law.structure.any');
  if (node.kind === 'at_least') return t('law.structure.at-least', { count: node.count ?? 0 });
  if (node.kind === 'unsaid') return t('law.unsaid');
  return node.kind === 'not' ? t('law.structure.not') : undefined;
}

/** What a node of a tree comes to: an answer as it was given, or a verdict with what settled it. */
export function resultWord(node: TreeNode, words: Words): string {
  if (node.against && node.fact && !isWordAnswer(node.fact.answer)) {
    return `${answerWord(node.fact.answer, words)}: ${verdictWord(node.burden, words)}`;
  }
  if (node.fact) return answerWord(node.fact.answer, words);
  return node.strict === node.burden ? verdictWord(node.burden, words) : settledWord(node, words);
}

/** A verdict with what settled it, where the answers alone do not: a presumption, a burden of the State, or both. */
export function settledWord(node: TreeNode, words: Words): string {
  const { presumed, burdened } = gapsClosed(node);
  const verdict = verdictWord(node.burden, words);
  if (presumed && burdened) return words.t('law.by-both', { verdict });
  return words.t(burdened ? 'law.by-burden' : 'law.by-presumption', { verdict });
}
