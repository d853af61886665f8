export { answerTo, isKnown } from './answer.ts';
export {
  type Asked,
  type Assessment,
  assess,
  type DutyResult,
  type RuleResult,
  type ValueResult,
} from './assess.ts';
export { canonicalJson, deepFreeze } from './canonical.ts';
export { type CaseFile, type CaseRead, readCase, writeCase } from './case-file.ts';
export { citationsOf } from './check-law.ts';
export { checkTests } from './check-tests.ts';
export { lackingWords } from './check-words.ts';
export { getCitation, paragraphOf } from './citation.ts';
export { type Contradicting, contradictionsIn } from './contradictions.ts';
export { type Calendar, type Day, dayAfter, isDate } from './date.ts';
export type { Due } from './due.ts';
export { failedExpectations, unknownRule } from './expectation.ts';
export {
  type Article,
  type Citation,
  type CitationStatus,
  type Instrument,
  type InstrumentKind,
  type ReservationsTo,
  STRENGTHS,
  type Stated,
  type Strength,
  type Verified,
} from './instrument.ts';
export type {
  Burden,
  Contradiction,
  Deadline,
  Duty,
  Exception,
  Expectation,
  Fact,
  GroupFacts,
  LaterEnd,
  Law,
  Limb,
  Operation,
  Overlay,
  Provision,
  Reading,
  Rule,
  Since,
  Together,
  Value,
  Variant,
} from './law.ts';
export { LATER_ENDS, sinceOf } from './law.ts';
export { limbsOf, partsOfLimb, readsOf } from './limb.ts';
export {
  type ExceptionState,
  type Verdicts,
  type VerdictsOfAll,
  verdictsOf,
  verdictsOfAll,
} from './meaning.ts';
export {
  type Interviewed,
  type NextQuestion,
  nextQuestion,
  type OpenQuestion,
  openQuestions,
} from './next-question.ts';
export { inOrder, nameOf as leafName, overlayNamed, type Reformed, withOverlays } from './overlay.ts';
export { type Binding, bindingOf, boundBy, boundTurns } from './parties.ts';
export type { Bound } from './party-to.ts';
export { didYouMean, type Problem, type ProblemCode } from './problem.ts';
export {
  type Compared,
  type ComparedOn,
  type Comparison,
  compareProvisions,
  type Example,
  type ExampleAnswer,
} from './prove/compare.ts';
export { type LastKnown, type Reach, reachIn, reachOf, type Through } from './reach.ts';
export { type BlockRead, readAnswer, readBlock, verifiedOf } from './read-blocks.ts';
export {
  type Decision,
  type DecisionRead,
  type DecisionRecord,
  type GivenBy,
  type LeftOutDecision,
  readDecision,
} from './read-decision.ts';
export { type HeldAnswer, heldOn } from './read-held.ts';
export { type LawFile, type LawRead, readLaw } from './read-law.ts';
export { proveReforms, type ReformsRead, readReforms } from './read-reforms.ts';
export { isLimit, isOpen } from './reservations.ts';
export { lawFor, type Where } from './resolve.ts';
export { CheckedByList, ComparedBlock } from './schema.ts';
export { ISSUES, Issue } from './schema-decision.ts';
export {
  type CompiledLaw,
  compileLaw,
  type PopulationQuestion,
  type ResultColumns,
  type Which,
} from './sql/compile-law.ts';
export { type Conformance, checkConformance, type Difference, type SqlQuery } from './sql/conformance.ts';
export type { DialectName } from './sql/dialect.ts';
export { type OpenFactCount, type OpenFacts, type OpenFactsQuestion, openFacts } from './sql/open-facts.ts';
export {
  type CountedResult,
  type Counts,
  type Moves,
  type PopulationCounts,
  readCounts,
  type SqlRow,
  verdictOfColumn,
  verdictOfWords,
} from './sql/population-counts.ts';
export { insertCases, type PopulationCase } from './sql/record-values.ts';
export { createTables, type FactTable, layoutOf, type RecordLayout } from './sql/records.ts';
export {
  type ContradictingLaw,
  DIVERGENCES,
  type Divergence,
  FORMS_BEYOND,
  type FormBeyond,
  type Length,
  type Listed,
  type Look,
  type LookList,
  type MissingLaw,
  type Organisation,
  type Party,
  type PartyList,
  RESERVATION_KINDS,
  RESIDENCE_OPTIONS,
  type Reservation,
  type Residence,
  type ResidenceOption,
  type SaidOfTreaty,
  type SeenLaw,
  type SideLaw,
  type SideTopic,
  type StateEntry,
  TOPICS,
} from './state-law.ts';
export { isState, unknownState } from './states.ts';
export type { Verdict } from './three.ts';
export {
  type Answer,
  type Answers,
  type Group,
  isWordAnswer,
  type People,
  REASONS,
  type Reason,
  type Told,
  type WordAnswer,
} from './told.ts';
export { citationsIn, type ExceptionNode, partsOf, type TreeNode } from './tree.ts';
export { type Finding, type StateValue, stateValue } from './value.ts';
export { type Change, factsOf, type NumberRange, rangeOf, whatWouldChange } from './what-would-change.ts';
export { type Bindingness, type WhyBound, whyBinding, whyBound } from './why-bound.ts';
export type { DutyWords, Words, WordsStatus } from './words.ts';
