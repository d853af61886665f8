import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { z } from 'zod';
import countryNumbers from './country-numbers.json' with { type: 'json' };

/** The outline of a country as an SVG path, by its State's code; nothing where the shape belongs to no code. */
type Outline = { state: string | undefined; path: string };

export const MAP = { width: 960, height: 460 } as const;

/** Nobody lives there, and it would take a fifth of the picture. */
const ANTARCTICA = 'AQ';
/** Half a point is finer than the picture can show, and keeps the page light. */
const DIGITS = 0;

const Shapes = z.object({ type: z.literal('Topology'), objects: z.object({ countries: z.unknown() }) });

let drawn: readonly Outline[] | undefined;

/**
 * The countries of the world, drawn once: Natural Earth 1:110m through world-atlas, projected by d3-geo. The smallest
 * States have no shape at this size; a table beside the map has them all. Shapes say nothing of borders.
 */
export function worldOutlines(): readonly Outline[] {
  drawn ??= draw();
  return drawn;
}

function draw(): Outline[] {
  const file = createRequire(import.meta.url).resolve('world-atlas/countries-110m.json');
  const topology = Shapes.loose().parse(JSON.parse(readFileSync(file, 'utf8'))) as unknown as Topology<{
    countries: GeometryCollection;
  }>;
  const countries = feature(topology, topology.objects.countries);
  const codes: Readonly<Record<string, string>> = countryNumbers.codes;
  const shapes = countries.features
    .map((shape) => ({ shape, state: codes[String(shape.id)] }))
    .filter(({ state }) => state !== ANTARCTICA);
  const shown = { ...countries, features: shapes.map(({ shape }) => shape) };
  const projection = geoNaturalEarth1().fitSize([MAP.width, MAP.height], shown);
  const path = geoPath(projection).digits(DIGITS);
  return shapes.flatMap(({ shape, state }) => {
    const outline = path(shape);
    return outline === null ? [] : [{ state, path: outline }];
  });
}
