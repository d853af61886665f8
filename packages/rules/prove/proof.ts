import type { Place, Problem, ProblemCode } from '../problem.ts';
import type { Provable } from './alphabet.ts';
import { fewestAnswers, isNamedIn, outcomeIn } from './atoms.ts';
import { FALSE, type Node, type WeightOf } from './bdd.ts';
import { sidesOfLimb } from './encode.ts';
import { createWeak, type Weak } from './moves.ts';
import { type Vulnerabilities, vulnerabilitiesOf } from './vulnerabilities.ts';
import type { Ground, World } from './worlds.ts';

/** What every check works on. */
export type Proof = Ground & {
  law: Provable;
  /** Where the answers do not contradict one another. */
  possible: Node;
  /** Notes that something was told. False where it had been told before. */
  isNew: (key: string) => boolean;
  vulnerabilities: Vulnerabilities;
  weak: Weak;
};

/** A proof of the law over its worlds. */
export function createProof(law: Provable, ground: Ground): Proof {
  const { bdd, alphabet, worlds } = ground;
  const encoding = worlds[0]?.encoding;
  const never = encoding
    ? law.contradictions.map(({ when }) => sidesOfLimb(when, encoding).strict.yes).reduce(bdd.or, FALSE)
    : FALSE;
  const told = new Set<string>();
  const isNew = (key: string) => !told.has(key) && told.add(key).has(key);
  const vulnerabilities = vulnerabilitiesOf(law, ground);
  const weak = createWeak(vulnerabilities.moves, alphabet, bdd);
  return { ...ground, law, possible: bdd.not(never), isNew, vulnerabilities, weak };
}

type Finding = { code: ProblemCode; message: string; place: Place };

/** A problem as it is told of a world. */
export function problemIn(world: World, { code, message, place }: Finding): Problem {
  return { code, ...(world.place ?? place), message: `${world.told}${message}` };
}

type Asked = {
  /** What is settled beforehand. */
  settled?: ReadonlyMap<number, boolean>;
  weight?: WeightOf;
  /** Where to look: where the answers do not contradict one another, unless something else is said. */
  within?: Node;
};

type Example = { told: string; way: ReadonlyMap<number, boolean> };

/** An example of answers as it would be written in a test, or nothing where no answers make this true. */
export function exampleOf(
  node: Node,
  { bdd, alphabet, possible }: Proof,
  { settled = new Map(), weight, within = possible }: Asked = {},
): Example | undefined {
  if (node === FALSE) return undefined;
  const atoms = alphabet.atoms();
  const open = bdd.restrict(bdd.and(node, within), settled);
  const found = bdd.cheapest(open, weight ?? fewestAnswers(atoms));
  if (!found) return undefined;
  const way = new Map([...settled, ...found]);
  const answers = atoms.flatMap((atom) => {
    const outcome = outcomeIn(atom, way);
    return isNamedIn(atom, found) && outcome !== 'not_asked' ? [`${atom.name}: ${outcome}`] : [];
  });
  return { told: `{${answers.join(', ')}}`, way };
}
