export * from './api/index.ts';
export type { Message, MessageKey, PlainKey, SafetyKey } from './catalogues.ts';
export { BesideTreaty, type Difference } from './components/beside-treaty.tsx';
export { BackLink, Button, Buttons, PageLink } from './components/button.tsx';
export { type CheckedHow, CheckMark, Citation, MarksKey } from './components/citation.tsx';
export { DateText } from './components/date-text.tsx';
export { Empty } from './components/empty.tsx';
export { Choice, Field, FileField, SecretField, TextArea, Tick } from './components/field.tsx';
export { Folded } from './components/folded.tsx';
export {
  EMPTY_FORM,
  type FieldProblem,
  FormPage,
  type FormState,
  formStatus,
} from './components/form-page.tsx';
export { InEnglish } from './components/in-english.tsx';
export { InLanguage } from './components/in-language.tsx';
export { Jumps } from './components/jumps.tsx';
export { Knot, type KnotState } from './components/knot.tsx';
export { Carried } from './components/languages.tsx';
export { Note } from './components/note.tsx';
export { PageHead } from './components/page-head.tsx';
export { type Pair, Pairs } from './components/pairs.tsx';
export { Part } from './components/part.tsx';
export { QrCode } from './components/qr-code.tsx';
export { Progress, Question } from './components/question.tsx';
export { SafetyWords } from './components/safety-words.tsx';
export { StaffBar } from './components/staff-bar.tsx';
export { Table } from './components/table.tsx';
export { Tag } from './components/tag.tsx';
export { type Stop, TimeLine } from './components/time-line.tsx';
export { type Limb, Tree } from './components/tree.tsx';
export { TwoVerdicts, Verdict, VerdictKey } from './components/verdict.tsx';
export { writeDate, writeMonth } from './dates.ts';
export { hashOfEnglish } from './english-of.ts';
export { WEB_EVENTS, type WebEvent } from './events.ts';
export { EXCHANGE_FORMATS, exportWords, importWords } from './exchange/exchange-words.ts';
export type { FaultNotice } from './fault.ts';
export { LANGUAGE_FACTS, LANGUAGES, Language, PUBLIC_LANGUAGES, PublicLanguage } from './language.ts';
export {
  type Answer,
  type Cookie,
  definePage,
  notFound,
  type Page,
  redirectTo,
  type StaffFrame,
  sendFile,
  settleAnswer,
  showFault,
  showPage,
  type Visit,
} from './page.ts';
export { qrSquares } from './qr-squares.ts';
export { isCritical, saidIn } from './said-in.ts';
export { secureHeaders } from './security-headers.ts';
export { createSite, type Site } from './site.tsx';
export { type Values, type Words, wordsIn } from './words.ts';
export { useWords } from './words-context.ts';
