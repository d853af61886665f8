import { Command } from 'commander';
import { expect, test } from 'vitest';
import { COMMAND_ACTIONS, checkCommands } from './command-actions.ts';
import { isAction } from './desk/index.ts';

function program(): Command {
  const clew = new Command('clew');
  clew.command('start');
  clew.command('law').command('check [folder]');
  return clew;
}

test('a command that declares no action does not start', () => {
  expect(() => checkCommands(program(), { start: 'node.start' })).toThrow(
    'The command "clew law check" declares no action.',
  );
  expect(() => checkCommands(program(), { start: 'node.start', 'law check': 'law.read' })).not.toThrow();
});

test('nor does the program with an action of a command that is not there', () => {
  expect(() =>
    checkCommands(program(), { start: 'node.start', 'law check': 'law.read', 'law burn': 'law.read' }),
  ).toThrow('There is no command "clew law burn".');
});

test.each(Object.entries(COMMAND_ACTIONS))('clew %s: %s is an action of the closed list', (_, action) => {
  expect(isAction(action)).toBe(true);
});
