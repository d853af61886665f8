import { type CommandOutput, refuse } from './command-output.ts';
import { packLaw } from './law-pack.ts';
import { safe } from './terminal-text.ts';
import { writeNewFile } from './write-new-file.ts';

/** `clew law pack FILE`: writes the texts of the law with their hash into a new file. */
export async function packLawInto(file: string, version: string): Promise<CommandOutput> {
  const packed = packLaw(version);
  if (!packed.ok) return refuse(packed.problems, { json: false });
  const problem = await writeNewFile(file, packed.text);
  if (problem) return refuse([problem], { json: false });
  return {
    text: safe(`Law ${packed.hash.slice(0, 16)} is in ${file}. Ask it with clew assess CASE --law ${file}`),
    exitCode: 0,
  };
}
