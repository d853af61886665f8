import type { Command } from 'commander';
import { exitCodes } from './exit-codes.ts';
import type { SettingsSource, SettingTrace } from './supervisor/index.ts';

type Ending = (output: { text: string; exitCode: number }, json: boolean) => void;
type Flags = { demo?: true; json?: true };
type Setting = {
  end: Ending;
  settingsSource: (flags: { demo?: true }) => Promise<SettingsSource>;
};

/** Adds `clew config`: what the node would be told if it started now, and where each setting was said. */
export function addConfigCommand(clew: Command, { end, settingsSource }: Setting): void {
  clew
    .command('config')
    .description('print every setting, where it was said, and nothing secret')
    .option('--demo', 'those of the demo')
    .option('--json', 'print JSON')
    .action(async (flags: Flags) => {
      const { traceSettings } = await import('./supervisor/index.ts');
      const settings = traceSettings(await settingsSource(flags));
      const json = flags.json ?? false;
      const text = json ? JSON.stringify({ settings }, null, 2) : render(settings);
      end({ text, exitCode: exitCodes.well }, json);
    });
}

function render(settings: readonly SettingTrace[]): string {
  const widest = Math.max(...settings.map(({ name }) => name.length));
  return settings
    .map(({ name, value, from }) => {
      const told = value === undefined ? 'not set' : `${value}  (${from})`;
      return `${name.padEnd(widest)}  ${told}`;
    })
    .join('\n');
}
