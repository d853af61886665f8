import {
  type BlockRead,
  canonicalJson,
  deepFreeze,
  didYouMean,
  type Law,
  type LawFile,
  type Problem,
  readBlock,
  type Verified,
  verifiedOf,
} from '@clew/rules';
import type { z } from 'zod';
import { PrinciplesFile, REFERRAL_WORDS, type Said, StagesFile, WallsFile } from './schema-referral.ts';

/** A stage of the mechanism, with the duties of the law that hang on it. */
export type Stage = {
  id: string;
  /** 1 identification and protection, 2 individual support, 3 social inclusion, 4 justice and redress. */
  pillar: '1' | '2' | '3' | '4';
  name: Said;
  actors: readonly Said[];
  /** The least that has to be written down, and no more. */
  data: readonly Said[];
  /** Consent, and what must not be done. */
  limits: readonly Said[];
  duties: readonly string[];
};

/** One of the walls between helping a person and enforcing immigration law. */
type Wall = Verified & { id: string; says: Said; source: string };

/** What a planned measure is held against: what it says, and the question that it puts. */
type Principle = Verified & {
  id: string;
  named: 'key' | 'bridge' | 'parameter';
  says: Said;
  asks: Said;
};

/** The referral mechanism. Frozen. It is content beside the law and has a hash of its own. */
export type Referral = {
  hash: string;
  stages: readonly Stage[];
  stagesFrom: Verified & { source: string };
  /** The duties of the law that hang on no stage, and why. */
  apart: readonly { duties: readonly string[]; why: string }[];
  coordinator: Verified & { source: string; tasks: readonly { id: string; says: Said }[] };
  walls: readonly Wall[];
  principles: readonly Principle[];
  principlesFrom: string;
  /** The languages in which at least one sentence is a machine's draft. */
  drafts: readonly string[];
};

export type ReferralRead = { ok: true; referral: Referral } | { ok: false; problems: Problem[] };

type Source = {
  files: readonly LawFile[];
  hash: (text: string) => string;
  /** The law whose duties the stages name. */
  law: Pick<Law, 'duties'>;
};

/** Reads the stages, the walls and the principles, or tells every problem with its file and line. Never throws. */
export function readReferral({ files, hash, law }: Source): ReferralRead {
  const stages = readOne(StagesFile, 'stages', files);
  const walls = readOne(WallsFile, 'walls', files);
  const principles = readOne(PrinciplesFile, 'principles', files);
  const problems = [stages, walls, principles].flatMap((read) => (read.ok ? [] : read.problems));
  for (const { path } of files) {
    if (/(^|\/)(stages|walls|principles)\.yaml$/.test(path)) continue;
    const message =
      'The referral mechanism is stages.yaml, walls.yaml and principles.yaml. Take this file out.';
    problems.push({ code: 'wrong-shape', file: path, line: 1, message });
  }
  if (!stages.ok || !walls.ok || !principles.ok) return { ok: false, problems };
  problems.push(
    ...unknownDuties(stages, law),
    ...doubled(stages, ['stages'], stages.block.stages),
    ...doubled(stages, ['coordinator', 'tasks'], stages.block.coordinator.tasks),
    ...doubled(walls, ['walls'], walls.block.walls),
    ...doubled(principles, ['principles'], principles.block.principles),
  );
  if (problems.length > 0) return { ok: false, problems };
  const body = bodyOf(stages.block, walls.block, principles.block);
  return { ok: true, referral: deepFreeze({ hash: hash(canonicalJson(body)), ...body }) };
}

type One<T> = Extract<BlockRead<T>, { ok: true }> & { file: string };

function readOne<T extends z.ZodType>(
  schema: T,
  name: string,
  files: readonly LawFile[],
): One<z.infer<T>> | { ok: false; problems: Problem[] } {
  const file = files.find(({ path }) => path.endsWith(`${name}.yaml`));
  if (!file) {
    const at = `laws/referral/${name}.yaml`;
    const message = `There is no ${name}.yaml. The referral mechanism is stages.yaml, walls.yaml and principles.yaml.`;
    return { ok: false, problems: [{ code: 'unreadable', file: at, line: 1, message }] };
  }
  const what = `file of ${name}`;
  const read = readBlock(schema, { file: file.path, text: file.text, what, words: REFERRAL_WORDS });
  return read.ok ? { ...read, file: file.path } : read;
}

function unknownDuties({ block, lineOf, file }: One<StagesFile>, { duties }: Pick<Law, 'duties'>): Problem[] {
  const hung = new Set(block.stages.flatMap((stage) => stage.duties));
  const lists = (['stages', 'apart'] as const).flatMap((part) =>
    block[part].map((list, index) => ({ part, index, duties: list.duties })),
  );
  return lists.flatMap((stage) =>
    stage.duties.flatMap((id, number): Problem[] => {
      const path = [stage.part, stage.index, 'duties', number];
      const at = { file, line: lineOf(path) };
      if (stage.duties.indexOf(id) !== number) {
        return [{ code: 'duplicate-id', ...at, message: `“${id}” is named twice in one stage. Keep one.` }];
      }
      if (stage.part === 'apart' && hung.has(id)) {
        const message = `“${id}” hangs on a stage, and is said here to hang on none. Keep one.`;
        return [{ code: 'duplicate-id', ...at, message }];
      }
      if (Object.hasOwn(duties, id)) return [];
      const message = `The law has no duty “${id.slice(0, 80)}”.${didYouMean(id, Object.keys(duties))}`;
      return [{ code: 'unknown-rule', ...at, message }];
    }),
  );
}

function doubled(
  { lineOf, file }: Pick<One<unknown>, 'lineOf' | 'file'>,
  path: readonly string[],
  list: readonly { id: string }[],
): Problem[] {
  return list.flatMap(({ id }, index) => {
    if (list.findIndex((other) => other.id === id) === index) return [];
    const message = `“${id}” is written twice. Give this one another id.`;
    return [{ code: 'duplicate-id' as const, file, line: lineOf([...path, index]), message }];
  });
}

function bodyOf(
  { stages, apart, coordinator, ...head }: StagesFile,
  { walls, ...wallsHead }: WallsFile,
  { principles, ...rest }: PrinciplesFile,
): Omit<Referral, 'hash'> {
  const languages = ['fr', 'ar', 'es'] as const;
  const drafts = languages.filter((one) =>
    [head, wallsHead, rest].some(({ words }) => words[one] === 'draft'),
  );
  return {
    stages,
    apart,
    stagesFrom: { source: head.source, ...verifiedOf(head) },
    coordinator: {
      source: coordinator.source,
      tasks: coordinator.tasks.map(({ id, ...says }) => ({ id, says })),
      ...verifiedOf(coordinator),
    },
    walls: walls.map(({ id, source, en, fr, ar, es, ...more }) => ({
      ...{ id, says: { en, fr, ar, es }, source },
      ...verifiedOf(more),
    })),
    principles: principles.map(({ id, named, says, asks, ...more }) => ({
      ...{ id, named, says, asks },
      ...verifiedOf(more),
    })),
    principlesFrom: rest.source,
    drafts,
  };
}
