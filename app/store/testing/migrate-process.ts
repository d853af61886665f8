import { migrate } from '../index.ts';

/** Brings a database up to date and says each step, until it is through or killed: arguments are its address and a folder of migrations. */
const [adminUrl = '', folder = ''] = process.argv.slice(2);
await migrate({
  ...{ adminUrl, folder, appRole: 'clew_node', demo: false },
  onRows: ({ rows, of }) => void process.stdout.write(`${rows} ${of}\n`),
});
