import type { Verdict, Which } from '@clew/rules';
import type { JSX } from 'preact';
import { Folded, type PlainKey, Table, useWords, type Words } from '../../web/index.ts';
import { verdictWord } from '../explanation.tsx';
import type { ReformResult, SimulationResult } from '../simulate/index.ts';

type CellTable = ReformResult['moves'][Which];

const VERDICTS: readonly Verdict[] = ['yes', 'no', 'unknown'];

/** What a list of reforms moves, among what each list does. */
function find(reforms: readonly ReformResult[], list: readonly string[]): ReformResult | undefined {
  return reforms.find((one) => one.reforms.join() === list.join());
}

type OfProvision = {
  result: SimulationResult;
  list: readonly string[];
  id: string;
  figures: Intl.NumberFormat;
  isNamed: boolean;
};

/** Who moves from what to what in one provision under one list of reforms: all records, then each group. */
export function ProvisionMoves({ result, list, id, figures, isNamed }: OfProvision): JSX.Element | null {
  const words = useWords();
  const provision = result.provisions.find((one) => one.id === id);
  const [all, ...groups] = provision?.groups ?? [];
  const found = all && find(all.reforms, list);
  if (!found) return null;
  const isSame = JSON.stringify(found.moves.strict) === JSON.stringify(found.moves.burden);
  const name = isNamed ? `${result.file.name}: ` : '';
  const caption = (key: PlainKey) => `${name}${words.t(key)}`;
  return (
    <>
      <MovesTable
        table={found.moves.burden}
        caption={caption(isSame ? 'law.reforms.both' : 'law.reforms.burden')}
        result={result}
        figures={figures}
      />
      {!isSame && (
        <MovesTable
          table={found.moves.strict}
          caption={caption('law.reforms.strict')}
          result={result}
          figures={figures}
        />
      )}
      {groups.length > 0 && (
        <Folded title={words.t('law.reforms.groups')} note={String(groups.length)}>
          {groups.map((group) => {
            const inGroup = find(group.reforms, list);
            if (!inGroup) return null;
            return (
              <MovesTable
                key={group.group}
                table={inGroup.moves.burden}
                caption={groupName(result, group.group, words)}
                result={result}
                figures={figures}
              />
            );
          })}
        </Folded>
      )}
    </>
  );
}

function groupName({ groups }: SimulationResult, index: number, { t }: Words): string {
  const group = groups[index];
  if (!group || group.column === null) return '';
  const value =
    group.others > 0
      ? t('law.reforms.others', { count: group.others })
      : group.value || t('law.reason.not-recorded');
  return `${group.column}: ${value} (${group.records})`;
}

type TableProps = { table: CellTable; caption: string; result: SimulationResult; figures: Intl.NumberFormat };

/** Three by three: a row a verdict before, a column a verdict after. */
function MovesTable({ table, caption, result, figures }: TableProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  return (
    <Table
      caption={caption}
      columns={[
        { label: t('law.reforms.before') },
        ...VERDICTS.map((to) => ({
          label: t('law.reforms.after-is', { verdict: verdictWord(to, words) }),
          isFigure: true,
        })),
      ]}
      rows={VERDICTS.map((from) => [
        verdictWord(from, words),
        ...VERDICTS.map((to) => cellWords(table[from][to], { result, words, figures, isMove: from !== to })),
      ])}
    />
  );
}

type Celled = { result: SimulationResult; words: Words; figures: Intl.NumberFormat; isMove: boolean };

function cellWords(
  cell: CellTable[Verdict][Verdict],
  { result, words, figures, isMove }: Celled,
): JSX.Element | string {
  const { t } = words;
  if (cell === 'few') return t('law.reforms.few', { floor: result.floor });
  if (cell === 'withheld') return t('law.reforms.withheld');
  const number = figures.format(cell);
  return isMove && cell > 0 ? <b>{number}</b> : number;
}
