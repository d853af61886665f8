import { readEverybody } from '../roles/administrators.ts';
import type { SignedIn } from './signed-in.ts';

/** Somebody who works here now. */
export type Colleague = { workerId: string; name: string; roles: string[] };

/** Everybody who works at the agency, by name, with the roles that were signed. */
export async function readColleagues({
  door,
  names,
  keys,
}: Pick<SignedIn, 'door' | 'names' | 'keys'>): Promise<Colleague[]> {
  const everybody = await door.read((transaction) => readEverybody(transaction, keys.pins));
  const colleagues = [...everybody].map(async ([workerId, { roles }]) => ({
    workerId,
    name: (await names.worker(workerId)) ?? '',
    roles,
  }));
  return (await Promise.all(colleagues)).sort((one, other) => one.name.localeCompare(other.name));
}
