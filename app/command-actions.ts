import type { Command } from 'commander';
import type { Action } from './desk/index.ts';

/**
 * What each command does, in the words of the one function that decides who may. A command of which nobody decided
 * this is one that everybody may run, so the program does not start with it.
 */
export const COMMAND_ACTIONS: Readonly<Record<string, Action>> = {
  assess: 'law.assess',
  backup: 'node.backup',
  config: 'node.doctor',
  'custody make': 'custody.make',
  'custody open': 'custody.open',
  doctor: 'node.doctor',
  export: 'export.give',
  facts: 'law.read',
  'journal anchor': 'journal.anchor',
  'journal verify': 'journal.verify',
  'keys drill': 'keys.drill',
  'keys renew': 'self.rotate-keys',
  'keys rotate': 'self.rotate-keys',
  'law check': 'law.read',
  'law diff': 'law.read',
  'law decisions': 'law.read',
  'law gaps': 'law.read',
  'law import': 'law.read',
  'law pack': 'law.read',
  'law sop': 'law.read',
  restore: 'node.restore',
  simulate: 'law.assess',
  start: 'node.start',
  upgrade: 'node.upgrade',
  'words export': 'public.read',
  'words import': 'public.read',
};

/** Throws if a command has no action, or an action no command. `actions` is that list unless a test gives another. */
export function checkCommands(program: Command, actions = COMMAND_ACTIONS): void {
  const names = namesBelow(program, []);
  for (const name of names)
    if (!Object.hasOwn(actions, name))
      throw new Error(
        `The command "clew ${name}" declares no action. Give it one in app/command-actions.ts, such as "law.read".`,
      );
  for (const name of Object.keys(actions))
    if (!names.includes(name))
      throw new Error(`There is no command "clew ${name}". Take it out of app/command-actions.ts.`);
}

/** The commands that do something, by their whole names. */
function namesBelow(command: Command, path: readonly string[]): string[] {
  return command.commands.flatMap((below) => {
    const name = [...path, below.name()];
    return below.commands.length > 0 ? namesBelow(below, name) : name.join(' ');
  });
}
