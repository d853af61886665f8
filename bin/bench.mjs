// `npm run bench` lists the benches; `npm run bench -- NAME` runs one and writes bench/results/NAME.json.
await import('./register.mjs');
const { runBenchCommand } = await import('../bench/frame/command.ts');
process.exitCode = await runBenchCommand(process.argv.slice(2));
