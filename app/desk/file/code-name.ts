import { createHmac, hkdfSync, randomInt } from 'node:crypto';
import { contextOf, open, seal } from '@clew/seal';
import { openGenerations } from '../keys/renewal.ts';
import type { FileDesk } from './file-desk.ts';

/** Words that are short, common, said alike by many, and about nobody. */
const WORDS = `
  Acorn Alder Amber Anchor Apple Apricot Arrow Aspen Autumn Bamboo Barley Basket Beacon Birch
  Breeze Bridge Bronze Button Cactus Candle Canoe Canyon Carpet Cedar Chalk Cherry Cinder Cloud
  Clover Comet Copper Coral Cotton Cove Cypress Daisy Delta Drum Dune Echo Elm Ember Falcon
  Feather Fennel Fern Field Fig Flint Fountain Garden Ginger Glacier Granite Grape Harbour Hazel
  Heron Hill Honey Island Ivory Jasmine Juniper Kettle Kite Ladder Lagoon Lantern Laurel Lemon
  Linen Lotus Mango Maple Marble Meadow Melon Mint Mirror Moss Mountain Nutmeg Oak Ocean Olive
  Orange Orchard Paper Peach Pebble Pepper Pine Planet Plum Poplar Quartz Quilt Rain Ribbon River
  Robin Rose Saffron Sail Sand Silver Sparrow Spring Stone Summer Swallow Table Tea Thyme Tulip
  Valley Velvet Violet Walnut Water Wheat Willow Window Winter Wool
`
  .trim()
  .split(/\s+/);

/** A new code name, drawn at random: it says nothing about anybody. `most` bounds its number. */
export function drawCodeName(most: number): string {
  return `${WORDS[randomInt(WORDS.length)]} ${randomInt(2, most + 1)}`;
}

/** A code name as somebody may have heard it, in the one form in which it is hashed. */
export function plainCodeName(heard: string): string {
  const westernDigits = heard
    .normalize('NFKC')
    .replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
  return westernDigits
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, ' ');
}

/** By which a code name is found inside its agency. */
export function hashCodeName(agencyKey: Uint8Array, codeName: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', agencyKey, '', 'clew file code name 1', 32));
  return createHmac('sha256', key).update(plainCodeName(codeName)).digest();
}

type Named = { agencyKey: Uint8Array; fileId: string };

/** The agency's key as the worker was given it, the newest generation first; empty for whoever has none. */
export async function agencyKeysOf(desk: FileDesk): Promise<Uint8Array[]> {
  return (await agencyGenerationsOf(desk)).map(({ key }) => key);
}

/** The same, each with its generation. */
export async function agencyGenerationsOf({
  keys,
}: FileDesk): Promise<{ key: Uint8Array; generation?: number }[]> {
  return openGenerations(keys, 'agency');
}

/** Seals a code name for its file. */
export function sealCodeName(desk: FileDesk, { agencyKey, fileId }: Named, codeName: string): string {
  return seal({
    key: agencyKey,
    random: desk.random,
    context: contextOf(desk.actor.agencyId, 'file', fileId, 'code_name'),
    text: codeName,
    padTo: 64,
  });
}

/** Opens a code name under whichever key it was sealed; undefined if it does not open, or stands with another file. */
export function openCodeName(
  desk: FileDesk,
  { agencyKeys, fileId }: { agencyKeys: readonly Uint8Array[]; fileId: string },
  box: string,
): string | undefined {
  const context = contextOf(desk.actor.agencyId, 'file', fileId, 'code_name');
  for (const key of agencyKeys) {
    const opened = open({ key, context, box });
    if (opened.ok) return opened.text;
  }
  return undefined;
}
