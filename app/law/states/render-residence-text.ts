import { type Length, RESIDENCE_OPTIONS, type ResidenceOption } from '@clew/rules';
import { asOfText } from '../as-of-text.ts';
import type { LawWords } from '../law-words.ts';
import { spread, wrap } from '../terminal-text.ts';
import type { Stay } from './residence.ts';

const NAMES: Readonly<Record<ResidenceOption, string>> = {
  'reflection-period': 'Time to recover and to decide',
  'reflection-child': 'Time to recover, for a child',
  'permit-personal-situation': 'Permit for the personal situation',
  'permit-cooperation': 'Permit for helping the authorities',
  'permit-compensation': 'Permit to claim compensation',
  'permit-child': 'Permit for a child',
  'permit-ground-untold': 'Permit, its ground not told',
  'long-term': 'Staying for long',
};

/** The ways to stay in a State, for a terminal; what nobody has said of is named in one line. */
export function residenceLines(stays: readonly Stay[], words: LawWords): string[] {
  const silent = RESIDENCE_OPTIONS.filter((option) => stays.every((stay) => stay.option !== option));
  return [
    ...stays.flatMap((stay) => [
      ...spread(NAMES[stay.option], stay.option, 2),
      ...wrap([lengthText(stay), textOf(stay)].filter(Boolean).join(' '), 4),
      ...wrap(sourceOf(stay, words), 4),
    ]),
    ...(silent.length === 0
      ? []
      : wrap(`Nobody has said: ${silent.map((option) => NAMES[option]).join('; ')}.`, 2)),
  ];
}

const COOPERATION = {
  needed: ' Only for who works with the authorities.',
  'not-needed': ' Without having to work with the authorities.',
  either: ' There is a way that needs work with the authorities and one that does not.',
} as const;

function textOf(stay: Stay): string {
  if (stay.kind === 'number') return stay.isBelow ? 'Less than the least that the treaty allows.' : '';
  return `${stay.text}${stay.cooperation ? COOPERATION[stay.cooperation] : ''}`;
}

function lengthText({ least, most }: Stay): string {
  const parts = [least && `at least ${countText(least)}`, most && `at most ${countText(most)}`].filter(
    Boolean,
  );
  const text = parts.join(', ');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function countText({ count, unit }: Length): string {
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}

function sourceOf(stay: Stay, words: LawWords): string {
  const cited = stay.cites.map((cite) => words.source(cite)).join('; ');
  if (stay.kind === 'number') return `${cited}, written here from ${stay.since}.`;
  const mark = stay.status === 'checked' ? '' : ` [${stay.status}]`;
  const source = [cited, stay.compared?.source].filter(Boolean).join('; ');
  return `${source}${mark}, ${asOfText(stay)}.`;
}
