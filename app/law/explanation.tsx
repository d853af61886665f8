import {
  type Answer,
  isWordAnswer,
  type Citation as LawCitation,
  type Verdict as LawVerdict,
  type TreeNode,
  type WordAnswer,
} from '@clew/rules';
import type { ComponentChildren, JSX } from 'preact';
import {
  Citation,
  type KnotState,
  type Limb,
  type PlainKey,
  SafetyWords,
  useWords,
  type Words,
} from '../web/index.ts';
import { pathOf } from './law-path.ts';
import type { LawWords } from './law-words.ts';
import { conditionsOf } from './presumptions.ts';

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
            place={t('law.place', { place: citation.paragraph })}
            path={pathOf(citation)}
            checked={citation.status === 'checked'}
          />
        </span>
      ))}
    </>
  );
}

/** What presumptions with these sources hang on, in sentences of which none stands only as a draft. */
export function Conditions(props: { citations: readonly LawCitation[]; law: LawWords }): JSX.Element {
  const { law } = props;
  return (
    <>
      {conditionsOf(law.law, props.citations).map(({ instrument, isBinding }, index) => (
        <span key={instrument}>
          {index > 0 && ' '}
          <SafetyWords
            of={isBinding ? 'law.presumption-binding' : 'law.presumption-advice'}
            values={{ instrument: law.instrument(instrument) }}
            englishValues={{ instrument: law.law.instruments[instrument]?.short ?? instrument }}
          />
        </span>
      ))}
    </>
  );
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
export function answerWord(answer: Answer, { t }: Words): string {
  return isWordAnswer(answer) ? t(ANSWER_KEYS[answer]) : String(answer);
}

const COMPARISON_KEYS: Readonly<Record<NonNullable<TreeNode['against']>['comparison'], PlainKey>> = {
  '<': 'law.compare.below',
  '<=': 'law.compare.at-most',
  '>': 'law.compare.above',
  '>=': 'law.compare.at-least',
};

type Drawing = { words: Words; law: LawWords; depth: number };

/** A tree of the law as the limbs that a page draws. A reference and the rule it leads to are one limb. */
export function limbOf(
  node: TreeNode,
  { words, law, depth = 0 }: Omit<Drawing, 'depth'> & { depth?: number },
): Limb {
  const [inner] = node.children;
  if (node.kind === 'rule' && inner) {
    return limbOf(
      { ...inner, cites: node.cites.length > 0 ? node.cites : inner.cites },
      { words, law, depth },
    );
  }
  const drawing = { words, law, depth: depth + 1 };
  const plain = plainLimbOf(node);
  const limbs = [
    ...plain.children.map((child) => limbOf(child, drawing)),
    ...presumptionLimbs(node, drawing),
    ...exceptionLimbs(node, drawing),
  ];
  const structure = structureWord(plain, words);
  return {
    state: stateOf(node),
    label: labelOf(node, { words, law, depth }),
    result: resultWord(node, words),
    rests: restsOn(structure, <Sources citations={node.cites} law={law} />),
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

function restsOn(structure: string | undefined, sources: ComponentChildren): JSX.Element {
  return (
    <>
      {structure} {sources}
    </>
  );
}

function presumptionLimbs(node: TreeNode, drawing: Drawing): Limb[] {
  if (!node.presumption) return [];
  const { used, value, when, cites } = node.presumption;
  const { words, law } = drawing;
  return [
    {
      state: used ? value : 'unknown',
      label: words.t('law.presumption', { verdict: verdictWord(value, words) }),
      result: words.t(used ? 'law.presumption-used' : 'law.presumption-unused'),
      rests: (
        <>
          <Conditions citations={cites} law={law} /> <Sources citations={cites} law={law} />
        </>
      ),
      limbs: [limbOf(when, drawing)],
      isOpenQuestion: !used,
      isUnfolded: used,
    },
  ];
}

/** Each exception with its own answer, under the rule's negation: whether it is met is what the person wants to see. */
function exceptionLimbs(node: TreeNode, drawing: Drawing): Limb[] {
  return (node.exceptions ?? []).map(({ node: exception }) => ({
    state: stateOf(exception),
    label: drawing.words.t('law.structure.not'),
    result: resultWord(exception, drawing.words),
    rests: <Sources citations={[]} law={drawing.law} />,
    limbs: [limbOf(exception, drawing)],
    isOpenQuestion: exception.burden === 'unknown',
  }));
}

function stateOf(node: TreeNode): KnotState {
  if (node.fact?.answer === 'withheld') return 'withheld';
  return node.burden;
}

function labelOf(node: TreeNode, { words, law }: Drawing): string {
  const label = law.node(node);
  if (label === undefined) return structureWord(node, words) ?? '';
  if (!node.against) return label;
  const { comparison, bound } = node.against;
  return words.t(COMPARISON_KEYS[comparison], { fact: label, bound });
}

function structureWord(node: TreeNode, { t }: Words): string | undefined {
  if (node.kind === 'all') return t('law.structure.all');
  if (node.kind === 'any') return t('law.structure.any');
  if (node.kind === 'at_least') return t('law.structure.at-least', { count: node.count ?? 0 });
  return node.kind === 'not' ? t('law.structure.not') : undefined;
}

function resultWord(node: TreeNode, words: Words): string {
  if (node.against && typeof node.fact?.answer === 'number') {
    return `${answerWord(node.fact.answer, words)}: ${verdictWord(node.burden, words)}`;
  }
  if (node.fact) return answerWord(node.fact.answer, words);
  const word = verdictWord(node.burden, words);
  return node.strict === node.burden ? word : words.t('law.by-presumption', { verdict: word });
}
